package org.addernet.bench;

import java.util.Random;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.ConvolutionKernels;
import org.addernet.kernel.GradientRule;
import org.addernet.kernel.Kernels;
import org.addernet.kernel.Similarity;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;

/**
 * A layer that other libraries compute too, with what our kernels say about it.
 *
 * <p>The derivatives are the true ones, for that is what other libraries' automatic differentiation gives: for l1 the sign.
 */
final class PeerLayer {

    final ConvGeometry geometry;

    /** The input, {@code [N,H,W,cIn]}. */
    final float[] x;

    /** The filter, {@code [kH,kW,cIn,cOut]}. */
    final float[] filter;

    /** The gradient of the output, {@code [N,outH,outW,cOut]}. */
    final float[] gradient;

    private final float[] output;
    private final float[] inputGradient;
    private final float[] filterGradient;

    PeerLayer(String shape, Similarity similarity) {
        geometry = Parameters.constant("shape", shape, BenchmarkShape.class).geometry();
        Random random = new Random(1);
        x = InputData.GAUSSIAN.draw(geometry.inputShape(), random);
        filter = InputData.GAUSSIAN.draw(geometry.filterShape(), random);
        gradient = InputData.GAUSSIAN.draw(geometry.outputShape(), random);
        output = new float[gradient.length];
        inputGradient = new float[x.length];
        filterGradient = new float[filter.length];
        ConvolutionKernels kernels = Kernels.active();
        GradientRule rule = similarity == Similarity.L1 ? GradientRule.SIGN : GradientRule.of(similarity);
        try (Workers workers = new Workers(1)) {
            kernels.forward(similarity, geometry, x, filter, output, workers);
            kernels.inputGradient(rule.input(), geometry, x, filter, gradient, inputGradient, workers);
            kernels.filterGradient(rule.filter(), geometry, x, filter, gradient, filterGradient, workers);
        }
    }

    /** Returns how many inputs an output looks at: kH kW cIn. */
    int taps() {
        return geometry.filterShape().size() / geometry.outChannels();
    }

    /** Returns how many positions the output has in one image. */
    int positions() {
        return geometry.output().height() * geometry.output().width();
    }

    /** Throws if a library's output, {@code [N,outH,outW,cOut]}, is not ours. */
    void checkOutput(String who, float[] actual) {
        check(who + ", output", actual, output);
    }

    /** Throws if a library's gradients, laid out as input and filter are, are not ours. */
    void checkGradients(String who, float[] input, float[] filters) {
        check(who + ", input gradient", input, inputGradient);
        check(who + ", filter gradient", filters, filterGradient);
    }

    /** Returns the values of four axes in another order: axis j of the result is axis {@code order[j]} of the shape. */
    static float[] permuted(float[] values, Shape shape, int... order) {
        int[] strides = {
            shape.dimension(1) * shape.dimension(2) * shape.dimension(3),
            shape.dimension(2) * shape.dimension(3),
            shape.dimension(3),
            1
        };
        float[] result = new float[values.length];
        int i = 0;
        for (int a = 0; a < shape.dimension(order[0]); a++) {
            for (int b = 0; b < shape.dimension(order[1]); b++) {
                for (int c = 0; c < shape.dimension(order[2]); c++) {
                    for (int d = 0; d < shape.dimension(order[3]); d++) {
                        result[i++] = values[
                                a * strides[order[0]]
                                        + b * strides[order[1]]
                                        + c * strides[order[2]]
                                        + d * strides[order[3]]];
                    }
                }
            }
        }
        return result;
    }

    private void check(String what, float[] actual, float[] expected) {
        float largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            // A sum of thousands of terms in another order; a wrong layout or rule is off by the size of the values.
            if (!(Math.abs(actual[i] - expected[i]) <= 1e-3f * largest)) {
                throw new IllegalStateException(what + " of " + geometry + ": value " + i + " is " + actual[i]
                        + ", our kernels give " + expected[i]);
            }
        }
    }
}
