package org.addernet.nn.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.addernet.kernel.GradientRule;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Gradients;
import org.addernet.nn.Model;
import org.addernet.nn.ModelCost;
import org.addernet.nn.OperationCount;
import org.addernet.nn.Parameter;
import org.addernet.nn.Pass;
import org.addernet.nn.loss.SoftmaxCrossEntropy;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** LeNet-5-BN: names, size, cost, and a training step whose bits do not depend on the number of threads. */
class LeNet5Test {

    @Test
    void namesOfItsState() {
        assertThat(LeNet5.bn(10, Similarity.L1).state().keySet())
                .containsExactly(
                        "conv1.filter",
                        "bn1.scale",
                        "bn1.shift",
                        "bn1.mean",
                        "bn1.variance",
                        "conv2.filter",
                        "bn2.scale",
                        "bn2.shift",
                        "bn2.mean",
                        "bn2.variance",
                        "conv3.filter",
                        "bn3.scale",
                        "bn3.shift",
                        "bn3.mean",
                        "bn3.variance",
                        "fc1.filter",
                        "bn4.scale",
                        "bn4.shift",
                        "bn4.mean",
                        "bn4.variance",
                        "fc2.filter",
                        "bn5.scale",
                        "bn5.shift",
                        "bn5.mean",
                        "bn5.variance");
    }

    @ParameterizedTest
    @EnumSource(Similarity.class)
    void costOfOneImage(Similarity similarity) {
        Map<String, Long> products = Map.of(
                "conv1", 28L * 28 * 6 * 25, // 117,600
                "conv2", 10L * 10 * 16 * 6 * 25, // 240,000
                "conv3", 1L * 120 * 16 * 25, // 48,000
                "fc1", 10_080L,
                "fc2", 840L);
        assertThat(products.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(416_520);

        Map<String, OperationCount> counts = new HashMap<>();
        ModelCost.of(LeNet5.bn(10, similarity), Shape.of(1, 32, 32, 1))
                .layers()
                .forEach(layer -> counts.put(layer.name(), layer.operations()));
        products.forEach((name, n) -> assertThat(counts.get(name))
                .as(name)
                .isEqualTo(
                        switch (similarity) {
                            case L1 -> new OperationCount(0, 2 * n);
                            case L2 -> new OperationCount(n, 2 * n);
                            case CROSS_CORRELATION -> new OperationCount(n, n);
                            case XNOR -> new OperationCount(0, n, n);
                        }));
    }

    @Test
    void summaryAddsUp() {
        // Batch normalisation: a multiplication and an addition for each of 28² 6 + 10² 16 + 120 + 84 + 10 values.
        int norm = 4704 + 1600 + 120 + 84 + 10;
        // Average pooling: a multiplication and four additions for each of 14² 6 + 5² 16 outputs.
        int pools = 1176 + 400;
        String summary = LeNet5.bn(10, Similarity.CROSS_CORRELATION).summary();
        assertThat(total(summary))
                .containsExactly(61_470 + 2 * 236, 416_520 + norm + pools, 416_520 + norm + 4 * pools);
        assertThat(total(LeNet5.bn(10, Similarity.L1).summary()))
                .endsWith(norm + pools, 2 * 416_520 + norm + 4 * pools);
        assertThat(summary)
                .startsWith("lenet5-bn (cross-correlation), input [1,32,32,1]")
                .containsPattern("conv1 +Conv2d +\\[1,28,28,6] +150 +117,600 +117,600")
                .containsPattern("fc2 +Linear +\\[1,10] +840 +840 +840");
    }

    private static List<Integer> total(String summary) {
        String line = summary.lines().reduce("", (a, b) -> b);
        assertThat(line).startsWith("total");
        return Arrays.stream(line.substring(5).trim().split(" +"))
                .map(n -> Integer.valueOf(n.replace(",", "")))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Similarity.class)
    void trainingStepHasTheSameBitsWithAnyNumberOfThreads(Similarity similarity) {
        List<float[]> expected = trainingStep(similarity, 1);
        assertThat(expected).hasSize(1 + 15 + 25);
        for (int threads : new int[] {2, 3}) {
            List<float[]> actual = trainingStep(similarity, threads);
            for (int i = 0; i < expected.size(); i++) {
                assertThat(actual.get(i))
                        .as("result %d, %d threads", i, threads)
                        .isEqualTo(expected.get(i));
            }
        }
    }

    /** Returns the loss, all gradients, and the state with its running statistics. */
    private static List<float[]> trainingStep(Similarity similarity, int threads) {
        Model model = LeNet5.bn(10, similarity);
        Random random = new Random(4);
        Tensor images = Tensor.zeros(Shape.of(12, 32, 32, 1));
        for (int i = 0; i < images.data().length; i++) {
            images.data()[i] = (float) random.nextGaussian();
        }
        int[] labels = random.ints(12, 0, 10).toArray();
        try (Workers workers = new Workers(threads)) {
            Pass pass = Pass.training(workers);
            Tensor loss = SoftmaxCrossEntropy.of(model.forward(images, pass), labels, pass);
            Gradients gradients = pass.backward(loss);
            gradients.updateBuffers();
            List<float[]> results = new ArrayList<>(List.of(loss.data()));
            model.parameters()
                    .forEach(parameter -> results.add(gradients.of(parameter).data()));
            model.state().values().forEach(tensor -> results.add(tensor.data()));
            assertThat(results)
                    .allSatisfy(values -> assertThat(
                                    Tensor.of(Shape.of(values.length), values).isFinite())
                            .isTrue());
            return results;
        }
    }

    @Test
    void zooBuildsItByName() {
        assertThat(ModelZoo.names()).contains("lenet5-bn").isSorted();
        Model model = ModelZoo.create("lenet5-bn", 7, Similarity.L1, GradientRule.SIGN);
        assertThat(model.classes()).isEqualTo(7);
        assertThat(model.similarity()).contains(Similarity.L1);
        assertThat(model.parameters().get(0).role()).isEqualTo(Parameter.Role.ADDER_FILTER);
        assertThatThrownBy(() -> ModelZoo.create("lenet6", 10, Similarity.L1, GradientRule.SIGN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("\"lenet6\"", "lenet5-bn");
    }
}
