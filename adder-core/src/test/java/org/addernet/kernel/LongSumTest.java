package org.addernet.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.addernet.parallel.Workers;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The filter gradient sums in blocks: many positions must not cost accuracy, as one float accumulator would. */
class LongSumTest {

    private static final int POSITIONS = 100_000;
    private static final double TOLERANCE = 1e-6;

    static Stream<Named<ConvolutionKernels>> kernels() {
        return Kernels.available().stream().map(p -> Named.of(p.name(), p.kernels()));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void pointwise(ConvolutionKernels kernels) {
        Size2d one = Size2d.square(1);
        check(kernels, new ConvGeometry(POSITIONS, one, 2, 3, one, one, Size2d.square(0), one));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void imagesWithAKernel(ConvolutionKernels kernels) {
        Size2d one = Size2d.square(1);
        check(kernels, new ConvGeometry(10, Size2d.square(100), 1, 2, new Size2d(3, 1), one, new Size2d(1, 0), one));
    }

    private static void check(ConvolutionKernels kernels, ConvGeometry g) {
        float[] x = uniform(1, g.inputShape().size(), 1);
        float[] f = uniform(2, g.filterShape().size(), -1);
        float[] dy = uniform(3, g.outputShape().size(), 1);
        float[] df = new float[f.length];
        BruteForce truth = new BruteForce(g, x, f);
        BruteForce signs = new BruteForce(g, x, f).withoutPadding();
        for (FilterGradient rule : FilterGradient.values()) {
            kernels.filterGradient(rule, g, x, f, dy, df, Workers.shared());
            double[] expected = (rule == FilterGradient.XNOR ? signs : truth)
                    .filterGradient((a, b) -> rule.apply((float) a, (float) b), dy);
            for (int i = 0; i < df.length; i++) {
                assertThat(relativeError(df[i], expected[i]))
                        .as("%s %d", rule, i)
                        .isLessThan(TOLERANCE);
            }
        }
    }

    @Test
    void oneFloatAccumulatorWouldFailThisTest() {
        float[] dy = uniform(3, 3 * POSITIONS, 1);
        float sum = 0;
        double exact = 0;
        for (int i = 0; i < dy.length; i += 3) {
            sum += dy[i];
            exact += dy[i];
        }
        assertThat(relativeError(sum, exact)).isGreaterThan(TOLERANCE);
    }

    private static double relativeError(float actual, double expected) {
        return Math.abs(actual - expected) / Math.abs(expected);
    }

    /** Returns values of one sign, so that nothing cancels and the sum is as large as the sum of magnitudes. */
    private static float[] uniform(long seed, int size, float scale) {
        Random random = new Random(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = scale * random.nextFloat();
        }
        return values;
    }
}
