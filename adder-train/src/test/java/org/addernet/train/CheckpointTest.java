package org.addernet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.addernet.io.Safetensors;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.layer.BatchNorm;
import org.addernet.nn.layer.Flatten;
import org.addernet.nn.layer.Sequential;
import org.addernet.nn.zoo.LeNet5;
import org.addernet.optim.Optimizer;
import org.addernet.optim.Sgd;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.addernet.train.listener.EpochResult;
import org.addernet.train.listener.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read again, and only into a model that it fits. */
class CheckpointTest {

    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void name() {
        file = folder.resolve("c.safetensors");
    }

    @Test
    void buildsTheModelOfTheZooWithItsState() throws IOException {
        Model model = LeNet5.bn(10, Similarity.L2).initialize(7);
        Checkpoint.write(
                file, model, optimizer(model), Progress.after(4), 0.25, Blobs.SIGNATURE, Map.of("--lr", "0.1"));
        Checkpoint read = Checkpoint.read(file);
        assertThat(read.progress()).isEqualTo(Progress.after(4));
        assertThat(read.bestAccuracy()).isEqualTo(0.25);
        assertThat(read.options()).isEqualTo(Map.of("--lr", "0.1"));
        Model copy = read.model();
        assertThat(copy.similarity()).contains(Similarity.L2);
        Map<String, Tensor> state = copy.state();
        assertThat(state.keySet()).isEqualTo(model.state().keySet());
        model.state()
                .forEach((name, tensor) -> assertThat(state)
                        .extractingByKey(name)
                        .satisfies(restored -> assertThat(restored.data()).isEqualTo(tensor.data())));
    }

    @Test
    void keepsWhatTheDataWere() throws IOException {
        Model model = Blobs.model();
        Checkpoint.write(file, model, optimizer(model), Progress.after(1), 0, Blobs.SIGNATURE, Map.of());
        assertThat(Checkpoint.read(file).data()).contains(Blobs.SIGNATURE);

        Map<String, String> metadata = new HashMap<>(Safetensors.read(file).metadata());
        metadata.put("data.train_size", "many");
        Safetensors.write(file, model.state(), metadata);
        assertThatIOException()
                .isThrownBy(() -> Checkpoint.read(file).data())
                .withMessageContainingAll(file.toString(), "many");
        metadata.keySet().removeIf(key -> key.startsWith("data."));
        Safetensors.write(file, model.state(), metadata);
        assertThat(Checkpoint.read(file).data()).isEmpty();
    }

    @Test
    void moreClassesThanTheFileHasValuesForTakeNoMemory() throws IOException {
        Model model = LeNet5.bn(10, Similarity.L1);
        Checkpoint.write(file, model, optimizer(model), Progress.after(1), 0, Blobs.SIGNATURE, Map.of());
        Map<String, String> metadata = new HashMap<>(Safetensors.read(file).metadata());
        metadata.remove("network"); // as in older files, which name a model of the zoo
        assertThat(read(metadata, model).model().name()).isEqualTo("lenet5-bn");
        for (String classes : List.of("1000000", "2000000000", "0", "-1")) {
            metadata.put("classes", classes);
            assertThatIOException()
                    .isThrownBy(() -> read(metadata, model).model())
                    .withMessageContainingAll(file.toString(), "lenet5-bn of " + classes + " classes", "62414");
        }
    }

    private Checkpoint read(Map<String, String> metadata, Model model) throws IOException {
        Safetensors.write(file, model.state(), metadata);
        return Checkpoint.read(file);
    }

    @Test
    void aCheckpointOfAnotherModelChangesNothing() throws IOException {
        Model other = Blobs.model();
        Checkpoint.write(file, other, optimizer(other), Progress.after(1), 0, Blobs.SIGNATURE, Map.of());
        Model model = LeNet5.bn(10, Similarity.L1);
        float[] before = model.parameters().get(0).value().data().clone();
        assertThatIOException()
                .isThrownBy(() -> Checkpoint.read(file).restore(model))
                .withMessageContaining("a checkpoint of blobs with l1, not of lenet5-bn with l1");
        assertThat(model.parameters().get(0).value().data()).isEqualTo(before);
        assertThat(Checkpoint.read(file)
                        .model()
                        .predict(Tensor.zeros(other.batchShape(2)))
                        .data())
                .isEqualTo(other.predict(Tensor.zeros(other.batchShape(2))).data());
    }

    @Test
    void aModelWithOtherClassesDoesNotFit() throws IOException {
        Model ten = LeNet5.bn(10, Similarity.L1);
        Checkpoint.write(file, ten, optimizer(ten), Progress.after(1), 0, Blobs.SIGNATURE, Map.of());
        Model five = LeNet5.bn(5, Similarity.L1);
        assertThatIOException()
                .isThrownBy(() -> Checkpoint.read(file).restore(five))
                .withMessageContaining("fc2.filter has shape [1,1,84,10], the model's has [1,1,84,5]");
    }

    @Test
    void aModelThatLacksALayerDoesNotFit() throws IOException {
        Model whole =
                new Model("mine", Similarity.L1, Shape.of(1, 1, 2), Sequential.of(new Flatten(), new BatchNorm(2)));
        Checkpoint.write(file, whole, optimizer(whole), Progress.after(1), 0, Blobs.SIGNATURE, Map.of());
        Model part = new Model("mine", Similarity.L1, Shape.of(1, 1, 2), new Flatten());
        assertThatIOException()
                .isThrownBy(() -> Checkpoint.read(file).restore(part))
                .withMessageContaining("the model mine has no tensor '1.mean'");
        Checkpoint.read(file).restore(whole);
    }

