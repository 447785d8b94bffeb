package org.addernet.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Stream;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the kernels of every provider that can run here must give: the equations' values, in each pass. */
class EveryProviderTest {

    private static final Map<Similarity, DoubleBinaryOperator> SIMILARITIES = Map.of(
            Similarity.L1, (x, f) -> x < f ? x - f : f - x,
            Similarity.L2, (x, f) -> 2 * x * f - x * x - f * f,
            Similarity.CROSS_CORRELATION, (x, f) -> x * f,
            Similarity.XNOR, (x, f) -> x < 0 == f < 0 ? 1 : -1);

    private static final Map<FilterGradient, DoubleBinaryOperator> FILTER_RULES = Map.of(
            FilterGradient.FULL_PRECISION, (x, f) -> x - f,
            FilterGradient.SIGN, (x, f) -> Double.compare(x, f),
            FilterGradient.L2, (x, f) -> 2 * x - 2 * f,
            FilterGradient.CROSS_CORRELATION, (x, f) -> x,
            FilterGradient.XNOR, (x, f) -> x < 0 ? -1 : 1);

    private static final Map<InputGradient, DoubleBinaryOperator> INPUT_RULES = Map.of(
            InputGradient.HARD_TANH, (x, f) -> f - x > 1 ? 1 : f - x < -1 ? -1 : f - x,
            InputGradient.SIGN, (x, f) -> Double.compare(f, x),
            InputGradient.UNCLIPPED, (x, f) -> f - x,
            InputGradient.L2, (x, f) -> 2 * f - 2 * x,
            InputGradient.CROSS_CORRELATION, (x, f) -> f,
            InputGradient.XNOR, (x, f) -> x < -1 || x > 1 ? 0 : f < 0 ? -1 : 1);

    static Stream<Named<ConvolutionKernels>> kernels() {
        return Kernels.available().stream().map(p -> Named.of(p.name(), p.kernels()));
    }

    /** Geometries that differ along H and W, so that an exchange of the two shows. */
    private static final List<ConvGeometry> GEOMETRIES = List.of(
            geometry(2, new Size2d(5, 4), 2, 3, new Size2d(3, 2), new Size2d(1, 1), new Size2d(0, 0), new Size2d(1, 1)),
            geometry(2, new Size2d(6, 7), 3, 4, new Size2d(3, 3), new Size2d(2, 2), new Size2d(1, 1), new Size2d(1, 1)),
            geometry(1, new Size2d(8, 7), 1, 2, new Size2d(2, 3), new Size2d(2, 1), new Size2d(2, 1), new Size2d(2, 2)),
            geometry(3, new Size2d(5, 5), 2, 5, new Size2d(1, 1), new Size2d(2, 3), new Size2d(0, 0), new Size2d(1, 1)),
            geometry(2, new Size2d(4, 3), 5, 9, new Size2d(4, 3), new Size2d(1, 1), new Size2d(0, 0), new Size2d(1, 1)),
            geometry(2, new Size2d(1, 1), 7, 3, new Size2d(3, 3), new Size2d(1, 1), new Size2d(1, 1), new Size2d(1, 1)),
            geometry(
                    4, new Size2d(1, 1), 11, 5, new Size2d(1, 1), new Size2d(1, 1), new Size2d(0, 0), new Size2d(1, 1)),
            geometry(
                    2,
                    new Size2d(6, 19),
                    3,
                    5,
                    new Size2d(3, 3),
                    new Size2d(1, 1),
                    new Size2d(1, 1),
                    new Size2d(1, 1)));

