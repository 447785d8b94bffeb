package org.addernet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.addernet.data.DataLoader;
import org.addernet.data.Dataset;
import org.addernet.data.transform.Transform;
import org.addernet.nn.Model;
import org.addernet.nn.loss.Distillation;
import org.addernet.optim.AdamW;
import org.addernet.optim.MovingAverage;
import org.addernet.optim.Optimizer;
import org.addernet.optim.Sgd;
import org.addernet.optim.schedule.ReduceOnPlateau;
import org.addernet.optim.schedule.Schedule;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.train.listener.CsvLog;
import org.addernet.train.listener.EpochResult;
import org.addernet.train.listener.Progress;
import org.addernet.train.listener.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A run that was interrupted within an epoch ends as if it never was, also with a teacher, a moving average and estimated
 * statistics. Time goes by a minute a batch.
 */
class ResumeTest {

    /** Of 5 batches: 25, 25, 25, 25 and 20 samples. */
    private static final Dataset DATA = new Blobs(120, 1).with(new Transform() {
        @Override
        public Shape outputShape(Shape input) {
            return input;
        }

        @Override
        public void apply(float[] source, Shape shape, float[] target, int offset, RandomGenerator random) {
            for (int i = 0; i < source.length; i++) {
                target[offset + i] = source[i] + 0.1f * random.nextFloat();
            }
        }
    });

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "SGD, 3, 2, 0, 50",
        "SGD, 9, 2, 1, 100",
        "SGD, 13, 1, 2, 75",
        "SGD, 5, 1, 0, 120",
        "ADAM_W_ON_PLATEAU, 9, 2, 1, 100",
        "ADAM_W_ON_PLATEAU, 13, 1, 2, 75"
    })
    void endsWithTheSameBits(Rule rule, int cutAfter, int minutes, int epochs, int samples) throws IOException {
        Run whole = new Run(rule, "whole", Duration.ZERO, Integer.MAX_VALUE, null);
        whole.train(2);

        Run cut = new Run(rule, "cut", Duration.ofMinutes(minutes), cutAfter, null);
        assertThatThrownBy(() -> cut.train(1)).hasMessage("cut");
        Checkpoint checkpoint = Checkpoint.read(folder.resolve("cut").resolve(CheckpointWriter.LAST));
        Progress progress = checkpoint.progress();
        assertThat(progress.epochs()).isEqualTo(epochs);
        assertThat(progress.samples()).isEqualTo(samples);

        Run resumed = new Run(rule, "cut", Duration.ofMinutes(minutes), Integer.MAX_VALUE, checkpoint);
        resumed.train(3);
        assertThat(resumed.doneAtStart).isEqualTo(List.of(samples, 0, 0).subList(0, 3 - epochs));
        for (String file : List.of(CheckpointWriter.LAST, CheckpointWriter.BEST)) {
            assertThat(folder.resolve("cut").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("whole").resolve(file));
        }
        assertThat(resumed.plateau.learningRate(3)).isEqualTo(0.0025);
        assertThat(withoutTime(resumed.history)).isEqualTo(withoutTime(whole.history));
        EpochResult joined = resumed.history.results().get(epochs);
        assertThat(joined.seconds()).isGreaterThanOrEqualTo(progress.seconds());
        assertThat(joined.dataWait()).isBetween(progress.dataWait() / joined.seconds(), 1.0);
    }

    @Test
    void refusesToStartWithinABatch() {
        Model model = Blobs.model();
        DataLoader loader = DataLoader.of(DATA).batchSize(25).build();
        for (int samples : new int[] {60, 121}) {
            Trainer trainer = Trainer.of(model)
                    .optimizer(optimizer(Rule.SGD, model))
                    .startAfter(new Progress(0, samples, 0, 0, 0, 0));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> trainer.fit(loader, loader))
                    .withMessage(
                            "the training cannot start after " + samples + " samples of epoch 1, which are no whole "
                                    + "batches of DataLoader[120 samples [6,6,1] in 5 batches of 25]; "
                                    + "continue with the data and the batch size of before");
        }
    }

    private enum Rule {
        SGD,
        ADAM_W_ON_PLATEAU
    }

    private static Optimizer optimizer(Rule rule, Model model) {
        Optimizer.Builder builder = rule == Rule.SGD ? Sgd.builder().nesterov().weightDecay(5e-4) : AdamW.builder();
        return new MovingAverage(builder.build(model.parameters()), model.parameters(), 0.9);
    }

    private static List<List<Number>> withoutTime(CsvLog history) {
        return history.results().stream()
                .map(r -> List.<Number>of(r.epoch(), r.trainLoss(), r.trainAccuracy(), r.testLoss(), r.testAccuracy()))
                .toList();
    }

    /** Three epochs with checkpoints, or what is left of them. */
    private final class Run implements TrainingListener {
        private final Model model = Blobs.model().initialize(7);
        private final ReduceOnPlateau plateau = new ReduceOnPlateau(Schedule.constant(0.01), 0.5, 0);
        private final Rule rule;
        private final Optimizer optimizer;
        private final AtomicLong nanoTime = new AtomicLong();
        private final List<Integer> doneAtStart = new ArrayList<>();
        private final CsvLog history;
        private final CheckpointWriter writer;
        private final Progress start;
        private int batchesLeft;

        Run(Rule rule, String name, Duration interval, int cutAfter, @Nullable Checkpoint checkpoint)
                throws IOException {
            Path run = Files.createDirectories(folder.resolve(name));
            batchesLeft = cutAfter;
            this.rule = rule;
            optimizer = optimizer(rule, model);
            double best = -1;
            if (checkpoint == null) {
                start = Progress.after(0);
            } else {
                model.initialize(99);
                checkpoint.restore(model);
                checkpoint.restore(optimizer);
                start = checkpoint.progress();
                best = checkpoint.bestAccuracy();
            }
            history = CsvLog.resume(run.resolve("metrics.csv"), start.epochs());
            history.results().forEach(this::report);
            writer = new CheckpointWriter(
                    run, model, optimizer, Blobs.SIGNATURE, Map.of(), best, interval, nanoTime::get);
        }

        void train(int threads) throws IOException {
            try (Workers workers = new Workers(threads)) {
                Trainer.of(model)
                        .optimizer(optimizer)
                        .schedule(rule == Rule.SGD ? Schedule.cosine(0.05, 3) : plateau)
                        .loss(new Distillation(Blobs.model().initialize(5)))
                        .recalibrate(2)
                        .startAfter(start)
                        .epochs(3)
                        .seed(3)
                        .workers(workers)
                        .listen(history)
                        .listen(this)
                        .fit(
                                DataLoader.of(DATA)
                                        .batchSize(25)
                                        .shuffle(5)
                                        .threads(threads)
                                        .build(),
                                DataLoader.of(new Blobs(60, 2)).build());
            }
        }

        /** A result that becomes worse, since the loss becomes less: the rate is halved after the second epoch and the third. */
        private void report(EpochResult result) {
            plateau.report(-result.trainLoss());
        }

        @Override
        public void epochStarted(int epoch, int epochs, int samples, int done) {
            doneAtStart.add(done);
        }

        @Override
        public void batchFinished(int samples, double loss, Progress progress) throws IOException {
            nanoTime.addAndGet(Duration.ofMinutes(1).toNanos());
            writer.batchFinished(samples, loss, progress);
            if (--batchesLeft == 0) {
                throw new IllegalStateException("cut");
            }
        }

        @Override
        public void epochFinished(EpochResult result) throws IOException {
            writer.epochFinished(result);
            report(result);
        }
    }
}
