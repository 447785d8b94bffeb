package org.addernet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.zoo.LeNet5;
import org.addernet.optim.Optimizer;
import org.addernet.optim.Sgd;
import org.addernet.tensor.Tensor;
import org.addernet.train.listener.EpochResult;
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
        Checkpoint.write(file, model, optimizer(model), 4, 0.25, Map.of("--lr", "0.1"));
        Checkpoint read = Checkpoint.read(file);
        assertThat(read.epoch()).isEqualTo(4);
        assertThat(read.bestAccuracy()).isEqualTo(0.25);
        assertThat(read.options()).isEqualTo(Map.of("--lr", "0.1"));
        Model copy = read.model();
        assertThat(copy.similarity()).isEqualTo(Similarity.L2);
        Map<String, Tensor> state = copy.state();
        assertThat(state.keySet()).isEqualTo(model.state().keySet());
        model.state()
                .forEach((name, tensor) -> assertThat(state)
                        .extractingByKey(name)
                        .satisfies(restored -> assertThat(restored.data()).isEqualTo(tensor.data())));
    }

    @Test
    void aCheckpointOfAnotherModelChangesNothing() throws IOException {
        Model other = Blobs.model();
        Checkpoint.write(file, other, optimizer(other), 1, 0, Map.of());
        Model model = LeNet5.bn(10, Similarity.L1);
        float[] before = model.parameters().get(0).value().data().clone();
        assertThatIOException()
                .isThrownBy(() -> Checkpoint.read(file).restore(model))
                .withMessageContaining("a checkpoint of blobs with l1, not of lenet5-bn with l1");
        assertThat(model.parameters().get(0).value().data()).isEqualTo(before);
        assertThatIOException()
                .isThrownBy(() -> Checkpoint.read(file).model())
                .withMessageContaining("there is no model \"blobs\"");
    }

    @Test
    void aModelWithOtherClassesDoesNotFit() throws IOException {
        Model ten = LeNet5.bn(10, Similarity.L1);
        Checkpoint.write(file, ten, optimizer(ten), 1, 0, Map.of());
        Model five = LeNet5.bn(5, Similarity.L1);
        assertThatIOException()
                .isThrownBy(() -> Checkpoint.read(file).restore(five))
                .withMessageContaining("fc2.filter has shape [1,1,84,10], the model's has [1,1,84,5]");
    }

    @Test
    void theBestIsKeptAndTheLastReplaced() throws IOException {
        Model model = Blobs.model();
        CheckpointWriter writer = new CheckpointWriter(folder, model, optimizer(model), Map.of(), -1);
        double[] accuracies = {0.5, 0.8, 0.8, 0.7};
        for (int i = 0; i < accuracies.length; i++) {
            writer.epochFinished(new EpochResult(i + 1, 1, 0, 1, accuracies[i], 1));
        }
        Checkpoint best = Checkpoint.read(folder.resolve(CheckpointWriter.BEST));
        assertThat(best.epoch()).isEqualTo(2);
        Checkpoint last = Checkpoint.read(folder.resolve(CheckpointWriter.LAST));
        assertThat(last.epoch()).isEqualTo(4);
        assertThat(last.bestAccuracy()).isEqualTo(0.8);
    }

    private static Optimizer optimizer(Model model) {
        return Sgd.of(model.parameters()).build();
    }
}
