package org.addernet.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.addernet.kernel.reference.ReferenceProvider;
import org.addernet.parallel.Workers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The error of the forward pass, relative to the largest result: at most 1e-5 for all shapes of up to 4,608 terms. */
class ErrorSweepTest {

    private static final double MOST = 1e-5;
    private static final int MOST_TERMS = 4608;
    private static final int SHAPES = 200;

    private static final ConvolutionKernels REFERENCE = new ReferenceProvider().kernels();

    /** The means and deviations of x and f; uniform from -1 to 1 if a deviation is 0. */
    private record Data(float xMean, float xDeviation, float fMean, float fDeviation) {}

    private static final List<Data> DATA = List.of(
            new Data(0, 1, 0, 1),
            new Data(0, 100, 0, 100),
            new Data(0, 1e-3f, 0, 1e-3f),
            new Data(0, 0, 0, 0),
            new Data(3, 1, 0, 1),
            new Data(0, 100, 0, 1),
            new Data(0, 1, 0, 1e-3f),
            new Data(7, 1, 7, 1));

    static Stream<KernelProvider> providers() {
        return Kernels.available().stream().filter(provider -> !provider.name().equals("reference"));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void distances(KernelProvider provider) {
        sweep(provider, Similarity.L1, SHAPES);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void squaresAndProducts(KernelProvider provider) {
        sweep(provider, Similarity.L2, SHAPES / 4);
        sweep(provider, Similarity.CROSS_CORRELATION, SHAPES / 4);
    }

    private static void sweep(KernelProvider provider, Similarity similarity, int shapes) {
        for (int seed = 0; seed < shapes; seed++) {
            Random random = new Random(seed);
            ConvGeometry g = geometry(random);
            Data data = DATA.get(seed % DATA.size());
            float[] x = draw(random, g.inputShape().size(), data.xMean, data.xDeviation);
            float[] f = draw(random, g.filterShape().size(), data.fMean, data.fDeviation);
            float[] y = new float[g.outputShape().size()];
            float[] expected = new float[y.length];
            provider.kernels().forward(similarity, g, x, f, y, Workers.shared());
            REFERENCE.forward(similarity, g, x, f, expected, Workers.shared());
            assertThat(error(y, expected))
                    .as("%s %s, seed %d, %d terms, %s", similarity, g, seed, g.taps(), data)
                    .isLessThanOrEqualTo(MOST);
        }
    }

    /** Small images; a third of the shapes have few filters and long rows, so that vectors may run over positions. */
    private static ConvGeometry geometry(Random random) {
        int height = 1 + random.nextInt(7);
        int width = random.nextInt(3) == 0 ? 1 + random.nextInt(7) : height;
        int most = MOST_TERMS / (height * width);
        int channels = random.nextBoolean()
                ? 1 + random.nextInt(most)
                : (int) Math.min(most, Math.exp(random.nextDouble() * Math.log(most + 1)));
        boolean rows = random.nextInt(3) == 0;
        int dilation = random.nextInt(4) == 0 ? 2 : 1;
        return new ConvGeometry(
                1,
                new Size2d(
                        dilation * (height - 1) + 1 + random.nextInt(3),
                        dilation * (width - 1) + 1 + (rows ? 9 + random.nextInt(9) : random.nextInt(6))),
                channels,
                1 + random.nextInt(rows ? 8 : 40),
                new Size2d(height, width),
                Size2d.square(rows ? 1 : 1 + random.nextInt(2)),
                Size2d.square(random.nextInt(3) == 0 ? random.nextInt(height) : 0),
                Size2d.square(dilation));
    }

    private static float[] draw(Random random, int size, float mean, float deviation) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = deviation == 0 ? 2 * random.nextFloat() - 1 : mean + deviation * (float) random.nextGaussian();
        }
        return values;
    }

