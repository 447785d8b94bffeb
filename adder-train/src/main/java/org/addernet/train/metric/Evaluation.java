package org.addernet.train.metric;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.addernet.data.Batch;
import org.addernet.data.DataLoader;
import org.addernet.data.Epoch;
import org.addernet.nn.Model;
import org.addernet.nn.Pass;
import org.addernet.nn.Predictor;
import org.addernet.nn.loss.Loss;
import org.addernet.nn.loss.Targets;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Tensor;

/**
 * How well a model does on a data set.
 *
 * @param loss the mean loss
 * @param accuracy the share of samples whose largest logit is the label's, 0 to 1; NaN if the data have no labels
 * @param top5Accuracy the share whose label is among the five largest logits, 0 to 1; NaN if the data have no labels
 * @param confusion how often each class was taken for each; of no class if the data have no labels
 * @param metrics the metrics that were asked for, by name
 */
public record Evaluation(
        double loss, double accuracy, double top5Accuracy, ConfusionMatrix confusion, Map<String, Double> metrics) {

    /** Takes an unmodifiable copy of the metrics, in their order. */
    public Evaluation {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /**
     * Evaluates a classifier by the softmax cross-entropy on all batches of a loader, in inference.
     *
     * @throws CancellationException if the thread is interrupted; the interrupt stays set
     */
    public static Evaluation of(Model model, DataLoader loader, Workers workers) {
        return of(model, loader, Loss.crossEntropy(), List.of(), workers);
    }

    /**
     * Evaluates a model on all batches of a loader, in inference.
     *
     * @param metrics figures of the first output to gather beside the loss
     * @throws CancellationException if the thread is interrupted; the interrupt stays set
     */
    public static Evaluation of(Model model, DataLoader loader, Loss loss, List<Metric> metrics, Workers workers) {
        List<Metric.Tally> tallies = metrics.stream().map(Metric::start).toList();
        boolean labels = loader.dataset().targetShape().isEmpty() && model.isClassifier();
        ConfusionMatrix confusion = new ConfusionMatrix(labels ? model.classes() : 0);
        Predictor predictor = model.predictor();
        Pass pass = Pass.inference(workers);
        double sum = 0;
        int right = 0;
        int amongFive = 0;
        try (Epoch epoch = loader.epoch(0)) {
            for (Batch batch : epoch) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException("interrupted while testing");
                }
                pass.reset(0);
                List<Tensor> outputs = predictor.predict(batch.inputs(), pass);
                Tensor value = loss.of(batch.inputs(), outputs, targets(batch), pass);
                sum += batch.size() * (double) value.data()[0];
                tallies.forEach(tally -> tally.add(outputs.get(0), targets(batch)));
                for (int n = 0; labels && n < batch.size(); n++) {
                    int label = batch.labels()[n];
                    int rank = TopK.rank(outputs.get(0), n, label);
                    right += rank < 1 ? 1 : 0;
                    amongFive += rank < 5 ? 1 : 0;
                    confusion.add(label, TopK.argmax(outputs.get(0), n));
                }
            }
        }
        double samples = loader.size();
        double counted = labels ? samples : Double.NaN;
        Map<String, Double> values = new LinkedHashMap<>();
        for (int i = 0; i < metrics.size(); i++) {
            values.put(metrics.get(i).name(), tallies.get(i).value());
        }
        return new Evaluation(sum / samples, right / counted, amongFive / counted, confusion, values);
    }

    /** Returns whether the data have labels, so that there are accuracies. */
    public boolean isOfLabels() {
        return !Double.isNaN(accuracy);
    }

    /** Returns what the outputs for a batch should be. */
    public static Targets targets(Batch batch) {
        return batch.targets().map(Targets::ofValues).orElseGet(() -> Targets.ofLabels(batch.labels()));
    }
}
