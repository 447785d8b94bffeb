package org.addernet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;
import org.addernet.data.DataLoader;
import org.addernet.data.Dataset;
import org.addernet.data.TensorDataset;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Gradients;
import org.addernet.nn.Layer;
import org.addernet.nn.Model;
import org.addernet.nn.Parameter;
import org.addernet.nn.layer.BatchNorm;
import org.addernet.nn.layer.Flatten;
import org.addernet.nn.layer.Linear;
import org.addernet.nn.layer.Sequential;
import org.addernet.nn.loss.Loss;
import org.addernet.nn.op.Arithmetic;
import org.addernet.nn.op.Shaping;
import org.addernet.optim.Adam;
import org.addernet.optim.Optimizer;
import org.addernet.optim.Sgd;
import org.addernet.optim.schedule.Schedule;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.addernet.train.listener.EpochResult;
import org.addernet.train.listener.Progress;
import org.addernet.train.listener.TrainingListener;
import org.addernet.train.metric.Evaluation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small model learns, goes on where it was interrupted, and stops when it diverges. */
class TrainerTest {

    private static final int EPOCHS = 6;

    @TempDir
    Path folder;

    @Test
    void learns() throws IOException {
        Model model = Blobs.model();
        assertThat(train(model, optimizer(model), Progress.after(0), EPOCHS, new Workers(2), "learns"))
                .isGreaterThan(0.9);
    }

    @Test
    void continuesBitForBitWithAnyNumberOfThreads() throws IOException {
        Model whole = Blobs.model();
        train(whole, optimizer(whole), Progress.after(0), EPOCHS, new Workers(2), "whole");

        Model first = Blobs.model();
        train(first, optimizer(first), Progress.after(0), 2, new Workers(1), "cut");
        Checkpoint checkpoint = Checkpoint.read(folder.resolve("cut-" + CheckpointWriter.LAST));
        Model second = Blobs.model().initialize(99);
        Optimizer optimizer = optimizer(second);
        checkpoint.restore(second);
        checkpoint.restore(optimizer);
        train(second, optimizer, checkpoint.progress(), EPOCHS, new Workers(3), "cut");

        assertThat(folder.resolve("cut-" + CheckpointWriter.LAST))
                .hasSameBinaryContentAs(folder.resolve("whole-" + CheckpointWriter.LAST));
    }

    @Test
    void estimatedStatisticsChangeTheTestAndNoStep() throws IOException {
        Model with = Blobs.model();
        Model without = Blobs.model();
        DataLoader data =
                DataLoader.of(new Blobs(120, 1)).batchSize(25).shuffle(5).build();
        Evaluation estimated =
                Trainer.of(with).optimizer(optimizer(with)).epochs(2).fit(data, data);
        Evaluation averaged = Trainer.of(without)
                .optimizer(optimizer(without))
                .epochs(2)
                .recalibrate(0)
                .fit(data, data);
        for (int i = 0; i < with.parameters().size(); i++) {
            assertThat(with.parameters().get(i).value().data())
                    .isEqualTo(without.parameters().get(i).value().data());
        }
        assertThat(mean(with)).isNotEqualTo(mean(without));
        // Few steps from the first statistics, those of before are still far off.
        assertThat(estimated.loss()).isLessThan(averaged.loss());
        assertThat(Evaluation.of(with, data, Workers.shared()).loss()).isEqualTo(estimated.loss());
    }

    private static float[] mean(Model model) {
        return Objects.requireNonNull(model.state().get("1.mean")).data();
    }