    private static double error(float[] actual, float[] expected) {
        double worst = IntStream.range(0, actual.length)
                .mapToDouble(i -> Math.abs((double) actual[i] - expected[i]))
                .reduce(0, Math::max);
        double largest = IntStream.range(0, expected.length)
                .mapToDouble(i -> Math.abs(expected[i]))
                .reduce(0, Math::max);
        return worst / largest;
    }

    /** A sum that would overflow when x and f are shifted, although the result does not. */
    @ParameterizedTest
    @MethodSource("providers")
    void hugeInputsStayWhereTheyAreSeen(KernelProvider provider) {
        for (int filters : new int[] {3, 33}) {
            ConvGeometry g = geometry(16, filters);
            Random random = new Random(1);
            float[] x = draw(random, g.inputShape().size(), 0, 0);
            for (int i = 0; i < x.length; i++) {
                x[i] *= i < x.length / 2 ? 1e37f : 1;
            }
            float[] f = draw(random, g.filterShape().size(), 0, 1);
            float[] y = new float[g.outputShape().size()];
            float[] expected = new float[y.length];
            provider.kernels().forward(Similarity.L1, g, x, f, y, Workers.shared());
            REFERENCE.forward(Similarity.L1, g, x, f, expected, Workers.shared());
            assertSameFinite(y, expected);
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void hugeGradientsDoNotOverflow(KernelProvider provider) {
        for (int channels : new int[] {3, 33}) {
            ConvGeometry g = geometry(channels, 32);
            Random random = new Random(1);
            float[] x = draw(random, g.inputShape().size(), 0, 1);
            float[] f = draw(random, g.filterShape().size(), 0, 1);
            float[] dy = draw(random, g.outputShape().size(), 1e36f, 1e34f);
            float[] dx = new float[x.length];
            float[] expected = new float[x.length];
            provider.kernels().inputGradient(InputGradient.HARD_TANH, g, x, f, dy, dx, Workers.shared());
            REFERENCE.inputGradient(InputGradient.HARD_TANH, g, x, f, dy, expected, Workers.shared());
            assertSameFinite(dx, expected);
            assertThat(error(dx, expected)).isLessThanOrEqualTo(MOST);
        }
    }

    private static ConvGeometry geometry(int channels, int filters) {
        Size2d one = Size2d.square(1);
        return new ConvGeometry(2, Size2d.square(20), channels, filters, Size2d.square(3), one, one, one);
    }

    private static void assertSameFinite(float[] actual, float[] expected) {
        assertThat(IntStream.range(0, actual.length)
                        .filter(i -> Float.isFinite(actual[i]) != Float.isFinite(expected[i])))
                .isEmpty();
    }

    /** What {@link ConvolutionKernels#inputGradient} says of weights that are not finite. */
    @ParameterizedTest
    @MethodSource("providers")
    void nanOfAWeightStaysInItsChannel(KernelProvider provider) {
        int weight = 5;
        for (int channels : new int[] {3, 33}) {
            ConvGeometry g = geometry(channels, 32);
            Random random = new Random(1);
            float[] x = draw(random, g.inputShape().size(), 0, 1);
            float[] f = draw(random, g.filterShape().size(), 0, 1);
            f[weight * g.outChannels()] = Float.NaN;
            float[] dy = draw(random, g.outputShape().size(), 0, 1);
            for (InputGradient rule : InputGradient.values()) {
                float[] dx = new float[x.length];
                float[] expected = new float[x.length];
                provider.kernels().inputGradient(rule, g, x, f, dy, dx, Workers.shared());
                REFERENCE.inputGradient(rule, g, x, f, dy, expected, Workers.shared());
                for (int i = 0; i < dx.length; i++) {
                    boolean mayBe = i % channels == weight % channels;
                    assertThat(Float.isNaN(expected[i]) ? !Float.isNaN(dx[i]) : Float.isNaN(dx[i]) && !mayBe)
                            .as("%s, %d channels, dx[%d] = %s, not %s", rule, channels, i, dx[i], expected[i])
                            .isFalse();
                }
            }
        }
    }
}
