package org.addernet.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.addernet.parallel.Workers;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * True derivatives against central differences of the kernels' own forward pass.
 *
 * <p>All values are small multiples of powers of two and all functions are quadratic or piecewise linear, so both sides are
 * exact in float and must be equal.
 */
class NumericalGradientTest {

    private static final float H = 0.125f;

    private static final ConvGeometry GEOMETRY = new ConvGeometry(
            2, new Size2d(5, 6), 2, 3, new Size2d(3, 2), new Size2d(2, 1), new Size2d(1, 1), new Size2d(1, 2));

    static Stream<Named<ConvolutionKernels>> kernels() {
        return Kernels.available().stream().map(p -> Named.of(p.name(), p.kernels()));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void product(ConvolutionKernels kernels) {
        check(kernels, Similarity.CROSS_CORRELATION, GradientRule.of(Similarity.CROSS_CORRELATION));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void squaredDistance(ConvolutionKernels kernels) {
        check(kernels, Similarity.L2, GradientRule.of(Similarity.L2));
    }

    /** Inputs, and padded zeros, are multiples of 1/2, weights lie in the middle: never within H of a tie. */
    @ParameterizedTest
    @MethodSource("kernels")
    void absoluteDistanceAwayFromTies(ConvolutionKernels kernels) {
        check(kernels, Similarity.L1, GradientRule.SIGN);
    }

    private static void check(ConvolutionKernels kernels, Similarity similarity, GradientRule rule) {
        ConvGeometry g = GEOMETRY;
        float[] x = halves(1, g.inputShape().size(), 0);
        float[] f = halves(2, g.filterShape().size(), 0.25f);
        float[] dy = halves(3, g.outputShape().size(), 0);
        float[] df = new float[f.length];
        float[] dx = new float[x.length];
        kernels.filterGradient(rule.filter(), g, x, f, dy, df, Workers.shared());
        kernels.inputGradient(rule.input(), g, x, f, dy, dx, Workers.shared());
        assertThat(df).isEqualTo(differences(kernels, similarity, x, f, dy, f));
        assertThat(dx).isEqualTo(differences(kernels, similarity, x, f, dy, x));
    }

    private static float[] differences(
            ConvolutionKernels kernels, Similarity similarity, float[] x, float[] f, float[] dy, float[] varied) {
        float[] gradient = new float[varied.length];
        for (int i = 0; i < varied.length; i++) {
            float at = varied[i];
            varied[i] = at + H;
            double above = loss(kernels, similarity, x, f, dy);
            varied[i] = at - H;
            double below = loss(kernels, similarity, x, f, dy);
            varied[i] = at;
            gradient[i] = (float) ((above - below) / (2 * H));
        }
        return gradient;
    }

    private static double loss(ConvolutionKernels kernels, Similarity similarity, float[] x, float[] f, float[] dy) {
        float[] y = new float[dy.length];
        kernels.forward(similarity, GEOMETRY, x, f, y, Workers.shared());
        double loss = 0;
        for (int i = 0; i < y.length; i++) {
            loss += dy[i] * y[i];
        }
        return loss;
    }

    /** Returns multiples of 1/2 from -2 to 2, plus an offset. */
    private static float[] halves(long seed, int size, float offset) {
        Random random = new Random(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (random.nextInt(9) - 4) / 2f + offset;
        }
        return values;
    }
}
