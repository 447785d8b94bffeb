package org.addernet.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.addernet.kernel.Similarity;
import org.addernet.nn.init.Initializer;
import org.addernet.nn.layer.Dropout;
import org.addernet.nn.layer.Linear;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The check finds gradients that are wrong, and says where. */
class GradientCheckTest {

    private final Tensor x = Tensor.of(Shape.of(1, 3), 1, 2, 3);

    /** Multiplies by a parameter of one number, with gradients that are wrong by the given differences. */
    private static final class Scale extends Layer {

        private final Parameter scale = parameter("scale", Parameter.Role.SCALE, Shape.of(1), Initializer.constant(2));
        private final float inputError;
        private final float scaleError;

        Scale(float inputError, float scaleError) {
            this.inputError = inputError;
            this.scaleError = scaleError;
        }

        @Override
        protected Tensor compute(Tensor input, Pass pass) {
            float factor = scale.value().data()[0];
            Tensor output = Tensor.zeros(input.shape());
            for (int i = 0; i < output.data().length; i++) {
                output.data()[i] = factor * input.data()[i];
            }
            pass.record(output, gradient -> {
                Tensor inputGradient = gradient.copy();
                float sum = scaleError;
                for (int i = 0; i < output.data().length; i++) {
                    inputGradient.data()[i] *= factor;
                    sum += gradient.data()[i] * input.data()[i];
                }
                inputGradient.data()[2] += inputError;
                pass.addGradient(input, inputGradient);
                pass.addGradient(scale, Tensor.of(Shape.of(1), sum));
            });
            return output;
        }
    }

    @Test
    void rightGradientsPassAndLeaveEverythingAsItWas() {
        Scale layer = new Scale(0, 0);
        GradientCheck.check(layer, x);
        assertThat(x.data()).containsExactly(1, 2, 3);
        assertThat(layer.scale.value().data()).containsExactly(2);
        GradientCheck.check(new Dropout(0.5), Tensor.of(Shape.of(1, 8), 1, 2, 3, 4, 5, 6, 7, 8));
    }

    @Test
    void wrongGradientIsNamedWithBothValues() {
        assertThatThrownBy(() -> GradientCheck.check(new Scale(0.1f, 0), x))
                .isInstanceOf(AssertionError.class)
                .hasMessageMatching("Scale: gradient of input 0, element 2, is -?[0-9.]+, the central difference is"
                        + " -?[0-9.]+ \\(step 0.01, tolerance 0.005\\)");
        assertThatThrownBy(() -> GradientCheck.check(new Scale(0, -0.1f), List.of(x), 0.02f, 0.01))
                .isInstanceOf(AssertionError.class)
                .hasMessageMatching("Scale: gradient of scale SCALE \\[1\\], element 0, is -?[0-9.]+, the central"
                        + " difference is -?[0-9.]+ \\(step 0.02, tolerance 0.01\\)");
        assertThatThrownBy(() -> GradientCheck.check(new Scale(Float.NaN, 0), x))
                .hasMessageContaining("is NaN");
    }

    /** A factor of the input's gradients alone would not show if all of them were near 0. */
    @Test
    void slopesThatAreTooSmallToTellAreRefused() {
        Scale layer = new Scale(0, 0);
        layer.scale.value().data()[0] = 1e-3f;
        assertThatThrownBy(() -> GradientCheck.check(layer, x))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("Scale: no central difference of input 0 exceeds", "give other inputs");
    }

    @Test
    void frozenParametersAreLeftOut() {
        Scale layer = new Scale(0, 5);
        layer.freeze();
        GradientCheck.check(layer, x);
    }

    /** Full precision gradients of l1 are no derivatives. */
    @Test
    void gradientsOfL1AreNoDerivatives() {
        assertThatThrownBy(() -> GradientCheck.check(new Linear(Similarity.L1, 3, 2), x))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("central difference");
    }
}
