package org.addernet.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.BiFunction;
import org.addernet.nn.Pass;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/** Compares the gradient of a loss with central differences of the loss. */
final class LossGradientCheck {

    private static final float H = 1 / 64f;

    /**
     * Losses below 4 are rounded to floats by at most 1.2e-7, so a difference over 2h is off by 2.4e-7 / (2h) = 8e-6; its own
     * error h²/6 f''' is below 4e-6, since the third derivatives of these losses are at most 0.1.
     */
    private static final double TOLERANCE = 1.5e-5;

    private LossGradientCheck() {}

    /** Checks the gradient, three times as large as the loss's own since three is the gradient that comes in. */
    static void check(BiFunction<Tensor, Pass, Tensor> loss, Tensor output) {
        Pass pass = Pass.training(Workers.shared());
        pass.watch(output);
        pass.backward(loss.apply(output, pass), Tensor.of(Shape.of(1), 3));
        float[] gradient = pass.gradient(output).data();
        double largest = 0;
        for (int i = 0; i < gradient.length; i++) {
            float at = output.data()[i];
            float right = at + H;
            float left = at - H;
            output.data()[i] = right;
            double above = loss.apply(output, Pass.inference()).data()[0];
            output.data()[i] = left;
            double below = loss.apply(output, Pass.inference()).data()[0];
            output.data()[i] = at;
            assertThat(Math.max(above, below)).isLessThan(4);
            double slope = (above - below) / ((double) right - left);
            largest = Math.max(largest, Math.abs(slope));
            assertThat(gradient[i] / 3.0).as("element %d", i).isCloseTo(slope, within(TOLERANCE));
        }
        assertThat(largest).as("some slope is worth a check").isGreaterThan(1000 * TOLERANCE);
    }
}
