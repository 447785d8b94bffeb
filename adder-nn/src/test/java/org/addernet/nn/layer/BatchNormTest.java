package org.addernet.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.addernet.nn.Gradients;
import org.addernet.nn.Parameter;
import org.addernet.nn.Pass;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        Tensor y = layer.forward(x, Pass.training(Workers.shared()));
        double s = 2 / Math.sqrt(5.25);
        assertThat(y.shape()).isEqualTo(x.shape());
        assertValues(y, 0.5 - 3 * s, -1, 0.5 - s, -1, 0.5 + s, -1, 0.5 + 3 * s, -1);
    }

    /** Makes a pass of training and updates the buffers. */
    private void train() {
        Pass pass = Pass.training(Workers.shared());
        Tensor y = layer.forward(x, pass);
        pass.backward(y, y).updateBuffers();
    }

    @Test
    void trainingMovesTheRunningStatisticsToTheUnbiasedVariance() {
        train();
        assertValues(state("mean"), 0.4, -0.2);
        assertValues(state("variance"), 0.9 + 0.1 * 20 / 3, 0.9);
        train();
        assertValues(state("mean"), 0.9 * 0.4 + 0.4, -0.38);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    void aBatchThatIsNotFiniteLeavesTheRunningStatistics(float bad) {
        x.data()[1] = bad;
        train();
        assertThat(state("mean").data()).containsExactly(0, 0);
        assertThat(state("variance").data()).containsExactly(1, 1);
    }

    @Test
    void inferenceUsesTheRunningStatisticsAndLeavesThem() {
        set("mean", 1, 2);
        set("variance", 3.75f, 0.75f);
        set("scale", 4, 1);
        set("shift", 0, 5);
        Tensor y = layer.forward(x, Pass.inference());
        assertValues(y, 0, 1, 4, 1, 8, 1, 12, 1);
        assertThat(state("mean").data()).containsExactly(1, 2);
        assertThat(state("variance").data()).containsExactly(3.75f, 0.75f);
    }

    @Test
    void aFrozenLayerKeepsItsStatisticsAndIsALineInTheGradient() {
        set("mean", 1, 2);
        set("variance", 3.75f, 0.75f);
        set("scale", 4, 1);
        layer.freeze();
        Pass pass = Pass.training(Workers.shared());
        pass.watch(x);
        Tensor y = layer.forward(x, pass);
        assertValues(y, 0, -4, 4, -4, 8, -4, 12, -4);
        Gradients gradients = pass.backward(y, Tensor.of(x.shape(), 1, 1, 2, 1, 3, 1, 4, 1));
        gradients.updateBuffers();
        assertThat(gradients.parameters()).isEmpty();
        assertValues(pass.gradient(x), 2, 1, 4, 1, 6, 1, 8, 1);
        assertThat(state("mean").data()).containsExactly(1, 2);
        assertThat(state("variance").data()).containsExactly(3.75f, 0.75f);
        layer.unfreeze();
        train();
        assertThat(state("mean").data()).doesNotContain(1, 2);
    }

    @Test
    void gradientsInEvaluationAreThoseOfTheRunningStatistics() {
        set("mean", 1, 2);
        set("variance", 3.75f, 0.75f);
        Pass pass = Pass.of(Pass.Mode.EVALUATION, Workers.shared());
        pass.watch(x);
        Tensor y = layer.forward(x, pass);
        Gradients gradients = pass.backward(y, Tensor.of(x.shape(), 1, 1, 2, 1, 3, 1, 4, 1));
        assertValues(pass.gradient(x), 0.5, 1, 1, 1, 1.5, 1, 2, 1);
        // Σ dy (x - 1) / 2 and Σ dy (x - 2)
        assertValues(gradients.of(layer.parameters().get(0)), (2 * 2 + 3 * 4 + 4 * 6) / 2.0, -16);
        assertValues(gradients.of(layer.parameters().get(1)), 10, 4);
        gradients.updateBuffers();
        assertThat(state("mean").data()).containsExactly(1, 2);
    }

    @Test
    void gatheredStatisticsArePlainMeans() {
        set("mean", 100, 100);
        Pass pass = Pass.of(Pass.Mode.STATISTICS, Workers.shared());
        layer.forward(x, pass);
        assertValues(state("mean"), 4, -2);
        assertValues(state("variance"), 20 / 3.0, 0);
        pass.reset(0);
        layer.forward(Tensor.of(Shape.of(2, 2), 0, 1, 2, 3), pass);
        assertValues(state("mean"), (4 + 1) / 2.0, (-2 + 2) / 2.0);
        assertValues(state("variance"), (20 / 3.0 + 2) / 2, (0 + 2) / 2.0);
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
        float[] y = norm.forward(far, Pass.training(Workers.shared())).data();
        double deviation = Math.sqrt(0.3125 + 1e-5);
        for (int i = 0; i < 4; i++) {
            assertThat((double) y[i]).isCloseTo((0.75 - 0.5 * i) / deviation, within(1e-4));
        }
    }

    /**
     * Rows of more than one task, with a rest, of the means and deviations of adder outputs, behind an outlier. Values have
     * an error of 2^-24 of 1000, which is 3e-6 of a deviation.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 6, 16, 700})
    void manyRowsGiveTheResultsOfDouble(int channels) {
        int rows = 150_001 / channels;
        Tensor input = GradientCheck.gaussian(1, Shape.of(rows, channels));
        Tensor dy = GradientCheck.gaussian(2, input.shape());
        for (int i = 0; i < input.data().length; i++) {
            int c = i % channels;
            input.data()[i] = -1000 + c + (i < channels ? 500 : (20 + c % 7) * input.data()[i]);
            dy.data()[i] += 0.5f;
        }
        BatchNorm norm = GradientCheck.initialized(new BatchNorm(channels), 3);
        Pass pass = Pass.training(Workers.shared());
        pass.watch(input);
        Tensor y = norm.forward(input, pass);
        Gradients gradients = pass.backward(y, dy);
        float[] x = input.data();
        for (int c = 0; c < channels; c++) {
            double mean = 0;
            for (int r = 0; r < rows; r++) {
                mean += (double) x[r * channels + c] / rows;
            }
            double variance = 0;
            double shiftSlope = 0;
            double scaleSlope = 0;
            for (int r = 0; r < rows; r++) {
                double d = x[r * channels + c] - mean;
                variance += d * d / rows;
                shiftSlope += dy.data()[r * channels + c];
                scaleSlope += dy.data()[r * channels + c] * d;
            }
            double deviation = Math.sqrt(variance + 1e-5);
            scaleSlope /= deviation;
            List<Parameter> parameters = norm.parameters();
            double scale = parameters.get(0).value().data()[c];
            double shift = parameters.get(1).value().data()[c];
            assertThat((double) gradients.of(parameters.get(0)).data()[c]).isCloseTo(scaleSlope, within(1e-6 * rows));
            assertThat((double) gradients.of(parameters.get(1)).data()[c]).isCloseTo(shiftSlope, within(1e-6 * rows));
            for (int r = 0; r < rows; r++) {
                int i = r * channels + c;
                double normal = (x[i] - mean) / deviation;
                double dx = scale / deviation * (dy.data()[i] - shiftSlope / rows - normal * scaleSlope / rows);
                assertThat((double) y.data()[i])
                        .isCloseTo(scale * normal + shift, within(4e-6 * (1 + Math.abs(normal))));
                assertThat((double) pass.gradient(input).data()[i]).isCloseTo(dx, within(1e-6));
            }
        }
    }

    @Test
    void oneValueForEachChannelIsRefusedInTrainingAndChangesNothing() {
        for (Shape shape : new Shape[] {Shape.of(1, 2), Shape.of(1, 1, 1, 2), Shape.of(2)}) {
            assertThatThrownBy(() -> layer.forward(Tensor.of(shape, 7, -3), Pass.training(Workers.shared())))
                    .isInstanceOf(ShapeException.class)
                    .hasMessage(
                            "BatchNorm: input " + shape + " has one value for each channel, training needs more to know"
                                    + " how they vary; use a larger batch, or leave out the last one if it is smaller (dropLast)");
        }
        assertThat(Objects.requireNonNull(layer.state().get("mean")).data()).containsOnly(0);
        assertThat(Objects.requireNonNull(layer.state().get("variance")).data()).containsOnly(1);
        assertThat(layer.forward(Tensor.of(Shape.of(1, 2), 7, -3), Pass.inference())
                        .data())
                .doesNotContain(Float.NaN);
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
