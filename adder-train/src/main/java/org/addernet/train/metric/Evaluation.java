package org.addernet.train.metric;

import java.util.concurrent.CancellationException;
import org.addernet.data.Batch;
import org.addernet.data.DataLoader;
import org.addernet.data.Epoch;
import org.addernet.nn.Model;
import org.addernet.nn.Pass;
import org.addernet.nn.loss.SoftmaxCrossEntropy;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Tensor;

/**
 * How well a model does on a data set.
 *
 * @param loss the mean softmax cross-entropy
 * @param accuracy the share of samples whose largest logit is the label's, 0 to 1
 * @param top5Accuracy the share whose label is among the five largest logits, 0 to 1
 * @param confusion how often each class was taken for each
 */
public record Evaluation(double loss, double accuracy, double top5Accuracy, ConfusionMatrix confusion) {

    /**
     * Evaluates a model on all batches of a loader, in inference.
     *
     * @throws CancellationException if the thread is interrupted; the interrupt stays set
     */
    public static Evaluation of(Model model, DataLoader loader, Workers workers) {
        ConfusionMatrix confusion = new ConfusionMatrix(model.classes());
        Pass pass = Pass.inference(workers);
        double loss = 0;
        int right = 0;
        int amongFive = 0;
        try (Epoch epoch = loader.epoch(0)) {
            for (Batch batch : epoch) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException("interrupted while testing");
                }
                pass.reset(0);
                Tensor logits = model.forward(batch.images(), pass);
                loss += batch.size()
                        * (double) SoftmaxCrossEntropy.of(logits, batch.labels(), pass)
                                .data()[0];
                for (int n = 0; n < batch.size(); n++) {
                    int label = batch.labels()[n];
                    int rank = TopK.rank(logits, n, label);
                    right += rank < 1 ? 1 : 0;
                    amongFive += rank < 5 ? 1 : 0;
                    confusion.add(label, TopK.argmax(logits, n));
                }
            }
        }
        double samples = loader.size();
        return new Evaluation(loss / samples, right / samples, amongFive / samples, confusion);
    }
}