    private static ConvGeometry geometry(
            int n, Size2d image, int cIn, int cOut, Size2d kernel, Size2d stride, Size2d padding, Size2d dilation) {
        return new ConvGeometry(n, image, cIn, cOut, kernel, stride, padding, dilation);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void passesGiveTheEquationsValues(ConvolutionKernels kernels) {
        for (ConvGeometry g : GEOMETRIES) {
            float[] x = BruteForce.gaussian(1, g.inputShape().size());
            float[] f = BruteForce.gaussian(2, g.filterShape().size());
            float[] dy = BruteForce.gaussian(3, g.outputShape().size());
            BruteForce truth = new BruteForce(g, x, f);
            BruteForce signs = new BruteForce(g, x, f).withoutPadding();
            SIMILARITIES.forEach((similarity, s) -> {
                float[] y = garbage(g.outputShape());
                kernels.forward(similarity, g, x, f, y, Workers.shared());
                assertClose(y, (similarity == Similarity.XNOR ? signs : truth).forward(s), similarity + " " + g);
            });
            FILTER_RULES.forEach((rule, derivative) -> {
                float[] df = garbage(g.filterShape());
                kernels.filterGradient(rule, g, x, f, dy, df, Workers.shared());
                double[] expected = (rule == FilterGradient.XNOR ? signs : truth).filterGradient(derivative, dy);
                assertClose(df, expected, rule + " " + g);
            });
            INPUT_RULES.forEach((rule, derivative) -> {
                float[] dx = garbage(g.inputShape());
                kernels.inputGradient(rule, g, x, f, dy, dx, Workers.shared());
                assertClose(dx, truth.inputGradient(derivative, dy), rule + " " + g);
            });
        }
    }

    /** Results must be overwritten, so they start as something that no sum survives. */
    private static float[] garbage(Shape shape) {
        float[] values = new float[shape.size()];
        Arrays.fill(values, Float.NaN);
        return values;
    }

    /** Sums here have at most 100 terms below 50, so 100 roundings of a value below 500: 500 * 2^-24 * 10 = 3e-4 at random. */
    private static void assertClose(float[] actual, double[] expected, String what) {
        assertClose(actual, expected, 1, what);
    }

    /** The same for sums that were multiplied. */
    private static void assertClose(float[] actual, double[] expected, float factor, String what) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).as("%s, element %d", what, i).isCloseTo(expected[i], within(3e-4 * factor));
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void paddingTakesPart(ConvolutionKernels kernels) {
        ConvGeometry g = GEOMETRIES.get(5);
        float[] x = new float[14];
        Arrays.fill(x, 1);
        float[] f = new float[3 * 3 * 7 * 3];
        Arrays.fill(f, 2);
        float[] y = new float[2 * 3];
        kernels.forward(Similarity.L1, g, x, f, y, Workers.shared());
        // 7 taps see a 1, the other 8 * 7 see a padded 0.
        assertThat(y).containsOnly(-(7 * 1f + 56 * 2f));
        kernels.forward(Similarity.CROSS_CORRELATION, g, x, f, y, Workers.shared());
        assertThat(y).containsOnly(14f);
        Arrays.fill(x, -1);
        kernels.forward(Similarity.XNOR, g, x, f, y, Workers.shared());
        assertThat(y).containsOnly(-7f); // The padding has no sign.
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void inputThatNoTapSeesGetsAGradientOfZero(ConvolutionKernels kernels) {
        ConvGeometry g = geometry(
                2, new Size2d(5, 6), 3, 4, Size2d.square(1), Size2d.square(2), Size2d.square(0), Size2d.square(1));
        float[] x = BruteForce.gaussian(1, g.inputShape().size());
        for (int i = 0; i < x.length; i++) {
            // Small, for the signs of large inputs have no gradient.
            x[i] /= 8;
        }
        float[] f = BruteForce.gaussian(2, g.filterShape().size());
        float[] dy = BruteForce.gaussian(3, g.outputShape().size());
        for (InputGradient rule : InputGradient.values()) {
            float[] dx = garbage(g.inputShape());
            kernels.inputGradient(rule, g, x, f, dy, dx, Workers.shared());
            for (int i = 0; i < dx.length; i++) {
                int pixel = i / 3 % 30;
                boolean seen = pixel / 6 % 2 == 0 && pixel % 6 % 2 == 0;
                assertThat(dx[i] != 0).as("%s at %d is %s", rule, i, dx[i]).isEqualTo(seen);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aTieHasNoSign(ConvolutionKernels kernels) {
        ConvGeometry g = GEOMETRIES.get(1);
        float[] x = new float[g.inputShape().size()];
        float[] f = new float[g.filterShape().size()];
        float[] dy = BruteForce.gaussian(3, g.outputShape().size());
        float[] df = garbage(g.filterShape());
        float[] dx = garbage(g.inputShape());
        kernels.filterGradient(FilterGradient.SIGN, g, x, f, dy, df, Workers.shared());
        kernels.inputGradient(InputGradient.SIGN, g, x, f, dy, dx, Workers.shared());
        for (float value : df) {
            assertThat(Math.abs(value)).isZero();
        }
        for (float value : dx) {
            assertThat(Math.abs(value)).isZero();
        }
    }

    /** The gradient passes up to 1 and not beyond; zeros and NaN count as positive. */
    @ParameterizedTest
    @MethodSource("kernels")
    void signsHaveEdges(ConvolutionKernels kernels) {
        float[] edges = {
            1,
            -1,
            Math.nextUp(1f),
            -Math.nextUp(1f),
            0,
            -0.0f,
            Float.MIN_VALUE,
            -Float.MIN_VALUE,
            Float.NaN,
            Float.intBitsToFloat(0xffc00001),
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            -0.5f
        };
        for (ConvGeometry g : GEOMETRIES) {
            float[] x = repeated(edges, g.inputShape().size(), 1);
            float[] f = repeated(edges, g.filterShape().size(), 3);
            float[] dy = BruteForce.gaussian(3, g.outputShape().size());
            BruteForce truth = new BruteForce(g, x, f).withoutPadding();
            float[] y = garbage(g.outputShape());
            kernels.forward(Similarity.XNOR, g, x, f, y, Workers.shared());
            assertClose(y, truth.forward((a, b) -> a < 0 == b < 0 ? 1 : -1), "forward " + g);
            float[] df = garbage(g.filterShape());
            kernels.filterGradient(FilterGradient.XNOR, g, x, f, dy, df, Workers.shared());
            assertClose(df, truth.filterGradient((a, b) -> a < 0 ? -1 : 1, dy), "filter gradient " + g);
            float[] dx = garbage(g.inputShape());
            kernels.inputGradient(InputGradient.XNOR, g, x, f, dy, dx, Workers.shared());
            double[] expected = truth.inputGradient((a, b) -> a >= -1 && a <= 1 ? b < 0 ? -1 : 1 : 0, dy);
            assertClose(dx, expected, "input gradient " + g);
        }
    }

    /** Returns every value, in the order of steps. */
    private static float[] repeated(float[] values, int size, int step) {
        float[] repeated = new float[size];
        for (int i = 0; i < size; i++) {
            repeated[i] = values[step * i % values.length];
        }
        return repeated;
    }

    /** -0.0 is not below 0, but the bits of a float say otherwise. */
    @ParameterizedTest
    @MethodSource("kernels")
    void negativeZeroIsZero(ConvolutionKernels kernels) {
        for (ConvGeometry g : GEOMETRIES) {
            float[] x = new float[g.inputShape().size()];
            for (int i = 0; i < x.length; i++) {
                x[i] = i % 2 == 0 ? -0.0f : i % 3;
            }
            float[] f = BruteForce.gaussian(2, g.filterShape().size());
            float[] y = garbage(g.outputShape());
            kernels.forward(Similarity.L1, g, x, f, y, Workers.shared());
            assertClose(y, new BruteForce(g, x, f).forward((a, b) -> -Math.abs(a - b)), "-0.0 " + g);
        }
    }

    /** The lowest input is the critical one for kernels that move the inputs above a bound, whose sums are rounded. */
    @ParameterizedTest
    @MethodSource("kernels")
    void filterFarBelowTheLowestInputIsClipped(ConvolutionKernels kernels) {
        ConvGeometry g = GEOMETRIES.get(1);
        for (int seed = 0; seed < 20; seed++) {
            float[] x = BruteForce.gaussian(seed, g.inputShape().size());
            float[] f = BruteForce.gaussian(seed + 20, g.filterShape().size());
            for (int i = 0; i < f.length; i++) {
                f[i] = 4 * f[i];
            }
            float[] dy = BruteForce.gaussian(3, g.outputShape().size());
            float[] dx = garbage(g.inputShape());
            kernels.inputGradient(InputGradient.HARD_TANH, g, x, f, dy, dx, Workers.shared());
            double[] expected = new BruteForce(g, x, f).inputGradient((a, b) -> Math.max(-1, Math.min(1, b - a)), dy);
            assertClose(dx, expected, "seed " + seed);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void epilogueIsAppliedToTheSums(ConvolutionKernels kernels) {
        for (ConvGeometry g : GEOMETRIES) {
            float[] x = BruteForce.gaussian(1, g.inputShape().size());
            float[] f = BruteForce.gaussian(2, g.filterShape().size());
            float[] scale = BruteForce.gaussian(3, g.outChannels());
            float[] shift = BruteForce.gaussian(4, g.outChannels());
            float largest = 1;
            for (float factor : scale) {
                largest = Math.max(largest, Math.abs(factor));
            }
            float tolerance = largest;
            BruteForce truth = new BruteForce(g, x, f);
            BruteForce signs = new BruteForce(g, x, f).withoutPadding();
            for (boolean relu : new boolean[] {false, true}) {
                SIMILARITIES.forEach((similarity, s) -> {
                    double[] expected = (similarity == Similarity.XNOR ? signs : truth).forward(s);
                    for (int i = 0; i < expected.length; i++) {
                        int t = i % g.outChannels();
                        double value = scale[t] * expected[i] + shift[t];
                        expected[i] = relu && value < 0 ? 0 : value;
                    }
                    float[] y = garbage(g.outputShape());
                    kernels.forward(similarity, g, x, f, new Epilogue(scale, shift, relu), y, Workers.shared());
                    assertClose(y, expected, tolerance, similarity + " with relu " + relu + " " + g);
                });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void epilogueCoversMoreThanOneTask(ConvolutionKernels kernels) {
        ConvGeometry g = geometry(
                3, new Size2d(70, 70), 1, 3, Size2d.square(1), Size2d.square(1), Size2d.square(0), Size2d.square(1));
        float[] x = new float[g.inputShape().size()];
        Arrays.fill(x, 2);
        float[] y = garbage(g.outputShape());
        Epilogue epilogue = new Epilogue(new float[] {10, -1, 1}, new float[] {1, 0.5f, 0}, true);
        kernels.forward(Similarity.CROSS_CORRELATION, g, x, new float[] {1, 2, 3}, epilogue, y, Workers.shared());
        for (int i = 0; i < y.length; i += 3) {
            assertThat(new float[] {y[i], y[i + 1], y[i + 2]}).containsExactly(21, 0, 6);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void nanPassesTheEpilogue(ConvolutionKernels kernels) {
        ConvGeometry g = GEOMETRIES.get(6);
        float[] x = BruteForce.gaussian(1, g.inputShape().size());
        float[] f = BruteForce.gaussian(2, g.filterShape().size());
        x[11] = Float.NaN;
        float[] y = new float[g.outputShape().size()];
        Epilogue epilogue = new Epilogue(new float[] {1, 1, 1, 1, 1}, new float[5], true);
        kernels.forward(Similarity.L1, g, x, f, epilogue, y, Workers.shared());
        for (int i = 0; i < y.length; i++) {
            assertThat(Float.isNaN(y[i])).as("element %d", i).isEqualTo(i / 5 == 1);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void epilogueOfOtherChannelsIsRefused(ConvolutionKernels kernels) {
        ConvGeometry g = GEOMETRIES.get(6);
        Epilogue epilogue = new Epilogue(new float[2], new float[2], false);
        float[] y = new float[g.outputShape().size()];
        assertThatThrownBy(() ->
                        kernels.forward(Similarity.L1, g, new float[44], new float[55], epilogue, y, Workers.shared()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Epilogue: it has 2 channels, the convolution gives 5");
        assertThatThrownBy(() -> new Epilogue(new float[2], new float[3], false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("scale has 2 channels", "shift 3");
    }

    /** But for signs, of which NaN has one. */
    @ParameterizedTest
    @MethodSource("kernels")
    void nanReachesExactlyTheOutputsThatSeeIt(ConvolutionKernels kernels) {
        for (ConvGeometry g : GEOMETRIES) {
            for (Similarity similarity : Similarity.values()) {
                float[] x = BruteForce.gaussian(1, g.inputShape().size());
                float[] f = BruteForce.gaussian(2, g.filterShape().size());
                int spoiled = x.length / 2;
                x[spoiled] = Float.NaN;
                assertNaNs(kernels, similarity, g, x, f);
                x[spoiled] = 0;
                f[f.length / 2] = Float.NaN;
                assertNaNs(kernels, similarity, g, x, f);
            }
        }
    }

    private static void assertNaNs(
            ConvolutionKernels kernels, Similarity similarity, ConvGeometry g, float[] x, float[] f) {
        float[] y = new float[g.outputShape().size()];
        kernels.forward(similarity, g, x, f, y, Workers.shared());
        double[] sums = new BruteForce(g, x, f).forward((a, b) -> a + b);
        for (int i = 0; i < y.length; i++) {
            assertThat(Float.isNaN(y[i]))
                    .as("%s %s at %d", similarity, g, i)
                    .isEqualTo(similarity != Similarity.XNOR && Double.isNaN(sums[i]));
        }
    }
}
