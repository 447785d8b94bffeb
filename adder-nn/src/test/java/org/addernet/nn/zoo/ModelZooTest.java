package org.addernet.nn.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.addernet.kernel.GradientRule;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Gradients;
import org.addernet.nn.Model;
import org.addernet.nn.Parameter;
import org.addernet.nn.Pass;
import org.addernet.nn.loss.SoftmaxCrossEntropy;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every model: what is said of it, and one step of training. */
class ModelZooTest {

    private static final int BATCH = 4;

    @Test
    void listsTheModels() {
        assertThat(ModelZoo.entries())
                .extracting(ModelZoo.Entry::name)
                .containsExactly(
                        "lenet5-bn",
                        "lenet++",
                        "vgg-small",
                        "resnet20",
                        "resnet32",
                        "resnet44",
                        "resnet56",
                        "resnet110",
                        "resnet18",
                        "resnet34",
                        "resnet50");
        assertThat(ModelZoo.names()).hasSize(11).isSorted();
        assertThat(ModelZoo.entry("resnet18")).satisfies(entry -> {
            assertThat(entry.imageShape()).isEqualTo(Shape.of(224, 224, 3));
            assertThat(entry.classes()).isEqualTo(1000);
            assertThat(entry.description()).isEqualTo("ResNet of 18 layers");
        });
        assertThatThrownBy(() -> ModelZoo.entry("vgg"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("\"vgg\"", "vgg-small");
    }

    static Stream<Arguments> modelsAndSimilarities() {
        return Stream.of("lenet5-bn", "lenet++", "vgg-small", "resnet20", "resnet18")
                .flatMap(name -> Arrays.stream(Similarity.values()).map(similarity -> Arguments.of(name, similarity)));
    }

    @ParameterizedTest
    @MethodSource("modelsAndSimilarities")
    void oneStepOfTraining(String name, Similarity similarity) {
        ModelZoo.Entry entry = ModelZoo.entry(name);
        Model model = ModelZoo.create(name, 10, similarity, GradientRule.of(similarity));
        assertThat(model.name()).isEqualTo(name);
        assertThat(model.similarity()).contains(similarity);
        assertThat(model.imageShape()).isEqualTo(entry.imageShape());
        assertThat(model.classes()).isEqualTo(10);
        long values = model.state().values().stream()
                .mapToLong(tensor -> tensor.shape().size())
                .sum();
        assertThat(ModelZoo.leastState(name, 10)).isBetween(values * 85 / 100, values);

        // Residual networks take images of any size, and small ones are quick.
        int side = Math.min(32, entry.imageShape().dimension(0));
        Tensor images =
                Tensor.zeros(Shape.of(BATCH, side, side, entry.imageShape().dimension(2)));
        Random random = new Random(1);
        for (int i = 0; i < images.data().length; i++) {
            images.data()[i] = (float) random.nextGaussian();
        }
        Pass pass = Pass.training(Workers.shared());
        Tensor logits = model.root().forward(images, pass);
        assertThat(logits.shape()).isEqualTo(Shape.of(BATCH, 10));
        Tensor loss = SoftmaxCrossEntropy.of(logits, new int[] {0, 3, 5, 9}, pass);
        assertThat(loss.isFinite()).isTrue();
        Gradients gradients = pass.backward(loss);
        for (Parameter parameter : model.parameters()) {
            assertThat(gradients.of(parameter).isFinite()).as(parameter.name()).isTrue();
            if (parameter.name().endsWith("filter")) {
                assertThat(norm(gradients.of(parameter))).as(parameter.name()).isPositive();
            }
        }
    }

    private static double norm(Tensor gradient) {
        double sum = 0;
        for (float value : gradient.data()) {
            sum += Math.abs(value);
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet32", "resnet44", "resnet56", "resnet110", "resnet50"})
    void oneStepOfADeepModel(String name) {
        oneStepOfTraining(name, Similarity.L1);
    }

    @Test
    void parametersOfTheOthers() {
        int vgg = 9 * (3 * 128 + 128 * 128 + 128 * 256 + 256 * 256 + 256 * 512 + 512 * 512)
                + 8192 * 10
                + 2 * (2 * (128 + 256 + 512) + 10);
        assertThat(parameters("vgg-small")).isEqualTo(vgg).isEqualTo(4_660_116);
        int leNet = 25 * (32 + 32 * 32 + 32 * 64 + 64 * 64 + 64 * 128 + 128 * 128)
                + 2048 * 2
                + 2 * 10
                + 2 * (2 * (32 + 64 + 128) + 2 + 10);
        assertThat(parameters("lenet++")).isEqualTo(leNet).isEqualTo(799_436);
    }

    @Test
    void onlyTheLogitsOfTheCrossCorrelationAreNotNormalised() {
        assertThat(LeNetPlusPlus.of(10, Similarity.L1).parameters())
                .extracting(Parameter::name)
                .contains("bn7.scale", "bn8.scale");
        assertThat(LeNetPlusPlus.of(10, Similarity.CROSS_CORRELATION).parameters())
                .extracting(Parameter::name)
                .contains("bn7.scale")
                .doesNotContain("bn8.scale");
    }

    private static int parameters(String name) {
        return ModelZoo.create(name, 10, Similarity.L1, GradientRule.SIGN).parameters().stream()
                .mapToInt(parameter -> parameter.value().shape().size())
                .sum();
    }
}
