package org.addernet.optim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.addernet.kernel.FilterGradient;
import org.addernet.kernel.GradientRule;
import org.addernet.kernel.InputGradient;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Pass;
import org.addernet.nn.layer.Linear;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Propositions 1 and 2 of the paper's supplement: gradient descent on |x - f| with a fixed learning rate. */
class PropositionsTest {

    private static final float[] X = {1, -0.3f, 0.7f};

    /** Descends from f = 0 by a layer's own gradient; the loss is -y = Σ |x - f|. */
    private static List<float[]> descend(FilterGradient rule, double rate, int steps) {
        Linear layer = new Linear(Similarity.L1, 3, 1, new GradientRule(rule, InputGradient.HARD_TANH));
        Arrays.fill(layer.filter().value().data(), 0);
        Sgd sgd = Sgd.builder().momentum(0).scaling(GradientScaling.none()).build(layer.parameters());
        Pass pass = Pass.training(Workers.shared());
        List<float[]> path = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            pass.reset(step);
            Tensor y = layer.forward(Tensor.of(Shape.of(1, 3), X), pass);
            sgd.step(pass.backward(y, Tensor.of(y.shape(), -1)), rate);
            path.add(layer.filter().value().data().clone());
        }
        return path;
    }

    @Test
    void signGradientOscillatesWithPeriodTwo() {
        // Multiples of 1/4 are exact, and no element of X is one but the first, which is met and then stays.
        List<float[]> path = descend(FilterGradient.SIGN, 0.25, 60);
        for (int step = 10; step < 58; step++) {
            assertThat(path.get(step + 2)).isEqualTo(path.get(step));
            assertThat(path.get(step + 1)[1]).isNotEqualTo(path.get(step)[1]);
            assertThat(path.get(step + 1)[2]).isNotEqualTo(path.get(step)[2]);
            assertThat(path.get(step)[0]).isEqualTo(X[0]);
            // x lies between the two values for ever.
            assertThat((path.get(step)[2] - X[2]) * (path.get(step + 1)[2] - X[2]))
                    .isNegative();
        }
    }

    @Test
    void fullPrecisionGradientConvergesByAConstantFactor() {
        for (double rate : new double[] {0.25, 0.5, 0.9}) {
            List<float[]> path = descend(FilterGradient.FULL_PRECISION, rate, 100);
            double distance = 1;
            for (int step = 0; step < 100; step++) {
                distance *= 1 - rate;
                for (int i = 0; i < 3; i++) {
                    // The remaining distance, and at the end the rounding of f to float.
                    assertThat(Math.abs(path.get(step)[i] - X[i])).isLessThanOrEqualTo((float) distance + 3e-7f);
                }
            }
        }
    }
}
