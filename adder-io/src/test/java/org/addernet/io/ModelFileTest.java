package org.addernet.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Graph;
import org.addernet.nn.Layer;
import org.addernet.nn.Model;
import org.addernet.nn.Pass;
import org.addernet.nn.layer.LayerTypes;
import org.addernet.nn.layer.Linear;
import org.addernet.nn.layer.Sequential;
import org.addernet.nn.zoo.LeNet5;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of models say all about them, and broken ones take no memory. */
class ModelFileTest {

    private static final Preprocessing DIGITS = new Preprocessing(1, 0, 0, 2, List.of(0.1307f), List.of(0.3081f));

    private static final List<String> NAMES =
            IntStream.range(0, 10).mapToObj(digit -> "digit " + digit).toList();

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("m.safetensors");
    }

    @Test
    void bringsBackModelNamesAndPreprocessing() throws IOException {
        Model model = LeNet5.bn(10, Similarity.L1).initialize(5);
        ModelFile.of(model).classNames(NAMES).preprocessing(DIGITS).save(file);
        ModelFile read = ModelFile.load(file);
        assertThat(read.classNames()).isEqualTo(NAMES);
        assertThat(read.preprocessing()).contains(DIGITS);
        assertThat(read.model()).hasToString("lenet5-bn (l1)");
        Tensor images = Tensor.zeros(model.batchShape(2));
        images.data()[100] = 3;
        assertThat(read.model().predict(images).data())
                .isEqualTo(model.predict(images).data());
    }

    @Test
    void equalModelsGiveEqualBytes() throws IOException {
        Path other = folder.resolve("other.safetensors");
        ModelFile.of(LeNet5.bn(10, Similarity.XNOR)).save(file);
        ModelFile.of(ModelFile.load(file).model()).save(other);
        assertThat(other).hasSameBinaryContentAs(file);
    }

    /** Two inputs that one shared layer looks at. */
    private static final class Twins extends Graph {
        private final Linear shared;

        Twins(int width) {
            shared = child("shared", new Linear(Similarity.L1, width, 2));
        }

        @Override
        protected Map<String, Object> attributes() {
            return Map.of("width", shared.filter().value().shape().dimension(2));
        }

        @Override
        protected List<Tensor> compute(List<Tensor> inputs, Pass pass) {
            return inputs.stream().map(input -> shared.forward(input, pass)).toList();
        }
    }

    @Test
    void layersOfOnesOwnNeedAFactory() throws IOException {
        Model model = new Model("twins", List.of(Shape.of(3), Shape.of(3)), new Twins(3));
        ModelFile.of(model).save(file);
        assertThatIOException()
                .isThrownBy(() -> ModelFile.load(file))
                .withMessageContainingAll(file.toString(), "Twins", "LayerTypes.with");
        LayerTypes types = LayerTypes.standard().with("Twins", (d, build) -> new Twins(d.integer("width")));
        Model read = ModelFile.load(file, types).model();
        List<Tensor> inputs = List.of(Tensor.of(Shape.of(1, 3), 1, 2, 3), Tensor.of(Shape.of(1, 3), 4, 5, 6));
        assertThat(read.forward(inputs, Pass.inference()).get(1).data())
                .isEqualTo(model.forward(inputs, Pass.inference()).get(1).data());
        assertThat(read.similarity()).isEmpty();
    }

    @Test
    void aNewHeadGetsTheBodyOfAnother() throws IOException {
        Model old = LeNet5.bn(10, Similarity.L1).initialize(5);
        ModelFile.of(old).save(file);
        Model young = LeNet5.bn(3, Similarity.L1).initialize(6);
        float[] head = young.parameters()
                .get(young.parameters().size() - 3)
                .value()
                .data()
                .clone();
        assertThat(ModelFile.restoreMatching(file, young))
                .contains("conv1.filter", "bn4.mean")
                .doesNotContain("fc2.filter", "bn5.mean");
        assertThat(young.parameters().get(0).value().data())
                .isEqualTo(old.parameters().get(0).value().data());
        assertThat(young.parameters().get(young.parameters().size() - 3).value().data())
                .isEqualTo(head);
        Layer none = Sequential.of(new Linear(Similarity.L1, 2, 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelFile.restoreMatching(file, new Model("x", Similarity.L1, Shape.of(2), none)))
                .withMessageContaining("no tensor with a name and shape of the model x");
    }

    @Test
    void namesMustBeThoseOfTheClasses() {
        ModelFile digits = ModelFile.of(LeNet5.bn(10, Similarity.L1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> digits.classNames(List.of("a", "b")))
                .withMessage("model lenet5-bn tells 10 classes apart, there are 2 names");
    }

    @Test
    void brokenDescriptionsNameTheFile() throws IOException {
        Model model = LeNet5.bn(10, Similarity.L1);
        ModelFile.of(model).save(file);
        Map<String, String> metadata = new HashMap<>(Safetensors.read(file).metadata());
        String network = metadata.getOrDefault("network", "");
        for (String broken : List.of(
                "",
                "[]",
                "{}",
                network.substring(1),
                network.replace("\"Conv2d\"", "\"java.lang.Runtime\""),
                network.replace("\"outChannels\":120", "\"outChannels\":2000000000"),
                network.replace("\"kernel\":[5,5]", "\"kernel\":[2147483647,2147483647]"),
                network.replace("[[32,32,1]]", "[[32,32,-1]]"),
                network.replace("[[32,32,1]]", "[[28,28,1]]"),
                network.replace("FULL_PRECISION", "NONE"))) {
            metadata.put("network", broken);
            Safetensors.write(file, model.state(), metadata);
            assertThatIOException()
                    .as(broken)
                    .isThrownBy(() -> ModelFile.load(file))
                    .withMessageStartingWith(file.toString());
        }
        Safetensors.write(file, Map.of(), Map.of());
        assertThatIOException()
                .isThrownBy(() -> ModelFile.load(file))
                .withMessageContainingAll(file.toString(), "so it is no model");
    }
}
