package org.addernet.train;

import java.io.IOException;
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
import org.addernet.optim.schedule.Schedule;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.addernet.train.listener.EpochResult;
import org.addernet.train.listener.Progress;
import org.addernet.train.listener.TrainingListener;
import org.addernet.train.metric.Evaluation;
import org.addernet.train.metric.TopK;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model: for every batch forward, loss, backward and a step; after every epoch a test.
 *
 * <p>A test is of the weights that the optimizer would {@linkplain Optimizer#useAverages publish}, with running statistics that
 * are {@linkplain BatchNormStatistics estimated} for them. The listeners that an epoch ends with, and who has called {@link #fit},
 * find the model as it was tested. The steps do not depend on it.
 *
 * <p>A step's random numbers and an epoch's order depend on the seed and their number alone. So a training that starts at a
 * later batch with the state of a {@link Checkpoint} goes on bit for bit, with any number of threads.
 */
public final class Trainer {

    private final Model model;
    private final Optimizer optimizer;
    private final Schedule schedule;
    private final Loss loss;
    private final @Nullable Integer recalibration;
    private final Progress start;
    private final int epochs;
    private final long seed;
    private final Workers workers;
    private final List<TrainingListener> listeners;

    /** How far it has come. */
    private Progress progress;

    private Trainer(Builder builder) {
        model = builder.model;
        optimizer = builder.optimizer;
        schedule = builder.schedule;
        loss = builder.loss;
        recalibration = builder.recalibration;
        start = builder.start;
        progress = builder.start;
        epochs = builder.epochs;
        seed = builder.seed;
        workers = builder.workers;
        listeners = List.copyOf(builder.listeners);
    }

    /** Returns a builder of a trainer. */
    public static Builder of(Model model, Optimizer optimizer) {
        return new Builder(model, optimizer);
    }

    /**
     * Trains from where it starts to the last epoch, and returns the last test's result.
     *
     * <p>An interrupt of the thread ends it within a batch: the listeners are told, of which a {@link CheckpointWriter}
     * writes a checkpoint, and the interrupt stays set.
     *
     * @throws IllegalArgumentException if it starts in the middle of an epoch, and not between two batches of it, or if the
     *     last batch of an epoch has one sample, of which a batch normalisation would normalise single values
     * @throws CancellationException if the thread is interrupted; its message says how far the training has come
     * @throws NonFiniteLossException if a loss is NaN or infinite
     * @throws IOException if a listener cannot write a file
     */
    public Evaluation fit(DataLoader training, DataLoader test) throws IOException {
        requireValuesToNormalise(training);
        try {
            return epochs(training, test);
        } catch (CancellationException e) {
            throw interrupted(training);
        } catch (IOException e) {
            // A file that was being written when the interrupt came.
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted(training);
            }
            throw e;
        } finally {
            listeners.forEach(TrainingListener::stopped);
        }
    }

    /** Tells the listeners of an interrupt, and returns what ends the training. */
    private CancellationException interrupted(DataLoader training) throws IOException {
        // An interrupted thread cannot write files.
        boolean interrupted = Thread.interrupted();
        try {
            for (TrainingListener listener : listeners) {
                listener.interrupted(progress);
            }
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
            if (layer instanceof BatchNorm && !layer.isFrozen() && input.size() == input.extent(-1)) {
                throw new IllegalArgumentException(
                        "the last batch of " + training + " has one sample, of which " + layer
                                + " would normalise single values; use another batch size, or dropLast() of the loader");
            }
        });
        model.forward(Tensor.zeros(model.batchShape(1)), pass);
    }

    private Evaluation epochs(DataLoader training, DataLoader test) throws IOException {
        Pass pass = Pass.training(workers);
        Evaluation evaluation = null;
        for (int epoch = start.epochs(); epoch < epochs; epoch++) {
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
                    (double) sums.right() / training.size(),
                    evaluation.loss(),
                    evaluation.accuracy(),
                    sums.seconds(),
                    sums.waited() / sums.seconds());
            for (TrainingListener listener : listeners) {
                listener.epochFinished(result);
            }
        }
        for (TrainingListener listener : listeners) {
            listener.trainingFinished();
        }
        return evaluation == null ? Evaluation.of(model, test, workers) : evaluation;
    }

    private Evaluation test(DataLoader training, DataLoader test) {
        optimizer.useAverages();
        int batches = recalibration == null ? BatchNormStatistics.defaultBatches(training) : recalibration;
        BatchNormStatistics.estimate(model, training, batches, workers);
        return Evaluation.of(model, test, workers);
    }

    /** Trains on what is left of an epoch. */
    private void train(DataLoader training, Progress done, Pass pass) throws IOException {
        int epoch = done.epochs();
        int first = batches(training, done);
        List<Parameter> parameters = model.parameters();
        long begin = System.nanoTime();
        try (Epoch batches = training.epoch(epoch, first)) {
            for (int i = first; batches.hasNext(); i++) {
                Batch batch = batches.next();
                long step = (long) epoch * training.batches() + i;
                pass.reset(seed * 31 + step);
                Tensor logits = model.forward(batch.images(), pass);
                Tensor result = loss.of(batch.images(), logits, batch.labels(), pass);
                double value = result.data()[0];
                if (!Double.isFinite(value)) {
                    String where = "the loss is " + value + " in epoch " + (epoch + 1) + " at step " + (step + 1);
                    throw new NonFiniteLossException(
                            diagnose(where, batch.images().isFinite()));
                }
                Gradients gradients = pass.backward(result);
                listeners.forEach(listener -> listener.gradientsComputed(parameters, gradients));
                optimizer.step(gradients, schedule.learningRate(epoch + (double) i / training.batches()));
                int right = progress.right();
                for (int n = 0; n < batch.size(); n++) {
                    right += TopK.rank(logits, n, batch.labels()[n]) == 0 ? 1 : 0;
                }
                progress = new Progress(
                        epoch,
                        progress.samples() + batch.size(),
                        progress.loss() + value * batch.size(),
                        right,
                        done.seconds() + (System.nanoTime() - begin) / 1e9,
                        done.waited() + batches.waited().toNanos() / 1e9);
                for (TrainingListener listener : listeners) {
                    listener.batchFinished(batch.size(), value, progress);
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException();
                }
            }
        }
    }

    /** Returns how many batches of the epoch are done. */
    private static int batches(DataLoader training, Progress done) {
        int samples = done.samples();
        if (samples > training.size() || (samples % training.batchSize() != 0 && samples != training.size())) {
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

    /** Collects the settings. */
    public static final class Builder {
        private final Model model;
        private final Optimizer optimizer;
        private final List<TrainingListener> listeners = new ArrayList<>();
        private Schedule schedule = Schedule.constant(0.1);
        private Loss loss = Loss.crossEntropy();
        private @Nullable Integer recalibration;
        private Progress start = Progress.after(0);
        private int epochs = 1;
        private long seed;
        private Workers workers = Workers.shared();

        private Builder(Model model, Optimizer optimizer) {
            this.model = model;
            this.optimizer = optimizer;
        }

        /** Sets the learning rate (default: constant 0.1). */
        public Builder schedule(Schedule newSchedule) {
            schedule = newSchedule;
            return this;
        }

        /** Sets what the training makes small (default: the cross-entropy). */
        public Builder loss(Loss newLoss) {
            loss = newLoss;
            return this;
        }

        /**
         * Sets how many batches the statistics of batch normalisation are estimated from before each test (default:
         * {@link BatchNormStatistics#defaultBatches}); 0: the test is with the averages of the training's own passes.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder recalibrate(int batches) {
            if (batches < 0) {
                throw new IllegalArgumentException("recalibrate: batches is " + batches + ", it must be at least 0");
            }
            recalibration = batches;
            return this;
        }

        /**
         * Sets the number of epochs, those before a {@linkplain #startAfter start} included (default: 1).
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder epochs(int newEpochs) {
            if (newEpochs < 1) {
                throw new IllegalArgumentException("epochs is " + newEpochs + ", it must be at least 1");
            }
            epochs = newEpochs;
            return this;
        }

        /** Continues after what is done already (default: nothing). */
        public Builder startAfter(Progress done) {
            start = done;
            return this;
        }

        /** Sets the seed of dropout (default: 0); the loader and the model have their own. */
        public Builder seed(long newSeed) {
            seed = newSeed;
            return this;
        }

        /** Sets the threads (default: {@link Workers#shared()}). */
        public Builder workers(Workers newWorkers) {
            workers = newWorkers;
            return this;
        }

        /** Adds a listener; they are told in the order in which they were added. */
        public Builder listen(TrainingListener listener) {
            listeners.add(listener);
            return this;
        }

        /** Builds the trainer. */
        public Trainer build() {
            return new Trainer(this);
        }
    }
}
