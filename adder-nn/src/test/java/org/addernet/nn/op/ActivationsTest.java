package org.addernet.nn.op;

import static org.addernet.nn.op.Operation.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.addernet.nn.GradientCheck;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Activation functions by hand and by differences. */
class ActivationsTest {

    private static final Operation RELU = (x, pass) -> Activations.relu(x.get(0), pass);
    private static final Operation LEAKY = (x, pass) -> Activations.leakyRelu(x.get(0), 0.25f, pass);
    private static final Operation HARD_TANH = (x, pass) -> Activations.hardTanh(x.get(0), pass);
    private static final Operation GELU = (x, pass) -> Activations.gelu(x.get(0), pass);
    private static final Operation SIGMOID = (x, pass) -> Activations.sigmoid(x.get(0), pass);
    private static final Operation TANH = (x, pass) -> Activations.tanh(x.get(0), pass);
    private static final Operation SOFTMAX = (x, pass) -> Activations.softmax(x.get(0), pass);

    /** A float near 1 is rounded by 6e-8. */
    private static final Offset<Float> ROUNDING = within(1e-7f);

    private static float[] of(Operation activation, float... x) {
        return activation.apply(Tensor.of(Shape.of(x.length), x)).data();
    }

    @Test
    void piecesAreByHand() {
        assertThat(of(RELU, -2, 0, 3)).containsExactly(0, 0, 3);
        assertThat(of(LEAKY, -2, 0, 3, Float.NaN)).containsExactly(-0.5f, 0, 3, Float.NaN);
        assertThat(of(HARD_TANH, -2, -0.5f, 3)).containsExactly(-1, -0.5f, 1);
    }

    @Test
    void leakyGradientIsTheSlopeBelowAndAtZero() {
        Tensor x = Tensor.of(Shape.of(4), -2, 0, Float.MIN_VALUE, 3);
        assertThat(LEAKY.gradients(Tensor.of(x.shape(), 4, 8, 2, -3), x)).containsExactly(new float[] {1, 2, 2, -3});
    }

    @Test
    void sigmoidAndTanhAreTheFunctions() {
        assertThat(of(SIGMOID, 0, (float) Math.log(3), -1000, 1000))
                .containsExactly(new float[] {0.5f, 0.75f, 0, 1}, ROUNDING);
        assertThat(of(TANH, 0, (float) (Math.log(3) / 2), -1000, 1000))
                .containsExactly(new float[] {0, 0.5f, -1, 1}, ROUNDING);
    }

    /** Φ(1) and Φ(2) as in tables of the normal distribution; the approximation is off by 7.5e-8 |x|. */
    @Test
    void geluIsXTimesTheNormalDistribution() {
        double phi1 = 0.841344746068543;
        double phi2 = 0.977249868051821;
        assertThat(of(GELU, 0, 1, -1, 2, -2, -1e30f))
                .containsExactly(
                        new float[] {0, (float) phi1, (float) (phi1 - 1), (float) (2 * phi2), (float) (2 * phi2 - 2), 0
                        },
                        within(3e-7f));
    }

    @Test
    void normalDistributionIsTheIntegralOfItsDensity() {
        double sum = 0.5;
        for (int i = 1; i <= 60; i++) {
            // Simpson's rule in steps of 0.1 is off by less than 1e-6 / 180 4 times the fourth derivative, at most 3
            // φ(0).
            double a = (i - 1) / 10.0;
            sum += (Normal.density(a) + 4 * Normal.density(a + 0.05) + Normal.density(a + 0.1)) / 60;
            assertThat(Normal.probability(a + 0.1)).isCloseTo(sum, within(1.5e-7));
            assertThat(Normal.probability(-a - 0.1)).isCloseTo(1 - sum, within(1.5e-7));
        }
    }

    @Test
    void softmaxMakesProbabilitiesOfEachRow() {
        Tensor x = Tensor.of(Shape.of(3, 2), 0, (float) Math.log(3), 1000, 1000, -1e30f, 1e30f);
        assertThat(SOFTMAX.apply(x).data()).containsExactly(new float[] {0.25f, 0.75f, 0.5f, 0.5f, 0, 1}, ROUNDING);
    }

    @Test
    void gradientsAreTheSlopes() {
        Tensor x = random(1, 3, 2, 4);
        for (Operation linear : new Operation[] {RELU, LEAKY, HARD_TANH}) {
            linear.checkLinear(x);
        }
        for (Operation smooth : new Operation[] {GELU, SIGMOID, TANH, SOFTMAX}) {
            // Third derivatives are at most 2, so that differences are off by h²/3 = 3e-5; rounding adds 6e-8 / h =
            // 6e-6 and the
            // approximation of Φ 2e-7 / h = 2e-5, all times weights of up to 3.
            GradientCheck.check(smooth.graph(), List.of(x), 0.01f, 3e-4);
        }
    }

    /** Rows of 3 values do not divide a task of 2^15 unless tasks have whole rows. */
    @Test
    void manyTasksAreThoseOfEachValue() {
        Tensor x = random(1, 30_001, 3);
        for (Operation activation : new Operation[] {RELU, LEAKY, HARD_TANH, GELU, SIGMOID, TANH, SOFTMAX}) {
            float[] y = activation.apply(x).data();
            float[] dx = activation.gradients(x, x).get(0);
            for (int row = 0; row < 30_001; row += 1000) {
                Tensor part = Operation.row(x, row, 3);
                assertThat(Operation.row(Tensor.of(x.shape(), y), row, 3).data())
                        .containsExactly(activation.apply(part).data());
                assertThat(Operation.row(Tensor.of(x.shape(), dx), row, 3).data())
                        .containsExactly(activation.gradients(part, part).get(0));
            }
        }
    }

    @Test
    void softmaxOfNothingIsRefused() {
        for (Shape bad : new Shape[] {Shape.of(), Shape.of(2, 0)}) {
            assertThatThrownBy(() -> SOFTMAX.apply(Tensor.zeros(bad)))
                    .isInstanceOf(ShapeException.class)
                    .hasMessage("softmax: input " + bad + " must be [...,n] with n at least 1");
        }
    }
}
