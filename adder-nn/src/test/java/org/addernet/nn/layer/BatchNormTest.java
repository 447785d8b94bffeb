package org.addernet.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import java.util.Random;
import org.addernet.nn.Tape;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Batch statistics in training, running ones in inference, and the slopes of both kinds of parameters. */
class BatchNormTest {

    private static final Offset<Float> ROUNDING = within(1e-6f);

    private final BatchNorm layer = new BatchNorm(2, 0.25, 0.1);

    /** Channel 0 is 1, 3, 5, 7: mean 4, variance 5, unbiased 20/3. Channel 1 is -2 always. */
    private final Tensor x = Tensor.of(Shape.of(2, 1, 2, 2), 1, -2, 3, -2, 5, -2, 7, -2);

    @Test
    void trainingNormalisesByTheBatch() {
        set("scale", 2, 3);
        set("shift", 0.5f, -1);
        Tensor y = layer.forward(x, Tape.training(Workers.shared()));
        double s = 2 / Math.sqrt(5.25);
        assertThat(y.shape()).isEqualTo(x.shape());
        assertValues(y, 0.5 - 3 * s, -1, 0.5 - s, -1, 0.5 + s, -1, 0.5 + 3 * s, -1);
    }

    @Test
    void trainingMovesTheRunningStatisticsToTheUnbiasedVariance() {
        layer.forward(x, Tape.training(Workers.shared()));
        assertValues(state("mean"), 0.4, -0.2);
        assertValues(state("variance"), 0.9 + 0.1 * 20 / 3, 0.9);
        layer.forward(x, Tape.training(Workers.shared()));
        assertValues(state("mean"), 0.9 * 0.4 + 0.4, -0.38);
    }

    @Test
    void inferenceUsesTheRunningStatisticsAndLeavesThem() {
        set("mean", 1, 2);
        set("variance", 3.75f, 0.75f);
        set("scale", 4, 1);
        set("shift", 0, 5);
        Tensor y = layer.forward(x, Tape.none());
        assertValues(y, 0, 1, 4, 1, 8, 1, 12, 1);
        assertThat(state("mean").data()).containsExactly(1, 2);
        assertThat(state("variance").data()).containsExactly(3.75f, 0.75f);
    }

    @Test
    void gradientsAreTheSlopes() {
        BatchNorm norm = GradientCheck.initialized(new BatchNorm(3), 1);
        GradientCheck.check(norm, GradientCheck.gaussian(2, Shape.of(3, 2, 2, 3)), 0.005f, 2e-3);
    }

    @Test
    void worksOnVectors() {
        BatchNorm norm = GradientCheck.initialized(new BatchNorm(4), 1);
        GradientCheck.check(norm, GradientCheck.gaussian(2, Shape.of(6, 4)), 0.005f, 2e-3);
    }

    /** Sums and squares that nearly cancel: adder outputs are large and negative with a small spread. */
    @Test
    void largeMeanDoesNotSpoilTheVariance() {
        Tensor far = Tensor.of(Shape.of(4, 1), -10_000, -10_000.5f, -10_001, -10_001.5f);
        BatchNorm norm = new BatchNorm(1);
        norm.parameters().forEach(parameter -> parameter.initialize(new Random(1)));
        float[] y = norm.forward(far, Tape.training(Workers.shared())).data();
        double deviation = Math.sqrt(0.3125 + 1e-5);
        for (int i = 0; i < 4; i++) {
            assertThat((double) y[i]).isCloseTo((0.75 - 0.5 * i) / deviation, within(1e-4));
        }
    }

    @Test
    void oneRowGivesTheShiftAndNoNaN() {
        set("scale", 2, 3);
        set("shift", 0.5f, -1);
        Tensor y = layer.forward(Tensor.of(Shape.of(1, 2), 7, -3), Tape.training(Workers.shared()));
        assertThat(y.data()).containsExactly(0.5f, -1);
    }

    @Test
    void wrongChannelsAreNamed() {
        Sequential tree = new Sequential().add("bn1", new BatchNorm(6));
        assertThatThrownBy(() -> tree.outputShape(Shape.of(1, 4, 4, 3)))
                .isInstanceOf(ShapeException.class)
                .hasMessage("BatchNorm bn1: input [1,4,4,3] has 3 channels, the layer was created for 6");
    }

    private Tensor state(String name) {
        return Objects.requireNonNull(layer.state().get(name), name);
    }

    private void set(String name, float... values) {
        System.arraycopy(values, 0, state(name).data(), 0, values.length);
    }

    private static void assertValues(Tensor actual, double... expected) {
        float[] floats = new float[expected.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) expected[i];
        }
        assertThat(actual.data()).containsExactly(floats, ROUNDING);
    }
}