    @Test
    void refusesToEstimateFromLessThanNothing() {
        Model model = Blobs.model();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trainer.of(model).optimizer(optimizer(model)).recalibrate(-1))
                .withMessage("recalibrate: batches is -1, it must be at least 0");
    }

    @Test
    void anInterruptEndsItAfterTheStepAndItGoesOnBitForBit() throws IOException {
        Model whole = Blobs.model();
        train(whole, optimizer(whole), Progress.after(0), 2, new Workers(2), "whole");

        Model first = Blobs.model();
        Optimizer firstOptimizer = optimizer(first);
        CheckpointWriter writer =
                new CheckpointWriter(folder, first, firstOptimizer, Blobs.SIGNATURE, Map.of(), -1, Duration.ZERO);
        Trainer trainer = Trainer.of(first)
                .optimizer(firstOptimizer)
                .schedule(Schedule.constant(0.05))
                .epochs(2)
                .seed(3)
                .listen(new TrainingListener() {
                    @Override
                    public void batchFinished(int samples, double loss, Progress progress) {
                        if (progress.epochs() == 1 && progress.samples() == 50) {
                            Thread.currentThread().interrupt();
                        }
                    }
                })
                .listen(writer);
        DataLoader data =
                DataLoader.of(new Blobs(120, 1)).batchSize(25).shuffle(5).build();
        assertThatThrownBy(() -> trainer.fit(data, data))
                .isInstanceOf(CancellationException.class)
                .hasMessage("interrupted in epoch 2 after 50 of 120 samples");
        assertThat(Thread.interrupted()).isTrue();

        Checkpoint checkpoint = Checkpoint.read(folder.resolve(CheckpointWriter.LAST));
        assertThat(checkpoint.progress().samples()).isEqualTo(50);
        Model second = Blobs.model().initialize(99);
        Optimizer optimizer = optimizer(second);
        checkpoint.restore(second);
        checkpoint.restore(optimizer);
        train(second, optimizer, checkpoint.progress(), 2, new Workers(1), "cut");
        assertThat(folder.resolve("cut-" + CheckpointWriter.LAST))
                .hasSameBinaryContentAs(folder.resolve("whole-" + CheckpointWriter.LAST));
    }

    @Test
    void anInterruptWhileAFileIsWrittenIsOneOfTheTraining() {
        Model model = Blobs.model();
        List<Progress> told = new ArrayList<>();
        Trainer trainer = Trainer.of(model).optimizer(optimizer(model)).listen(new TrainingListener() {
            @Override
            public void batchFinished(int samples, double loss, Progress progress) throws IOException {
                Thread.currentThread().interrupt();
                throw new ClosedByInterruptException();
            }

            @Override
            public void interrupted(Progress progress) {
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                told.add(progress);
            }
        });
        DataLoader data = DataLoader.of(new Blobs(30, 1)).batchSize(10).build();
        assertThatThrownBy(() -> trainer.fit(data, data)).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(told)
                .singleElement()
                .satisfies(progress -> assertThat(progress.samples()).isEqualTo(10));
    }

    @Test
    void aLastBatchOfOneValueAChannelIsRefusedBeforeTheFirstStep() {
        Model model = Blobs.model();
        Trainer trainer = Trainer.of(model).optimizer(optimizer(model));
        DataLoader data = DataLoader.of(new Blobs(51, 1)).batchSize(25).build();
        float[] before = model.parameters().get(0).value().data().clone();
        assertThatThrownBy(() -> trainer.fit(data, data))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("has one sample", "BatchNorm 6", "dropLast()");
        assertThat(model.parameters().get(0).value().data()).isEqualTo(before);
    }

    @Test
    void stopsWhenTheDataAreNotFinite() {
        Dataset broken = new Dataset() {
            private final Dataset good = new Blobs(30, 1);

            @Override
            public int size() {
                return good.size();
            }

            @Override
            public int classes() {
                return good.classes();
            }

            @Override
            public Shape imageShape() {
                return good.imageShape();
            }

            @Override
            public int label(int index) {
                return good.label(index);
            }

            @Override
            public void read(int index, float[] target, int offset, RandomGenerator random) {
                target[offset] = Float.NaN;
            }
        };
        Model model = Blobs.model();
        Trainer trainer = Trainer.of(model).optimizer(optimizer(model));
        DataLoader loader = DataLoader.of(broken).batchSize(10).build();
        assertThatThrownBy(() -> trainer.fit(loader, loader))
                .isInstanceOf(NonFiniteLossException.class)
                .hasMessageContaining("epoch 1 at step 1")
                .hasMessageContaining("check the data");
    }

    @Test
    void namesTheParameterThatIsNotFinite() {
        Model model = Blobs.model();
        model.parameters().get(1).value().data()[0] = Float.NaN;
        Trainer trainer = Trainer.of(model).optimizer(optimizer(model));
        DataLoader loader = DataLoader.of(new Blobs(30, 1)).batchSize(10).build();
        assertThatThrownBy(() -> trainer.fit(loader, loader))
                .isInstanceOf(NonFiniteLossException.class)
                .hasMessageContaining("parameter 1.scale is no longer finite")
                .hasMessageContaining("lower learning rate");
    }

    @Test
    void stopsWhenTheTestIsNotFinite() {
        Model model = Blobs.model();
        // A step so large that the last one of the epoch overflows.
        Trainer trainer = Trainer.of(model)
                .optimizer(optimizer(model))
                .schedule(Schedule.constant(1e38))
                .listen(new TrainingListener() {
                    @Override
                    public void epochFinished(EpochResult result) {
                        throw new AssertionError("a test loss of " + result.testLoss() + " was reported");
                    }
                });
        DataLoader loader = DataLoader.of(new Blobs(30, 1)).build();
        assertThatThrownBy(() -> trainer.fit(loader, loader))
                .isInstanceOf(NonFiniteLossException.class)
                .hasMessageContaining("the test loss is NaN after epoch 1");
    }

    @Test
    void tellsListenersThatAFailedTrainingHasStopped() {
        Model model = Blobs.model();
        List<String> calls = new ArrayList<>();
        Trainer trainer = Trainer.of(model).optimizer(optimizer(model)).listen(new TrainingListener() {
            @Override
            public void batchFinished(int samples, double loss, Progress progress) throws IOException {
                throw new IOException("full");
            }

            @Override
            public void stopped() {
                calls.add("stopped");
            }
        });
        DataLoader loader = DataLoader.of(new Blobs(30, 1)).build();
        assertThatThrownBy(() -> trainer.fit(loader, loader)).hasMessage("full");
        assertThat(calls).containsExactly("stopped");
    }

    @Test
    void gradientsDoNotAddUpWhereTheOptimizerHasOnlySomeParameters() throws IOException {
        Linear first = new Linear(Similarity.L1, 36, 3);
        BatchNorm last = new BatchNorm(3);
        Model model = new Model("two", Similarity.L1, Shape.of(6, 6, 1), Sequential.of(new Flatten(), first, last));
        Set<Float> gradients = new HashSet<>();
        Trainer trainer = Trainer.of(model)
                .optimizer(Sgd.builder().build(last.parameters()))
                .schedule(Schedule.constant(0)) // All steps are the same, and so are their gradients.
                .epochs(3)
                .listen(new TrainingListener() {
                    @Override
                    public void gradientsComputed(List<Parameter> parameters, Gradients computed) {
                        gradients.add(computed.of(first.filter()).data()[0]);
                    }
                });
        DataLoader loader = DataLoader.of(new Blobs(30, 1)).build();
        trainer.fit(loader, loader);
        assertThat(gradients).hasSize(1).doesNotContain(0f);
    }

    /** Without batch normalisation, whose statistics differ, two half batches are one batch but for rounding. */
    @Test
    void twoHalfBatchesMakeTheStepOfOne() {
        DataLoader whole = DataLoader.of(new Blobs(90, 1)).batchSize(40).build();
        DataLoader half = DataLoader.of(new Blobs(90, 1)).batchSize(20).build();
        Model one = plain();
        Model two = plain();
        List<Integer> samples = new ArrayList<>();
        trainer(one).fit(whole, whole);
        trainer(two)
                .accumulate(2)
                .listen(new TrainingListener() {
                    @Override
                    public void batchFinished(int count, double loss, Progress progress) {
                        samples.add(count);
                    }
                })
                .fit(half, whole);
        assertThat(samples).containsExactly(40, 40, 10, 40, 40, 10);
        for (int i = 0; i < one.parameters().size(); i++) {
            assertThat(two.parameters().get(i).value().data())
                    .containsExactly(one.parameters().get(i).value().data(), within(1e-6f));
        }
    }

    private static Model plain() {
        return new Model(
                "plain",
                Similarity.CROSS_CORRELATION,
                Shape.of(6, 6, 1),
                Sequential.of(new Flatten(), new Linear(Similarity.CROSS_CORRELATION, 36, 3)));
    }

    private static Trainer trainer(Model model) {
        return Trainer.of(model).schedule(Schedule.constant(0.01)).epochs(2);
    }

    @Test
    void aFrozenLayerIsTheSameAfterTraining() {
        Model model = Blobs.model();
        DataLoader data = DataLoader.of(new Blobs(60, 1)).batchSize(20).build();
        Trainer.of(model).fit(data, data); // so that the frozen statistics are of use
        Layer body = model.root().children().get("0");
        Layer norm = model.root().children().get("1");
        for (Layer layer : List.of(Objects.requireNonNull(body), Objects.requireNonNull(norm))) {
            layer.freeze();
        }
        Map<String, float[]> before = new HashMap<>();
        model.state().forEach((name, tensor) -> before.put(name, tensor.data().clone()));
        Trainer.of(model).epochs(2).fit(data, data);
        model.state().forEach((name, tensor) -> {
            boolean frozen = name.startsWith("0.") || name.startsWith("1.");
            assertThat(Arrays.equals(tensor.data(), before.get(name))).as(name).isEqualTo(frozen);
        });
    }

    @Test
    void learnsALine() {
        Tensor inputs = Tensor.zeros(Shape.of(64, 2));
        Tensor targets = Tensor.zeros(Shape.of(64, 1));
        Random random = new Random(1);
        for (int i = 0; i < 64; i++) {
            inputs.data()[2 * i] = (float) random.nextGaussian();
            inputs.data()[2 * i + 1] = (float) random.nextGaussian();
            targets.data()[i] = 3 * inputs.data()[2 * i] - inputs.data()[2 * i + 1];
        }
        DataLoader data = DataLoader.of(new TensorDataset(List.of(inputs), targets))
                .batchSize(16)
                .build();
        Model line = new Model("line", Shape.of(2), new Linear(Similarity.CROSS_CORRELATION, 2, 1));
        Loss squares = (in, outputs, wanted, pass) -> {
            Tensor difference = Arithmetic.add(outputs.get(0), scaled(wanted.values(), -1), pass);
            return Shaping.reshape(
                    Arithmetic.mean(
                            Shaping.reshape(
                                    Arithmetic.multiply(difference, difference, pass), Shape.of(1, 16, 1, 1), pass),
                            pass),
                    Shape.of(1),
                    pass);
        };
        Evaluation result = Trainer.of(line)
                .optimizer(Adam.builder())
                .loss(squares)
                .schedule(Schedule.constant(0.1))
                .epochs(30)
                .fit(data, data);
        assertThat(result.loss()).isLessThan(1e-3);
        assertThat(result.isOfLabels()).isFalse();
        assertThat(line.parameters().get(0).value().data()).containsExactly(new float[] {3, -1}, within(0.05f));
    }

    private static Tensor scaled(Tensor tensor, float factor) {
        Tensor scaled = tensor.copy();
        for (int i = 0; i < scaled.data().length; i++) {
            scaled.data()[i] *= factor;
        }
        return scaled;
    }

    @Test
    void refusesNoEpochs() {
        Model model = Blobs.model();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trainer.of(model).optimizer(optimizer(model)).epochs(0))
                .withMessage("epochs is 0, it must be at least 1");
    }

    private static Optimizer optimizer(Model model) {
        return Sgd.builder().nesterov().weightDecay(5e-4).build(model.parameters());
    }

    /** Trains with checkpoints under the given prefix, and returns the accuracy of the last test. */
    private double train(Model model, Optimizer optimizer, Progress done, int epochs, Workers workers, String prefix)
            throws IOException {
        try (workers) {
            return Trainer.of(model)
                    .optimizer(optimizer)
                    .schedule(Schedule.constant(0.05))
                    .startAfter(done)
                    .epochs(epochs)
                    .seed(3)
                    .workers(workers)
                    .listen(new TrainingListener() {
                        @Override
                        public void epochFinished(EpochResult result) throws IOException {
                            Path last = folder.resolve(prefix + "-" + CheckpointWriter.LAST);
                            Checkpoint.write(
                                    last,
                                    model,
                                    optimizer,
                                    Progress.after(result.epoch()),
                                    0,
                                    Blobs.SIGNATURE,
                                    Map.of());
                        }
                    })
                    .fit(
                            DataLoader.of(new Blobs(120, 1))
                                    .batchSize(25)
                                    .shuffle(5)
                                    .build(),
                            DataLoader.of(new Blobs(60, 2)).build())
                    .accuracy();
        }
    }
}
