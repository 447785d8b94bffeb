package org.addernet.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.addernet.kernel.reference.ReferenceProvider;
import org.addernet.parallel.Workers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every pass and rule of every provider against the reference, over shapes that leave tails everywhere. */
class ReferenceComparisonTest {

    private static final ConvolutionKernels REFERENCE = new ReferenceProvider().kernels();

    static Stream<Arguments> cases() {
        return Kernels.available().stream()
                .flatMap(p -> geometries().stream().map(g -> Arguments.of(p.name(), p.kernels(), g)));
    }

    private static List<ConvGeometry> geometries() {
        List<ConvGeometry> all = new ArrayList<>();
        int[][] channels = {{1, 1}, {1, 33}, {3, 17}, {7, 3}, {16, 16}, {17, 7}, {33, 1}};
        for (int[] c : channels) {
            all.add(geometry(2, 7, 6, c[0], c[1], 3, 1, 1, 1));
            all.add(geometry(1, 13, 12, c[0], c[1], 3, 2, 1, 1));
            all.add(geometry(3, 5, 5, c[0], c[1], 1, 1, 0, 1));
            all.add(geometry(2, 10, 9, c[0], c[1], 1, 2, 0, 1));
            all.add(geometry(1, 9, 11, c[0], c[1], 3, 1, 2, 2));
            all.add(geometry(2, 14, 13, c[0], c[1], 3, 2, 2, 2));
        }
        // Channels that fill words of bits, and such that do not.
        all.add(geometry(2, 5, 6, 64, 9, 3, 1, 1, 1));
        all.add(geometry(1, 4, 5, 130, 21, 3, 2, 1, 1));
        all.add(geometry(1, 7, 6, 100, 5, 2, 1, 0, 2));
        // Fully connected layers; more positions, filters and taps than a block holds; a kernel wider than the image.
        all.add(geometry(1, 1, 1, 40, 33, 1, 1, 0, 1));
        all.add(geometry(70, 1, 1, 40, 33, 1, 1, 0, 1));
        all.add(geometry(30, 5, 5, 7, 20, 5, 1, 0, 1));
        all.add(geometry(3, 14, 14, 3, 131, 5, 1, 0, 1));
        all.add(geometry(40, 6, 6, 67, 5, 3, 1, 1, 1));
        all.add(geometry(1, 3, 150, 3, 5, 3, 1, 1, 1));
        // More positions than a block holds, with channels that are cut into panels.
        all.add(geometry(3, 9, 10, 64, 20, 3, 1, 1, 1));
        all.add(geometry(7, 15, 13, 64, 3, 3, 2, 2, 2));
        // Tiles of few channels, some across the end of a row.
        all.add(geometry(4, 9, 32, 9, 20, 3, 1, 1, 1));
        all.add(geometry(1, 12, 11, 3, 5, 2, 3, 3, 1));
        all.add(geometry(1, 12, 11, 3, 5, 3, 2, 3, 3));
        all.add(geometry(20, 2, 1, 3, 5, 5, 1, 4, 1));
        all.add(geometry(20, 2, 3, 3, 5, 5, 3, 2, 1));
        // Few filters, few channels and few taps a row beside long rows; more rows than a band holds; strides down
        // only.
        all.add(geometry(3, 28, 28, 1, 6, 5, 1, 2, 1));
        all.add(geometry(2, 9, 37, 2, 7, 3, 1, 1, 1));
        all.add(geometry(1, 40, 41, 20, 6, 3, 1, 1, 1));
        all.add(geometry(1, 60, 50, 2, 40, 3, 1, 1, 1));
        all.add(geometry(2, 14, 18, 6, 16, 5, 1, 0, 1));
        all.add(new ConvGeometry(
                1, new Size2d(400, 50), 1, 2, Size2d.square(3), new Size2d(2, 1), Size2d.square(1), Size2d.square(1)));
        all.add(geometry(2, 20, 36, 3, 5, 3, 2, 1, 1));
        all.add(new ConvGeometry(
                2,
                Size2d.square(5),
                3,
                4,
                Size2d.square(3),
                new Size2d(Integer.MAX_VALUE, 1),
                Size2d.square(0),
                Size2d.square(1)));
        all.add(geometry(2, 19, 18, 6, 20, 3, 1, 12, 12));
        all.add(new ConvGeometry(
                2, new Size2d(21, 33), 1, 5, new Size2d(3, 4), new Size2d(2, 1), new Size2d(1, 2), new Size2d(2, 2)));
        all.add(new ConvGeometry(
                2, new Size2d(8, 9), 6, 7, new Size2d(1, 5), new Size2d(2, 1), new Size2d(0, 2), new Size2d(1, 2)));
        return all;
    }

