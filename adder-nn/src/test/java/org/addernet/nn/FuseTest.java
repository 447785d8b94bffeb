package org.addernet.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.addernet.kernel.Similarity;
import org.addernet.nn.layer.BatchNorm;
import org.addernet.nn.layer.Conv2d;
import org.addernet.nn.layer.Dropout;
import org.addernet.nn.layer.GlobalAvgPool2d;
import org.addernet.nn.layer.Linear;
import org.addernet.nn.layer.Relu;
import org.addernet.nn.layer.Residual;
import org.addernet.nn.layer.Sequential;
import org.addernet.nn.zoo.LeNet5;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The fused model: the same answers in fewer layers, and no training. */
class FuseTest {

    private static Tensor gaussian(long seed, Shape shape) {
        Random random = new Random(seed);
        Tensor tensor = Tensor.zeros(shape);
        for (int i = 0; i < tensor.data().length; i++) {
            tensor.data()[i] = (float) random.nextGaussian();
        }
        return tensor;
    }

    /** Gives the batch normalisations the statistics of real inputs, and scales and shifts of both signs. */
    private static Model prepared(Model model, Tensor images) {
        Random random = new Random(7);
        for (Parameter parameter : model.parameters()) {
            if (!parameter.role().isFilter()) {
                for (int i = 0; i < parameter.value().data().length; i++) {
                    parameter.value().data()[i] += (float) random.nextGaussian();
                }
            }
        }
        for (int pass = 0; pass < 30; pass++) {
            Pass training = Pass.training(Workers.shared());
            Tensor y = model.forward(images, training);
            training.backward(y, y).updateBuffers();
        }
        return model;
    }

    /** Every way in which layers can follow one another, and a shortcut. */
    private static Model mixed(Similarity s) {
        Sequential body = Sequential.of(
                Conv2d.builder(s, 4, 6, 3).padding(1).stride(2).build(),
                new BatchNorm(6),
                new Relu(),
                Conv2d.builder(s, 6, 6, 3).padding(1).bias().build(),
                new BatchNorm(6));
        Sequential shortcut = Sequential.of(Conv2d.builder(s, 4, 6, 1).stride(2).build(), new BatchNorm(6));
        return new Model(
                "mixed",
                s,
                Shape.of(8, 8, 3),
                new Sequential()
                        .add(
                                "conv",
                                Conv2d.builder(s, 3, 4, 3).bias().padding(1).build())
                        .add("relu", new Relu())
                        .add("bn", new BatchNorm(4))
                        .add("block", new Residual(body, shortcut))
                        .add("blockRelu", new Relu())
                        .add("same", new Residual(Conv2d.builder(s, 6, 6, 1).build()))
                        .add("norm", new BatchNorm(6))
                        .add("pool", new GlobalAvgPool2d())
                        .add("drop", new Dropout(0.5))
                        .add("fc1", new Linear(s, 6, 9))
                        .add("fc1norm", new BatchNorm(9))
                        .add("fc1relu", new Relu())
                        .add("fc2", new Linear(Similarity.CROSS_CORRELATION, 9, 5)));
    }

    private static List<String> layers(Model model) {
        return ModelCost.of(model, model.batchShape(1)).layers().stream()
                .map(layer -> layer.type() + " " + layer.name())
                .toList();
    }

    /** A sum s of size 1000 is rounded to 6e-5; a batch normalisation divides by a deviation of 1 or more. */
    private static void assertSameAnswers(Model model, Tensor images) {
        Tensor expected = model.predict(images);
        Tensor actual = model.fuse().predict(images);
        assertThat(actual.shape()).isEqualTo(expected.shape());
        for (int i = 0; i < expected.data().length; i++) {
            float value = expected.data()[i];
            assertThat(actual.data()[i])
                    .as("%s, logit %d", model.similarity(), i)
                    .isCloseTo(value, within(1e-3f * Math.max(1, Math.abs(value))));
        }
    }

    @ParameterizedTest
    @EnumSource(Similarity.class)
    void answersOfLeNet5(Similarity similarity) {
        Tensor images = gaussian(1, Shape.of(9, 32, 32, 1));
        Model model = prepared(LeNet5.bn(10, similarity), images);
        assertSameAnswers(model, images);
        assertThat(layers(model.fuse()))
                .filteredOn(layer -> !layer.startsWith("HardTanh")) // Binary networks keep them.
                .containsExactly(
                        "FusedConvolution conv1",
                        "AvgPool2d pool1",
                        "FusedConvolution conv2",
                        "AvgPool2d pool2",
                        "FusedConvolution conv3",
                        "Flatten flatten",
                        "FusedConvolution fc1",
                        "FusedConvolution fc2");
    }

