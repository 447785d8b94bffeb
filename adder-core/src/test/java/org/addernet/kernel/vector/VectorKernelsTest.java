package org.addernet.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.ConvolutionKernels;
import org.addernet.kernel.FilterGradient;
import org.addernet.kernel.InputGradient;
import org.addernet.kernel.Similarity;
import org.addernet.kernel.Size2d;
import org.addernet.kernel.reference.ReferenceProvider;
import org.addernet.parallel.Workers;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every pass, rule and vector width against the reference, over shapes that leave tails everywhere. */
class VectorKernelsTest {

    private static final ConvolutionKernels ORACLE = new ReferenceProvider().kernels();

    @BeforeAll
    static void vectorModuleIsPresent() {
        Assumptions.assumeTrue(new VectorProvider().obstacle().isEmpty(), "needs jdk.incubator.vector");
    }

    static Stream<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (int bits : new int[] {128, 256, 512}) {
            for (ConvGeometry geometry : geometries()) {
                cases.add(Arguments.of(bits, geometry));
            }
        }
        return cases.stream();
    }

    private static List<ConvGeometry> geometries() {
        List<ConvGeometry> all = new ArrayList<>();
        for (int[] channels : new int[][] {{1, 6}, {3, 7}, {7, 17}, {17, 33}, {33, 1}, {16, 16}}) {
            all.add(geometry(2, 7, 6, channels, 3, 3, 1, 1, 1));
            all.add(geometry(1, 9, 8, channels, 3, 3, 2, 1, 1));
            all.add(geometry(3, 5, 5, channels, 1, 1, 1, 0, 1));
            all.add(geometry(2, 6, 7, channels, 1, 1, 2, 0, 1));
        }
        all.add(geometry(5, 1, 1, new int[] {40, 33}, 1, 1, 1, 0, 1));
        all.add(geometry(1, 1, 1, new int[] {3, 1}, 1, 1, 1, 0, 1));
        all.add(geometry(300, 1, 1, new int[] {7, 10}, 1, 1, 1, 0, 1));
        all.add(geometry(5, 5, 5, new int[] {16, 20}, 5, 5, 1, 0, 1));
        all.add(geometry(2, 12, 12, new int[] {1, 6}, 5, 5, 1, 0, 1));
        all.add(geometry(2, 7, 4, new int[] {2, 17}, 3, 2, 1, 1, 1));
        all.add(geometry(1, 9, 11, new int[] {3, 5}, 3, 3, 1, 2, 2));
        all.add(geometry(1, 12, 11, new int[] {3, 5}, 3, 2, 2, 3, 3));
        all.add(geometry(1, 12, 13, new int[] {3, 5}, 3, 3, 2, 2, 2));
        all.add(geometry(1, 10, 10, new int[] {3, 5}, 2, 2, 3, 0, 1));
        all.add(geometry(1, 3, 150, new int[] {3, 5}, 3, 3, 1, 1, 1));
        all.add(new ConvGeometry(
                2, new Size2d(8, 9), 3, 7, new Size2d(1, 5), new Size2d(2, 1), new Size2d(0, 2), new Size2d(1, 2)));
        return all;
    }

    private static ConvGeometry geometry(
            int n, int h, int w, int[] channels, int kh, int kw, int stride, int padding, int dilation) {
        return new ConvGeometry(
                n,
                new Size2d(h, w),
                channels[0],
                channels[1],
                new Size2d(kh, kw),
                Size2d.square(stride),
                Size2d.square(padding),
                Size2d.square(dilation));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void forward(int bits, ConvGeometry g) {
        Fixture data = new Fixture(g);
        float[] expected = new float[g.outputShape().size()];
        float[] actual = new float[expected.length];
        for (Similarity similarity : Similarity.values()) {
            ORACLE.forward(similarity, g, data.x, data.filter, expected, Workers.shared());
            new VectorKernels(bits).forward(similarity, g, data.x, data.filter, actual, Workers.shared());
            int terms = data.filter.length / g.outChannels();
            assertClose(actual, expected, terms, similarity);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void filterGradient(int bits, ConvGeometry g) {
        Fixture data = new Fixture(g);
        float[] expected = new float[data.filter.length];
        float[] actual = new float[expected.length];
        for (FilterGradient rule : FilterGradient.values()) {
            ORACLE.filterGradient(rule, g, data.x, data.filter, data.outputGradient, expected, Workers.shared());
            new VectorKernels(bits)
                    .filterGradient(rule, g, data.x, data.filter, data.outputGradient, actual, Workers.shared());
            int terms = data.outputGradient.length / g.outChannels();
            assertClose(actual, expected, terms, rule);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void inputGradient(int bits, ConvGeometry g) {
        Fixture data = new Fixture(g);
        float[] expected = new float[data.x.length];
        float[] actual = new float[expected.length];
        for (InputGradient rule : InputGradient.values()) {
            ORACLE.inputGradient(rule, g, data.x, data.filter, data.outputGradient, expected, Workers.shared());
            new VectorKernels(bits)
                    .inputGradient(rule, g, data.x, data.filter, data.outputGradient, actual, Workers.shared());
            int terms = g.kernel().height() * g.kernel().width() * g.outChannels();
            assertClose(actual, expected, terms, rule);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void sameBitsForAnyNumberOfThreads(int bits, ConvGeometry g) {
        Fixture data = new Fixture(g);
        List<float[]> results = new ArrayList<>();
        for (int threads : new int[] {1, 2, 3, 8}) {
            try (Workers workers = new Workers(threads)) {
                VectorKernels kernels = new VectorKernels(bits);
                float[] y = new float[g.outputShape().size()];
                float[] df = new float[data.filter.length];
                float[] dx = new float[data.x.length];
                kernels.forward(Similarity.L1, g, data.x, data.filter, y, workers);
                kernels.filterGradient(
                        FilterGradient.FULL_PRECISION, g, data.x, data.filter, data.outputGradient, df, workers);
                kernels.inputGradient(
                        InputGradient.HARD_TANH, g, data.x, data.filter, data.outputGradient, dx, workers);
                results.add(y);
                results.add(df);
                results.add(dx);
            }
        }
        for (int i = 3; i < results.size(); i++) {
            assertThat(results.get(i)).isEqualTo(results.get(i % 3));
        }
    }

    /** Float sums of n terms err by at most n ulps of the sum of magnitudes; terms here stay below 32. */
    private static void assertClose(float[] actual, float[] expected, int terms, Object what) {
        float worst = 0;
        for (int i = 0; i < expected.length; i++) {
            worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
            assertThat(actual[i]).isNotNaN();
        }
        assertThat(worst)
                .as("%s, %d terms", what, terms)
                .isLessThanOrEqualTo(32f * 0x1p-24f * terms * (float) Math.sqrt(terms));
    }

    /** Values with a few exact ties between x and f, so that the sign's zero is met. */
    private static final class Fixture {
        final float[] x;
        final float[] filter;
        final float[] outputGradient;

        Fixture(ConvGeometry g) {
            Random random = new Random(g.hashCode());
            x = values(random, g.inputShape().size());
            filter = values(random, g.filterShape().size());
            outputGradient = values(random, g.outputShape().size());
        }

        private static float[] values(Random random, int size) {
            float[] values = new float[size];
            for (int i = 0; i < size; i++) {
                values[i] = i % 5 == 0 ? Math.round(2 * random.nextFloat()) : (float) random.nextGaussian();
            }
            return values;
        }
    }
}
