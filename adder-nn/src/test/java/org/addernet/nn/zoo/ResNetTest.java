package org.addernet.nn.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.addernet.kernel.GradientRule;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.Parameter;
import org.addernet.nn.zoo.ResNet.Shortcut;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Residual networks: names, sizes and shortcuts. */
class ResNetTest {

    private static int parameters(Model model) {
        return model.parameters().stream()
                .mapToInt(parameter -> parameter.value().shape().size())
                .sum();
    }

    @ParameterizedTest
    @CsvSource({"20,3", "32,5", "44,7", "56,9", "110,18"})
    void parametersForCifar(int depth, int n) {
        int filters = 27 * 16
                + 9 * (2 * n * 16 * 16 + 16 * 32 + (2 * n - 1) * 32 * 32 + 32 * 64 + (2 * n - 1) * 64 * 64)
                + 16 * 32
                + 32 * 64
                + 64 * 10;
        int norms = 2 * ((2 * n + 1) * (16 + 32 + 64) + 10);
        assertThat(parameters(ResNet.cifar(depth, 10, Similarity.L1))).isEqualTo(filters + norms);
        // He et al. (2016), table 6, in millions.
        double published =
                List.of(0.27, 0.46, 0.66, 0.85, 1.7).get(List.of(3, 5, 7, 9, 18).indexOf(n));
        assertThat((filters + norms) / 1e6 / published).isBetween(0.98, 1.02);
    }

    @Test
    void namesForCifar() {
        Model model = ResNet.cifar(20, 10, Similarity.L1);
        assertThat(model.name()).isEqualTo("resnet20");
        assertThat(model.imageShape()).isEqualTo(Shape.of(32, 32, 3));
        List<String> filters = model.parameters().stream()
                .map(Parameter::name)
                .filter(name -> name.endsWith("filter"))
                .toList();
        assertThat(filters)
                .hasSize(1 + 18 + 2 + 1)
                .startsWith("conv1.filter", "stage1.0.conv1.filter", "stage1.0.conv2.filter", "stage1.1.conv1.filter")
                .contains("stage2.0.shortcut.conv.filter", "stage3.0.shortcut.conv.filter")
                .endsWith("stage3.2.conv2.filter", "fc.filter");
        assertThat(model.state())
                .containsKeys(
                        "bn1.scale",
                        "stage1.0.bn1.mean",
                        "stage2.0.bn2.variance",
                        "stage2.0.shortcut.bn.shift",
                        "bn2.shift");
    }

    @Test
    void firstAndLastLayerStayConvolutions() {
        Model model = ResNet.cifar(20, 10, Similarity.L1);
        List<Parameter> filters = model.parameters().stream()
                .filter(parameter -> parameter.name().endsWith("filter"))
                .toList();
        assertThat(filters.get(0).role()).isEqualTo(Parameter.Role.FILTER);
        assertThat(filters.get(filters.size() - 1).role()).isEqualTo(Parameter.Role.FILTER);
        assertThat(filters.subList(1, filters.size() - 1))
                .allMatch(filter -> filter.role() == Parameter.Role.ADDER_FILTER);
    }

    @Test
    void optionAHasNoParametersInItsShortcuts() {
        Model model = ResNet.cifar(20, 10, Similarity.L1, GradientRule.of(Similarity.L1), Shortcut.PADDED_IDENTITY);
        assertThat(model.name()).isEqualTo("resnet20-a");
        assertThat(ModelZoo.create(model.name(), 10, Similarity.L1, GradientRule.of(Similarity.L1))
                        .state())
                .containsOnlyKeys(model.state().keySet());
        int shortcuts = 16 * 32 + 32 * 64 + 2 * (32 + 64);
        assertThat(parameters(model)).isEqualTo(parameters(ResNet.cifar(20, 10, Similarity.L1)) - shortcuts);
        assertThat(model.predict(Tensor.zeros(Shape.of(2, 32, 32, 3))).shape()).isEqualTo(Shape.of(2, 10));
    }

    @Test
    void binaryNetworksHaveOptionAUnlessAskedOtherwise() {
        Model model = ResNet.cifar(20, 10, Similarity.XNOR);
        assertThat(model.name()).isEqualTo("resnet20");
        assertThat(model.state().keySet()).noneMatch(name -> name.contains("shortcut"));
        GradientRule rule = GradientRule.of(Similarity.XNOR);
        assertThat(ModelZoo.create("resnet20", 10, Similarity.XNOR, rule).state())
                .containsOnlyKeys(model.state().keySet());
        Model other = ModelZoo.create("resnet20-b", 10, Similarity.XNOR, rule);
        assertThat(other.name()).isEqualTo("resnet20-b");
        assertThat(other.state()).containsKey("stage2.0.shortcut.conv.filter");
        assertThat(ResNet.imagenet(18, 10, Similarity.XNOR).state().keySet())
                .noneMatch(name -> name.contains("shortcut"));
    }

    @Test
    void unknownDepthIsNamed() {
        assertThatThrownBy(() -> ResNet.cifar(21, 10, Similarity.L1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no ResNet of depth 21 for CIFAR, known are [20, 32, 44, 56, 110]");
        assertThatThrownBy(() -> ResNet.imagenet(20, 10, Similarity.L1))
                .hasMessage("there is no ResNet of depth 20 for ImageNet, known are [18, 34, 50]");
    }
}