    @Test
    void valuesThatAreNotFiniteLeaveTheOldFile() throws IOException {
        Model model = Blobs.model();
        Optimizer optimizer = optimizer(model);
        Checkpoint.write(file, model, optimizer, Progress.after(1), 0, Blobs.SIGNATURE, Map.of());
        byte[] before = Files.readAllBytes(file);
        model.parameters().get(1).value().data()[2] = Float.NaN;
        assertThatThrownBy(
                        () -> Checkpoint.write(file, model, optimizer, Progress.after(2), 0, Blobs.SIGNATURE, Map.of()))
                .isInstanceOf(NonFiniteLossException.class)
                .hasMessageContainingAll(file.toString(), "not written, since 1.scale is not finite");
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void theBestIsKeptAndTheLastReplaced() throws IOException {
        Model model = Blobs.model();
        CheckpointWriter writer =
                new CheckpointWriter(folder, model, optimizer(model), Blobs.SIGNATURE, Map.of(), -1, Duration.ZERO);
        double[] accuracies = {0.5, 0.8, 0.8, 0.7};
        for (int i = 0; i < accuracies.length; i++) {
            writer.epochFinished(new EpochResult(i + 1, 1, 0, 1, accuracies[i], 1, 0));
        }
        Checkpoint best = Checkpoint.read(folder.resolve(CheckpointWriter.BEST));
        assertThat(best.progress()).isEqualTo(Progress.after(2));
        Checkpoint last = Checkpoint.read(folder.resolve(CheckpointWriter.LAST));
        assertThat(last.progress()).isEqualTo(Progress.after(4));
        assertThat(last.bestAccuracy()).isEqualTo(0.8);
    }

    @Test
    void keepsTheProgressWithinAnEpochToTheLastBit() throws IOException {
        Model model = Blobs.model();
        Progress progress = new Progress(2, 75, 0.1 + 0.2, 30, 1.0 / 3, 1e-9);
        Checkpoint.write(file, model, optimizer(model), progress, 0.5, Blobs.SIGNATURE, Map.of());
        assertThat(Checkpoint.read(file).progress()).isEqualTo(progress);
    }

    @Test
    void impossibleProgressNamesTheFile() throws IOException {
        Map<String, String> metadata = new HashMap<>(Map.of("format", "addernet-checkpoint-1", "epoch", "2"));
        Safetensors.write(file, Map.of(), metadata);
        assertThat(Checkpoint.read(file).progress()).isEqualTo(Progress.after(2));

        metadata.put("progress.samples", "-5");
        Safetensors.write(file, Map.of(), metadata);
        assertBroken("the metadata have no progress.loss");
        metadata.putAll(Map.of(
                "progress.loss", "1.5", "progress.right", "0", "progress.seconds", "1", "progress.waited", "none"));
        Safetensors.write(file, Map.of(), metadata);
        assertBroken("metadata progress.waited is \"none\", expected a number");
        metadata.put("progress.waited", "0");
        Safetensors.write(file, Map.of(), metadata);
        assertBroken("progress of 2 epochs and -5 samples, 0 of them right, is impossible");
    }

    @Test
    void writesWithinAnEpochWhenTheIntervalIsOver() throws IOException {
        AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1); // As nanoTime may overflow.
        Model model = Blobs.model();
        CheckpointWriter writer = new CheckpointWriter(
                folder, model, optimizer(model), Blobs.SIGNATURE, Map.of(), -1, Duration.ofNanos(100), now::get);
        Path last = folder.resolve(CheckpointWriter.LAST);
        now.addAndGet(99);
        writer.batchFinished(1, 0, new Progress(0, 1, 0, 0, 1, 0));
        assertThat(last).doesNotExist();
        now.addAndGet(1);
        writer.batchFinished(1, 0, new Progress(0, 2, 0, 0, 1, 0));
        assertThat(Checkpoint.read(last).progress().samples()).isEqualTo(2);
        now.addAndGet(99);
        writer.batchFinished(1, 0, new Progress(0, 3, 0, 0, 1, 0));
        assertThat(Checkpoint.read(last).progress().samples()).isEqualTo(2);
        writer.epochFinished(new EpochResult(1, 1, 0, 1, 0.5, 1, 0));
        now.addAndGet(99);
        writer.batchFinished(1, 0, new Progress(1, 1, 0, 0, 1, 0));
        assertThat(Checkpoint.read(last).progress()).isEqualTo(Progress.after(1));
        now.addAndGet(1);
        writer.batchFinished(1, 0, new Progress(1, 2, 0, 0, 1, 0));
        assertThat(Checkpoint.read(last).progress().samples()).isEqualTo(2);
        assertThat(Checkpoint.read(last).bestAccuracy()).isEqualTo(0.5);
    }

    @Test
    void anIntervalOfZeroWritesOnlyAfterEpochsAndANegativeOneIsRefused() throws IOException {
        Model model = Blobs.model();
        new CheckpointWriter(folder, model, optimizer(model), Blobs.SIGNATURE, Map.of(), -1, Duration.ZERO)
                .batchFinished(1, 0, new Progress(0, 1, 0, 0, 1, 0));
        assertThat(folder).isEmptyDirectory();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CheckpointWriter(
                        folder, model, optimizer(model), Blobs.SIGNATURE, Map.of(), -1, Duration.ofMinutes(-1)))
                .withMessage("the interval of checkpoints is -60 s, it must be at least 0 (0: only after epochs)");
    }

    private void assertBroken(String message) {
        assertThatIOException()
                .isThrownBy(() -> Checkpoint.read(file).progress())
                .withMessageContaining(message)
                .withMessageContaining(file.toString());
    }

    private static Optimizer optimizer(Model model) {
        return Sgd.builder().build(model.parameters());
    }
}
