package org.addernet.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.addernet.kernel.FilterGradient;
import org.addernet.kernel.GradientRule;
import org.addernet.kernel.InputGradient;
import org.addernet.kernel.Similarity;
import org.addernet.kernel.Size2d;
import org.addernet.nn.Layer;
import org.addernet.nn.LayerDescription;
import org.addernet.nn.Model;
import org.addernet.nn.Pass;
import org.addernet.nn.zoo.ModelZoo;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Layers are built again from what they say of themselves. */
class LayerTypesTest {

    private static final LayerTypes TYPES = LayerTypes.standard();

    private static long values(Layer layer) {
        return layer.state().values().stream().mapToLong(t -> t.shape().size()).sum();
    }

    @ParameterizedTest
    @EnumSource(Similarity.class)
    void everyModelOfTheZooIsBuiltAgain(Similarity similarity) {
        for (ModelZoo.Entry entry : ModelZoo.entries()) {
            Model model = ModelZoo.create(entry.name(), 10, similarity, GradientRule.of(similarity));
            LayerDescription description = model.root().describe();
            Layer copy = TYPES.build(description, values(model.root()));
            assertThat(copy.describe()).isEqualTo(description);
            assertThat(copy.state().keySet())
                    .containsExactlyElementsOf(model.state().keySet());
        }
    }

    @Test
    void everySettingComesBack() {
        Layer layers = Sequential.of(
                Conv2d.builder(Similarity.L1, 2, 3, new Size2d(3, 2))
                        .stride(new Size2d(2, 1))
                        .padding(0, 1, 2, 3)
                        .dilation(2)
                        .bias()
                        .gradient(new GradientRule(FilterGradient.FULL_PRECISION, InputGradient.SIGN))
                        .build(),
                new LeakyRelu(0.125f),
                new Prelu(3),
                new Gelu(),
                new Sigmoid(),
                new Tanh(),
                new MaxPool2d(3, 2, 1),
                new Residual(new Sequential(), new PaddedIdentity(3, 3, 1)),
                new BatchNorm(3, 0.25, 0.5),
                new GlobalAvgPool2d(),
                new Dropout(0.375),
                Linear.builder(Similarity.L2, 3, 4).bias().build(),
                new Softmax());
        LayerDescription description = layers.describe();
        assertThat(TYPES.build(description, values(layers)).describe()).isEqualTo(description);
        assertThat(description.children().get("0"))
                .extracting(LayerDescription::attributes)
                .hasToString(
                        "{bias=true, dilation=[2, 2], filterGradient=FULL_PRECISION, inChannels=2, inputGradient=SIGN,"
                                + " kernel=[3, 2], outChannels=3, padding=[0, 1, 2, 3], similarity=l1, stride=[2, 1]}");
    }

    @Test
    void aCopyWithTheSameValuesGivesTheSameBits() {
        Model model = ModelZoo.create("lenet5-bn", 10, Similarity.L1, GradientRule.SIGN);
        Layer copy = TYPES.build(model.root().describe(), values(model.root()));
        Map<String, Tensor> state = model.state();
        copy.state()
                .forEach((name, tensor) -> assertThat(tensor.shape())
                        .as(name)
                        .isEqualTo(state.getOrDefault(name, tensor).shape()));
        copy.state()
                .forEach((name, tensor) -> System.arraycopy(
                        state.getOrDefault(name, tensor).data(), 0, tensor.data(), 0, tensor.data().length));
        Tensor images = GradientCheck.gaussian(1, model.batchShape(2));
        assertThat(copy.forward(images, Pass.inference()).data())
                .isEqualTo(model.predict(images).data());
    }

    @Test
    void unknownKindsAreNamedAndCanBeAdded() {
        Layer own = new Layer() {
            @Override
            protected Tensor compute(Tensor input, Pass pass) {
                return input;
            }

            @Override
            protected String type() {
                return "Same";
            }
        };
        LayerDescription description = Sequential.of(own).describe();
        assertThatThrownBy(() -> TYPES.build(description, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("layer Same 0: unknown kind, known are [AvgPool2d,");
        Layer copy = TYPES.with("Same", (d, build) -> own).build(description, 0);
        assertThat(copy.describe()).isEqualTo(description);
    }

    @Test
    void moreValuesThanThereAreAreRefusedBeforeTheyAreAllocated() {
        LayerDescription description = new Linear(Similarity.L1, 30, 20).describe();
        Map<String, Object> huge = new HashMap<>(description.attributes());
        huge.put("inChannels", Integer.MAX_VALUE);
        huge.put("outChannels", Integer.MAX_VALUE);
        assertThatThrownBy(() -> TYPES.build(new LayerDescription("Linear", "fc", huge, Map.of()), 1 << 20))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("Linear fc", "more values than there are");
        assertThatThrownBy(() -> TYPES.build(description, 599)).hasMessageContaining("more values than there are");
        assertThat(TYPES.build(description, 600).describe()).isEqualTo(description);
    }

    @Test
    void wrongAttributesAreNamed() {
        LayerDescription description = new LayerDescription("Dropout", "drop", Map.of("probability", "0.5"), Map.of());
        assertThatThrownBy(() -> TYPES.build(description, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Dropout drop: probability is 0.5, it must be a Number");
        LayerDescription residual = new LayerDescription("Residual", "r", Map.of(), Map.of());
        assertThatThrownBy(() -> TYPES.build(residual, 0)).hasMessageContaining("has no child");
    }
}
