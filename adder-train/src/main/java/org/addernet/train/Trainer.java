package org.addernet.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.addernet.data.Batch;
import org.addernet.data.DataLoader;
import org.addernet.data.Epoch;
import org.addernet.nn.Gradients;
import org.addernet.nn.Model;
import org.addernet.nn.Parameter;
import org.addernet.nn.Pass;
import org.addernet.nn.layer.BatchNorm;
import org.addernet.nn.loss.Loss;
import org.addernet.optim.Optimizer;
import org.addernet.optim.Sgd;
import org.addernet.optim.schedule.Schedule;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.addernet.train.listener.EpochResult;
import org.addernet.train.listener.Progress;
import org.addernet.train.listener.Training;
import org.addernet.train.listener.TrainingListener;
import org.addernet.train.metric.Evaluation;
import org.addernet.train.metric.Metric;
import org.addernet.train.metric.TopK;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model: for every batch forward, loss, backward and a step; after every epoch a test.
 *
 * <p>A test is of the weights that the optimizer would {@linkplain Optimizer#useAverages publish}, with running statistics that
 * are {@linkplain BatchNormStatistics estimated} for them. The listeners that an epoch ends with, and who has called {@link #fit},
 * find the model as it was tested. The steps do not depend on it.
 *
 * <pre>{@code
 * Trainer.of(model)
 *         .optimizer(Sgd.builder().nesterov())
 *         .schedule(Schedule.cosine(0.1, 30))
 *         .epochs(30)
 *         .fit(training, test);
 * }</pre>
 *
 * <p>A step's random numbers and an epoch's order depend on the seed and their number alone. So a training that starts at a
 * later batch with the state of a {@link Checkpoint} goes on bit for bit, with any number of threads.
 */
public final class Trainer implements Training {

    private final Model model;
    private final List<TrainingListener> listeners = new ArrayList<>();
    private Optimizer optimizer;
    private Schedule schedule = Schedule.constant(0.1);
    private Loss loss = Loss.crossEntropy();
    private List<Metric> metrics = List.of();
    private @Nullable Integer recalibration;
    private Progress start = Progress.after(0);
    private int epochs = 1;
    private int accumulation = 1;
    private long seed;
    private Workers workers = Workers.shared();

    /** How far it has come. */
    private Progress progress = start;

    private boolean stopping;

    private Trainer(Model model) {
        this.model = model;
        optimizer = Sgd.builder().nesterov().build(model.parameters());
    }

    /** Returns a trainer with the defaults of its settings. */
    public static Trainer of(Model model) {
        return new Trainer(model);
    }

    /** Sets the rule of the steps (default: SGD with Nesterov's momentum), for all parameters of the model. */
    public Trainer optimizer(Optimizer.Builder builder) {
        return optimizer(builder.build(model.parameters()));
    }

    /** Sets the rule of the steps, such as one whose state was restored; the parameters that it does not have stay. */
    public Trainer optimizer(Optimizer newOptimizer) {
        optimizer = newOptimizer;
        return this;
    }

    /** Sets the learning rate (default: constant 0.1). */
    public Trainer schedule(Schedule newSchedule) {
        schedule = newSchedule;
        return this;
    }

    /** Sets what the training makes small (default: the cross-entropy). */
    public Trainer loss(Loss newLoss) {
        loss = newLoss;
        return this;
    }

    /** Sets what is measured in each test beside loss and accuracy (default: nothing). */
    public Trainer metrics(Metric... newMetrics) {
        metrics = List.of(newMetrics);
        return this;
    }

    /**
     * Sets the number of epochs, those before a {@linkplain #startAfter start} included (default: 1).
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Trainer epochs(int newEpochs) {
        epochs = atLeast(1, "epochs", newEpochs);
        return this;
    }

    /**
     * Sets from how many batches a step takes the mean of the gradients (default: 1): a step as with a larger batch, in the memory
     * of a small one; batch normalisation sees the small ones.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Trainer accumulate(int batches) {
        accumulation = atLeast(1, "accumulate: batches", batches);
        return this;
    }

    /**
     * Sets how many batches the statistics of batch normalisation are estimated from before each test (default:
     * {@link BatchNormStatistics#defaultBatches}); 0: the test is with the averages of the training's own passes.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Trainer recalibrate(int batches) {
        recalibration = atLeast(0, "recalibrate: batches", batches);
        return this;
    }

    private static int atLeast(int least, String what, int value) {
        if (value < least) {
            throw new IllegalArgumentException(what + " is " + value + ", it must be at least " + least);
        }
        return value;
    }

    /** Continues after what is done already (default: nothing). */
    public Trainer startAfter(Progress done) {
        start = done;
        return this;
    }

    /** Sets the seed of dropout (default: 0); the loader and the model have their own. */
    public Trainer seed(long newSeed) {
        seed = newSeed;
        return this;
    }

    /** Sets the threads (default: {@link Workers#shared()}). */
    public Trainer workers(Workers newWorkers) {
        workers = newWorkers;
        return this;
    }

    /** Adds listeners; they are told in the order in which they were added. */
    public Trainer listen(TrainingListener... more) {
        listeners.addAll(List.of(more));
        return this;
    }

    @Override
    public Model model() {
        return model;
    }

    Optimizer optimizer() {
        return optimizer;
    }

    @Override
    public void stop() {
        stopping = true;
    }

    /**
     * Trains from where it starts to the last epoch, and returns the last test's result.
     *
     * <p>An interrupt of the thread ends it within a batch: the listeners are told, of which a {@link CheckpointWriter}
     * writes a checkpoint, and the interrupt stays set.
     *
     * @throws IllegalArgumentException if it starts in the middle of an epoch, and not between two steps of it, or if the
     *     last batch of an epoch has one sample, of which a batch normalisation would normalise single values
     * @throws CancellationException if the thread is interrupted; its message says how far the training has come
     * @throws NonFiniteLossException if a loss is NaN or infinite
     * @throws UncheckedIOException if a listener cannot write a file
     */
    public Evaluation fit(DataLoader training, DataLoader test) {
        requireValuesToNormalise(training);
        progress = start;
        stopping = false;
        try {
            listeners.forEach(listener -> listener.trainingStarted(this));
            return epochs(training, test);
        } catch (CancellationException e) {
            throw interrupted(training);
        } catch (IOException e) {
            // A file that was being written when the interrupt came.
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted(training);
            }
            throw new UncheckedIOException(e.getMessage(), e);
        } finally {
            listeners.forEach(TrainingListener::stopped);
        }
    }

    /** Tells the listeners of an interrupt, and returns what ends the training. */
    private CancellationException interrupted(DataLoader training) {
        // An interrupted thread cannot write files.
        boolean interrupted = Thread.interrupted();
        try {
            for (TrainingListener listener : listeners) {
                listener.interrupted(progress);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return new CancellationException("interrupted in epoch " + (progress.epochs() + 1) + " after "
                + progress.samples() + " of " + training.size() + " samples");
    }

    /** Checks that every batch has what PyTorch asks for, too: more than one value for each channel. */
    private void requireValuesToNormalise(DataLoader training) {
        if ((training.size() - 1) % training.batchSize() != 0) {
            return; // More than one sample is more than one value.
        }
        Pass pass = Pass.inference(workers);
        pass.observe((layer, inputs, outputs) -> {
            Shape input = inputs.get(0).shape();
            if (layer instanceof BatchNorm && !layer.isFrozen() && input.size() == input.dimension(-1)) {
                throw new IllegalArgumentException(
                        "the last batch of " + training + " has one sample, of which " + layer
                                + " would normalise single values; use another batch size, or dropLast() of the loader");
            }
        });
        model.forward(model.batchShapes(1).stream().map(Tensor::zeros).toList(), pass);
    }

    private Evaluation epochs(DataLoader training, DataLoader test) throws IOException {
        Pass pass = Pass.training(workers);
        Evaluation evaluation = null;
        for (int epoch = start.epochs(); epoch < epochs && !stopping; epoch++) {
            int number = epoch + 1;
            Progress done = epoch == start.epochs() ? start : Progress.after(epoch);
            listeners.forEach(listener -> listener.epochStarted(number, epochs, training.size(), done.samples()));
            progress = done;
            optimizer.useTrained();
            train(training, done, pass);
            Progress sums = progress;
            evaluation = test(training, test);
            if (!Double.isFinite(evaluation.loss())) {
                throw new NonFiniteLossException(
                        diagnose("the test loss is " + evaluation.loss() + " after epoch " + number, true));
            }
            EpochResult result = new EpochResult(
                    number,
                    sums.loss() / training.size(),
                    evaluation.isOfLabels() ? (double) sums.right() / training.size() : Double.NaN,
                    evaluation.loss(),
                    evaluation.accuracy(),
                    sums.seconds(),
                    sums.dataWait() / sums.seconds(),
                    evaluation.metrics());
            for (TrainingListener listener : listeners) {
                listener.epochFinished(result);
            }
        }
        for (TrainingListener listener : listeners) {
            listener.trainingFinished();
        }
        return evaluation == null ? Evaluation.of(model, test, loss.ofTest(), metrics, workers) : evaluation;
    }

    private Evaluation test(DataLoader training, DataLoader test) {
        optimizer.useAverages();
        int batches = recalibration == null ? BatchNormStatistics.defaultBatches(training) : recalibration;
        BatchNormStatistics.estimate(model, training, batches, workers);
        return Evaluation.of(model, test, loss.ofTest(), metrics, workers);
    }

    /** Trains on what is left of an epoch. */
    private void train(DataLoader training, Progress done, Pass pass) throws IOException {
        int epoch = done.epochs();
        int first = batches(training, done);
        List<Parameter> parameters = model.parameters();
        long begin = System.nanoTime();
        try (Epoch batches = training.epoch(epoch, first)) {
            for (int i = first; batches.hasNext(); i += accumulation) {
                Step step = step(batches, training, epoch, i, pass);
                listeners.forEach(listener -> listener.gradientsComputed(parameters, step.gradients));
                optimizer.step(step.gradients, schedule.learningRate(epoch + (double) i / training.batches()));
                progress = new Progress(
                        epoch,
                        progress.samples() + step.samples,
                        progress.loss() + step.loss * step.samples,
                        progress.right() + step.right,
                        done.seconds() + (System.nanoTime() - begin) / 1e9,
                        done.dataWait() + batches.dataWait().toNanos() / 1e9);
                for (TrainingListener listener : listeners) {
                    listener.batchFinished(step.samples, step.loss, progress);
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException();
                }
            }
        }
    }

    /** What the batches of a step have given: their mean loss and the mean of its gradients. */
    private record Step(Gradients gradients, double loss, int samples, int right) {}

    /** Passes the batches of a step, from number i of the epoch, forward and backward. */
    private Step step(Epoch batches, DataLoader training, int epoch, int i, Pass pass) {
        Batch batch = batches.next();
        Step step = pass(batch, training, epoch, i, pass);
        if (accumulation == 1 || !batches.hasNext()) {
            return step;
        }
        int samples = step.samples;
        int right = step.right;
        double loss = step.loss * step.samples;
        Gradients sum = step.gradients.copy().scale(step.samples);
        for (int more = 1; more < accumulation && batches.hasNext(); more++) {
            Step next = pass(batches.next(), training, epoch, i + more, pass);
            samples += next.samples;
            right += next.right;
            loss += next.loss * next.samples;
            sum.add(next.gradients.scale(next.samples));
        }
        return new Step(sum.scale(1f / samples), loss / samples, samples, right);
    }

    private Step pass(Batch batch, DataLoader training, int epoch, int i, Pass pass) {
        long number = (long) epoch * training.batches() + i;
        pass.reset(seed * 31 + number);
        List<Tensor> outputs = model.forward(batch.inputs(), pass);
        Tensor result = loss.of(batch.inputs(), outputs, Evaluation.targets(batch), pass);
        double value = result.data()[0];
        if (!Double.isFinite(value)) {
            String where = "the loss is " + value + " in epoch " + (epoch + 1) + " at step " + (number + 1);
            throw new NonFiniteLossException(
                    diagnose(where, batch.inputs().stream().allMatch(Tensor::isFinite)));
        }
        int right = 0;
        for (int n = 0; batch.targets().isEmpty() && model.isClassifier() && n < batch.size(); n++) {
            right += TopK.rank(outputs.get(0), n, batch.labels()[n]) == 0 ? 1 : 0;
        }
        return new Step(pass.backward(result), value, batch.size(), right);
    }

    /** Returns how many batches of the epoch are done. */
    private int batches(DataLoader training, Progress done) {
        int samples = done.samples();
        int ofStep = training.batchSize() * accumulation;
        if (samples > training.size() || (samples % ofStep != 0 && samples != training.size())) {
            throw new IllegalArgumentException("the training cannot start after " + samples + " samples of epoch "
                    + (done.epochs() + 1) + ", which are no whole batches of " + training
                    + "; continue with the data and the batch size of before");
        }
        return samples == training.size() ? training.batches() : samples / training.batchSize();
    }

    /** Says where a loss that is no number comes from: the data, a parameter that the last step spoiled, or the pass. */
    private String diagnose(String where, boolean finiteImages) {
        if (!finiteImages) {
            return where + ": the images of this batch are not all finite; check the data";
        }
        for (Parameter parameter : model.parameters()) {
            if (!parameter.value().isFinite()) {
                return where + ": parameter " + parameter.name() + " is no longer finite; "
                        + "try a lower learning rate, a smaller eta, or a batch normalisation after that layer";
            }
        }
        return where + ": all parameters are finite, so the activations overflow; "
                + "try a lower learning rate, or a batch normalisation after every layer with filters";
    }
}