    private static ConvGeometry geometry(
            int n, int h, int w, int cIn, int cOut, int kernel, int stride, int padding, int dilation) {
        return new ConvGeometry(
                n,
                new Size2d(h, w),
                cIn,
                cOut,
                Size2d.square(kernel),
                Size2d.square(stride),
                Size2d.square(padding),
                Size2d.square(dilation));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("cases")
    void forward(String name, ConvolutionKernels kernels, ConvGeometry g) {
        float[] x = values(1, g.inputShape().size());
        float[] f = values(2, g.filterShape().size());
        for (Similarity similarity : Similarity.values()) {
            float[] expected = new float[g.outputShape().size()];
            float[] actual = new float[expected.length];
            REFERENCE.forward(similarity, g, x, f, expected, Workers.shared());
            kernels.forward(similarity, g, x, f, actual, Workers.shared());
            if (similarity == Similarity.XNOR) {
                assertThat(actual).as("sums of signs").isEqualTo(expected);
            }
            assertClose(actual, expected, f.length / g.outChannels(), similarity);
        }
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("cases")
    void gradients(String name, ConvolutionKernels kernels, ConvGeometry g) {
        float[] x = values(1, g.inputShape().size());
        float[] f = values(2, g.filterShape().size());
        float[] dy = values(3, g.outputShape().size());
        for (FilterGradient rule : FilterGradient.values()) {
            float[] expected = new float[f.length];
            float[] actual = new float[f.length];
            REFERENCE.filterGradient(rule, g, x, f, dy, expected, Workers.shared());
            kernels.filterGradient(rule, g, x, f, dy, actual, Workers.shared());
            assertClose(actual, expected, dy.length / g.outChannels(), rule);
        }
        for (InputGradient rule : InputGradient.values()) {
            float[] expected = new float[x.length];
            float[] actual = new float[x.length];
            REFERENCE.inputGradient(rule, g, x, f, dy, expected, Workers.shared());
            kernels.inputGradient(rule, g, x, f, dy, actual, Workers.shared());
            assertClose(actual, expected, f.length / g.inChannels(), rule);
        }
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("cases")
    void nanReachesTheSameResults(String name, ConvolutionKernels kernels, ConvGeometry g) {
        float[] x = values(1, g.inputShape().size());
        float[] f = values(2, g.filterShape().size());
        float[] dy = values(3, g.outputShape().size());
        x[x.length / 2] = Float.NaN;
        dy[dy.length / 3] = Float.NaN;
        for (Similarity similarity : Similarity.values()) {
            float[] expected = new float[dy.length];
            float[] actual = new float[dy.length];
            REFERENCE.forward(similarity, g, x, f, expected, Workers.shared());
            kernels.forward(similarity, g, x, f, actual, Workers.shared());
            assertSameNaNs(actual, expected, similarity);
        }
        for (FilterGradient rule : FilterGradient.values()) {
            float[] expected = new float[f.length];
            float[] actual = new float[f.length];
            REFERENCE.filterGradient(rule, g, x, f, dy, expected, Workers.shared());
            kernels.filterGradient(rule, g, x, f, dy, actual, Workers.shared());
            assertSameNaNs(actual, expected, rule);
        }
        for (InputGradient rule : InputGradient.values()) {
            float[] expected = new float[x.length];
            float[] actual = new float[x.length];
            REFERENCE.inputGradient(rule, g, x, f, dy, expected, Workers.shared());
            kernels.inputGradient(rule, g, x, f, dy, actual, Workers.shared());
            assertSameNaNs(actual, expected, rule);
        }
    }

    /** Not to results that do not see it, for which an implementation may multiply it by 0. */
    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("cases")
    void infinityReachesTheSameFilterGradients(String name, ConvolutionKernels kernels, ConvGeometry g) {
        float[] x = values(1, g.inputShape().size());
        float[] f = values(2, g.filterShape().size());
        float[] dy = values(3, g.outputShape().size());
        for (int i = 0; i < x.length; i += 97) {
            x[i] = Float.POSITIVE_INFINITY;
        }
        float[] expected = new float[f.length];
        float[] actual = new float[f.length];
        REFERENCE.filterGradient(FilterGradient.CROSS_CORRELATION, g, x, f, dy, expected, Workers.shared());
        kernels.filterGradient(FilterGradient.CROSS_CORRELATION, g, x, f, dy, actual, Workers.shared());
        assertSameNaNs(actual, expected, "filter gradient");
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("cases")
    void sameBitsForAnyNumberOfThreads(String name, ConvolutionKernels kernels, ConvGeometry g) {
        float[] x = values(1, g.inputShape().size());
        float[] f = values(2, g.filterShape().size());
        float[] dy = values(3, g.outputShape().size());
        for (Similarity similarity : List.of(Similarity.L1, Similarity.XNOR)) {
            GradientRule rule = GradientRule.of(similarity);
            List<List<float[]>> results = new ArrayList<>();
            for (int threads : new int[] {1, 2, 3, 8}) {
                try (Workers workers = new Workers(threads)) {
                    float[] y = new float[dy.length];
                    float[] df = new float[f.length];
                    float[] dx = new float[x.length];
                    kernels.forward(similarity, g, x, f, y, workers);
                    kernels.filterGradient(rule.filter(), g, x, f, dy, df, workers);
                    kernels.inputGradient(rule.input(), g, x, f, dy, dx, workers);
                    results.add(List.of(y, df, dx));
                }
            }
            for (List<float[]> others : results) {
                for (int i = 0; i < 3; i++) {
                    assertThat(others.get(i))
                            .as("%s", similarity)
                            .isEqualTo(results.get(0).get(i));
                }
            }
        }
    }

    private static void assertSameNaNs(float[] actual, float[] expected, Object what) {
        assertThat(nans(actual)).as("%s", what).isEqualTo(nans(expected));
    }

    private static List<Integer> nans(float[] values) {
        return IntStream.range(0, values.length)
                .filter(i -> Float.isNaN(values[i]))
                .boxed()
                .toList();
    }

    /**
     * Float sums of n terms err by at most n ulps of the sum of magnitudes, and operands that were shifted first by one more;
     * terms here stay below 32.
     */
    private static void assertClose(float[] actual, float[] expected, int terms, Object what) {
        // A NaN stays, and exceeds every bound.
        float worst = 0;
        for (int i = 0; i < expected.length; i++) {
            worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
        }
        assertThat(worst)
                .as("%s, %d terms", what, terms)
                .isLessThanOrEqualTo(32f * 0x1p-24f * (terms + 1) * (float) Math.sqrt(terms));
    }

    /** Returns values with exact ties between x and f, so that the sign's zero is met. */
    private static float[] values(long seed, int size) {
        Random random = new Random(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = i % 5 == 0 ? Math.round(2 * random.nextFloat()) : (float) random.nextGaussian();
        }
        return values;
    }
}
