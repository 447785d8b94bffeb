package org.addernet.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.ConvolutionKernels;
import org.addernet.kernel.GradientRule;
import org.addernet.kernel.Similarity;
import org.addernet.kernel.Size2d;
import org.addernet.parallel.Workers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Results depend on the operands alone: not on what scratch holds, and not on where a task or a tile begins. */
class IndependenceTest {

    private static ConvolutionKernels kernels;

    @BeforeAll
    static void needsVectors() {
        VectorProvider provider = new VectorProvider();
        assumeThat(provider.obstacle()).isEmpty();
        kernels = provider.kernels();
    }

    static List<ConvGeometry> geometries() {
        return List.of(
                geometry(5, 11, 20, 32, 64, 3, 1, 1),
                new ConvGeometry(
                        3,
                        new Size2d(14, 17),
                        16,
                        20,
                        Size2d.square(3),
                        Size2d.square(1),
                        Size2d.square(5),
                        Size2d.square(5)),
                geometry(5, 11, 37, 32, 64, 1, 2, 1),
                geometry(3, 13, 12, 16, 16, 3, 1, 1),
                geometry(4, 7, 7, 17, 33, 3, 2, 1),
                geometry(3, 9, 35, 7, 3, 3, 1, 1),
                geometry(2, 16, 24, 3, 17, 3, 1, 1),
                geometry(4, 28, 28, 1, 6, 5, 1, 2),
                geometry(3, 6, 14, 6, 40, 2, 2, 0),
                geometry(6, 5, 5, 33, 16, 5, 1, 0));
    }

    private static ConvGeometry geometry(int n, int h, int w, int cIn, int cOut, int kernel, int stride, int padding) {
        return new ConvGeometry(
                n,
                new Size2d(h, w),
                cIn,
                cOut,
                Size2d.square(kernel),
                Size2d.square(stride),
                Size2d.square(padding),
                Size2d.square(1));
    }

    @ParameterizedTest
    @MethodSource("geometries")
    void scratchIsWrittenBeforeItIsRead(ConvGeometry g) {
        try (Workers workers = new Workers(1)) {
            for (Similarity similarity : Similarity.values()) {
                List<float[]> clean = passes(similarity, g, positive(g), workers, 0);
                List<float[]> dirty = passes(similarity, g, positive(g), workers, Float.NaN);
                assertSame(dirty, clean, similarity);
            }
        }
    }

    /** Without negative inputs the fast path adds the same constant to any of the images, and all of these are mild enough for it. */
    @ParameterizedTest
    @MethodSource("geometries")
    void anImageAloneHasTheSameBits(ConvGeometry g) {
        ConvGeometry one = new ConvGeometry(
                1, g.image(), g.inChannels(), g.outChannels(), g.kernel(), g.stride(), g.padding(), g.dilation());
        float[] x = positive(g);
        float[] f = values(2, g.filterShape().size());
        float[] dy = values(3, g.outputShape().size());
        int input = x.length / g.batch();
        int output = dy.length / g.batch();
        for (Similarity similarity : Similarity.values()) {
            GradientRule rule = GradientRule.of(similarity);
            float[] y = new float[dy.length];
            float[] dx = new float[x.length];
            kernels.forward(similarity, g, x, f, y, Workers.shared());
            kernels.inputGradient(rule.input(), g, x, f, dy, dx, Workers.shared());
            for (int n = 0; n < g.batch(); n++) {
                float[] alone = Arrays.copyOfRange(x, n * input, (n + 1) * input);
                float[] gradient = Arrays.copyOfRange(dy, n * output, (n + 1) * output);
                float[] yAlone = new float[output];
                float[] dxAlone = new float[input];
                kernels.forward(similarity, one, alone, f, yAlone, Workers.shared());
                kernels.inputGradient(rule.input(), one, alone, f, gradient, dxAlone, Workers.shared());
                assertSame(
                        List.of(yAlone, dxAlone),
                        List.of(
                                Arrays.copyOfRange(y, n * output, (n + 1) * output),
                                Arrays.copyOfRange(dx, n * input, (n + 1) * input)),
                        similarity + ", image " + n);
            }
        }
    }

    private static List<float[]> passes(
            Similarity similarity, ConvGeometry g, float[] x, Workers workers, float stale) {
        GradientRule rule = GradientRule.of(similarity);
        float[] f = values(2, g.filterShape().size());
        float[] dy = values(3, g.outputShape().size());
        float[] y = new float[dy.length];
        float[] df = new float[f.length];
        float[] dx = new float[x.length];
        fillScratch(stale, workers);
        kernels.forward(similarity, g, x, f, y, workers);
        fillScratch(stale, workers);
        kernels.filterGradient(rule.filter(), g, x, f, dy, df, workers);
        fillScratch(stale, workers);
        kernels.inputGradient(rule.input(), g, x, f, dy, dx, workers);
        return List.of(y, df, dx);
    }

    /** As many arrays of each size as a pass borrows at once, and more. */
    private static void fillScratch(float value, Workers workers) {
        for (int size = 1; size <= 1 << 18; size *= 2) {
            List<float[]> arrays = new ArrayList<>();
            for (int i = 0; i < 14; i++) {
                float[] array = workers.scratch().borrow(size);
                Arrays.fill(array, value);
                arrays.add(array);
            }
            arrays.forEach(workers.scratch()::release);
        }
    }

    private static void assertSame(List<float[]> actual, List<float[]> expected, Object what) {
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.get(i)).as("%s, result %d", what, i).isEqualTo(expected.get(i));
        }
    }

    private static float[] positive(ConvGeometry g) {
        float[] x = values(1, g.inputShape().size());
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.max(0, x[i]);
        }
        return x;
    }

    private static float[] values(long seed, int size) {
        Random random = new Random(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