    @ParameterizedTest
    @EnumSource(Similarity.class)
    void answersThroughResidualsAndOddOrders(Similarity similarity) {
        Tensor images = gaussian(1, Shape.of(20, 8, 8, 3));
        Model model = prepared(mixed(similarity), images);
        assertSameAnswers(model, images);
        assertThat(layers(model.fuse()))
                .containsExactly(
                        "FusedConvolution conv",
                        "BatchNorm bn",
                        "FusedConvolution block.0",
                        "FusedConvolution block.3",
                        "FusedConvolution block.shortcut.0",
                        "Residual block",
                        "Relu blockRelu",
                        "FusedConvolution same",
                        "Residual same",
                        "BatchNorm norm",
                        "GlobalAvgPool2d pool",
                        "Dropout drop",
                        "FusedConvolution fc1",
                        "FusedConvolution fc2");
    }

    @Test
    void fusingLeavesTheModelAsItWas() {
        Model model = mixed(Similarity.L1);
        List<String> before = layers(model);
        Tensor images = gaussian(1, Shape.of(2, 8, 8, 3));
        prepared(model, images);
        float[] answers = model.predict(images).data();
        Model fused = model.fuse();
        assertThat(layers(model)).isEqualTo(before);
        assertThat(model.predict(images).data()).isEqualTo(answers);
        assertThat(fused.name()).isEqualTo("mixed");
        assertThat(fused.classes()).isEqualTo(5);
        assertThat(fused.fuse().predict(images).data())
                .isEqualTo(fused.predict(images).data());
    }

    @Test
    void laterTrainingDoesNotReachTheFusedModel() {
        Tensor images = gaussian(1, Shape.of(4, 32, 32, 1));
        Model model = prepared(LeNet5.bn(10, Similarity.L1), images);
        Model fused = model.fuse();
        float[] answers = fused.predict(images).data();
        model.initialize(5);
        prepared(model, images);
        assertThat(fused.predict(images).data()).isEqualTo(answers);
        assertThat(model.predict(images).data()).isNotEqualTo(answers);
    }

    @Test
    void foldedValuesAreItsState() {
        Model model = LeNet5.bn(10, Similarity.L1);
        Model fused = model.fuse();
        assertThat(fused.parameters()).isEmpty();
        assertThat(fused.state())
                .hasSize(15)
                .containsKeys("conv1.filter", "conv1.scale", "conv1.shift", "fc2.filter", "fc2.scale", "fc2.shift");
        Tensor filter = fused.state().get("conv1.filter");
        assertThat(filter)
                .isNotNull()
                .extracting(Tensor::data)
                .isEqualTo(model.parameters().get(0).value().data());
    }

    @Test
    void trainingIsRefused() {
        Model fused = LeNet5.bn(10, Similarity.L1).fuse();
        Tensor images = Tensor.zeros(Shape.of(1, 32, 32, 1));
        Pass pass = Pass.training(Workers.shared());
        assertThatThrownBy(() -> fused.forward(images, pass))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("FusedConvolution conv1", "cannot be trained", "Model.predictor()");
    }

    @Test
    void wrongChannelsAreNamed() {
        Sequential fitting = new Sequential().add("fc", new Linear(Similarity.L1, 3, 2));
        assertThatThrownBy(() -> fitting.fuse().outputShape(Shape.of(1, 4)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContainingAll("FusedConvolution fc", "4 channels", "expects 3");
        Layer bad = Sequential.of(new Linear(Similarity.L1, 3, 2), new BatchNorm(5));
        assertThatThrownBy(bad::fuse)
                .isInstanceOf(ShapeException.class)
                .hasMessage("BatchNorm 1: input [1,2] has 2 channels, the layer was created for 5");
    }

    @Test
    void foldingCostsOneOfEachForAnOutput() {
        Layer fused =
                Sequential.of(new Linear(Similarity.L1, 3, 2), new BatchNorm(2)).fuse();
        Layer only = fused.children().values().iterator().next();
        assertThat(only.operations(Shape.of(7, 3))).isEqualTo(new OperationCount(14, 2 * 42 + 14));
    }
}
