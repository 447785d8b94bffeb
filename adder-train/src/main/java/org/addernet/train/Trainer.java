package org.addernet.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.addernet.data.Batch;
import org.addernet.data.DataLoader;
import org.addernet.data.Epoch;
import org.addernet.nn.Model;
import org.addernet.nn.Parameter;
import org.addernet.nn.Tape;
import org.addernet.nn.loss.SoftmaxCrossEntropy;
import org.addernet.optim.Optimizer;
import org.addernet.optim.schedule.Schedule;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Tensor;
import org.addernet.train.listener.EpochResult;
import org.addernet.train.listener.TrainingListener;
import org.addernet.train.metric.Evaluation;
import org.addernet.train.metric.TopK;

/**
 * Trains a model: for every batch forward, softmax cross-entropy, backward and a step; after every epoch a test.
 *
 * <p>A step's random numbers and an epoch's order depend on the seed and their number alone. So a training that starts at a
 * later epoch with the parameters of a {@link Checkpoint} goes on bit for bit, with any number of threads.
 */
public final class Trainer {

    private final Model model;
    private final Optimizer optimizer;
    private final Schedule schedule;
    private final int firstEpoch;
    private final int epochs;
    private final long seed;
    private final Workers workers;
    private final List<TrainingListener> listeners;

    private Trainer(Builder builder) {
        model = builder.model;
        optimizer = builder.optimizer;
        schedule = builder.schedule;
        firstEpoch = builder.firstEpoch;
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
     * Trains from the first epoch to the last, and returns the last test's result.
     *
     * @throws NonFiniteLossException if a loss is NaN or infinite
     * @throws IOException if a listener cannot write a file
     */
    public Evaluation fit(DataLoader training, DataLoader test) throws IOException {
        Tape tape = Tape.training(workers);
        Evaluation evaluation = null;
        for (int epoch = firstEpoch; epoch < epochs; epoch++) {
            int number = epoch + 1;
            listeners.forEach(listener -> listener.epochStarted(number, epochs, training.size()));
            long start = System.nanoTime();
            Running running = train(training, epoch, tape);
            double seconds = (System.nanoTime() - start) / 1e9;
            evaluation = Evaluation.of(model, test, workers);
            EpochResult result = new EpochResult(
                    number,
                    running.loss / training.size(),
                    (double) running.right / training.size(),
                    evaluation.loss(),
                    evaluation.accuracy(),
                    seconds);
            for (TrainingListener listener : listeners) {
                listener.epochFinished(result);
            }
        }
        for (TrainingListener listener : listeners) {
            listener.trainingFinished();
        }
        return evaluation == null ? Evaluation.of(model, test, workers) : evaluation;
    }

    private Running train(DataLoader training, int epoch, Tape tape) {
        Running running = new Running();
        try (Epoch batches = training.epoch(epoch)) {
            for (int i = 0; batches.hasNext(); i++) {
                Batch batch = batches.next();
                long step = (long) epoch * training.batches() + i;
                tape.reset(seed * 31 + step);
                Tensor logits = model.forward(batch.images(), tape);
                Tensor loss = SoftmaxCrossEntropy.of(logits, batch.labels(), tape);
                double value = loss.data()[0];
                if (!Double.isFinite(value)) {
                    throw new NonFiniteLossException(diagnose(value, epoch, step, batch));
                }
                tape.backward(loss);
                optimizer.step(schedule.learningRate(epoch + (double) i / training.batches()));
                running.loss += value * batch.size();
                for (int n = 0; n < batch.size(); n++) {
                    running.right += TopK.rank(logits, n, batch.labels()[n]) == 0 ? 1 : 0;
                }
                listeners.forEach(listener -> listener.batchFinished(batch.size(), value));
            }
        }
        return running;
    }

    /** Says where a loss that is no number comes from: the data, a parameter that the last step spoiled, or the pass. */
    private String diagnose(double loss, int epoch, long step, Batch batch) {
        String where = "the loss is " + loss + " in epoch " + (epoch + 1) + " at step " + (step + 1) + ": ";
        if (!batch.images().isFinite()) {
            return where + "the images of this batch are not all finite; check the data";
        }
        for (Parameter parameter : model.parameters()) {
            if (!parameter.value().isFinite()) {
                return where + "parameter " + parameter.name() + " is no longer finite; "
                        + "try a lower learning rate, a smaller eta, or a batch normalisation after that layer";
            }
        }
        return where + "all parameters are finite, so the activations overflow; "
                + "try a lower learning rate, or a batch normalisation after every layer with filters";
    }

    /** The sums over an epoch. */
    private static final class Running {
        private double loss;
        private int right;
    }

    /** Collects the settings. */
    public static final class Builder {
        private final Model model;
        private final Optimizer optimizer;
        private final List<TrainingListener> listeners = new ArrayList<>();
        private Schedule schedule = Schedule.constant(0.1);
        private int firstEpoch;
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

        /** Continues after this many epochs that are done already (default: 0). */
        public Builder startAfter(int epochsDone) {
            firstEpoch = epochsDone;
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
