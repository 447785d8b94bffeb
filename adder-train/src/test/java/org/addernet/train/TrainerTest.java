package org.addernet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.addernet.data.DataLoader;
import org.addernet.data.Dataset;
import org.addernet.nn.Model;
import org.addernet.optim.Optimizer;
import org.addernet.optim.Sgd;
import org.addernet.optim.schedule.Schedule;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.train.listener.EpochResult;
import org.addernet.train.listener.Progress;
import org.addernet.train.listener.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small model learns, goes on where it was cut, and stops when it diverges. */
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
        Trainer trainer = Trainer.of(model, optimizer(model)).build();
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
        Trainer trainer = Trainer.of(model, optimizer(model)).build();
        DataLoader loader = DataLoader.of(new Blobs(30, 1)).batchSize(10).build();
        assertThatThrownBy(() -> trainer.fit(loader, loader))
                .isInstanceOf(NonFiniteLossException.class)
                .hasMessageContaining("parameter 1.scale is no longer finite")
                .hasMessageContaining("lower learning rate");
    }

    @Test
    void refusesNoEpochs() {
        Model model = Blobs.model();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trainer.of(model, optimizer(model)).epochs(0))
                .withMessage("epochs is 0, it must be at least 1");
    }

    private static Optimizer optimizer(Model model) {
        return Sgd.of(model.parameters()).nesterov().weightDecay(5e-4).build();
    }

    /** Trains with checkpoints under the given prefix, and returns the accuracy of the last test. */
    private double train(Model model, Optimizer optimizer, Progress done, int epochs, Workers workers, String prefix)
            throws IOException {
        try (workers) {
            return Trainer.of(model, optimizer)
                    .schedule(Schedule.constant(0.05))
                    .startAfter(done)
                    .epochs(epochs)
                    .seed(3)
                    .workers(workers)
                    .listen(new TrainingListener() {
                        @Override
                        public void epochFinished(EpochResult result) throws IOException {
                            Path last = folder.resolve(prefix + "-" + CheckpointWriter.LAST);
                            Checkpoint.write(last, model, optimizer, Progress.after(result.epoch()), 0, Map.of());
                        }
                    })
                    .build()
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
