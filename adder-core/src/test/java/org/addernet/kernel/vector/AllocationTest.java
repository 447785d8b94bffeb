package org.addernet.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.ConvolutionKernels;
import org.addernet.kernel.FilterGradient;
import org.addernet.kernel.InputGradient;
import org.addernet.kernel.Similarity;
import org.addernet.kernel.Size2d;
import org.addernet.parallel.Workers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No pass makes objects of its vectors once it is compiled: that would cost a factor of ten or more, and be right all the same. */
class AllocationTest {

    /** What a call may allocate: its plan's and its tasks' objects. Boxed vectors would be hundreds of kilobytes. */
    private static final long MOST_BYTES = 16 << 10;

    /** How long the JIT may take until a pass is compiled; it takes a second or less if the machine is not busy. */
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private record Layer(
            ConvGeometry geometry, float[] x, float[] filter, float[] dy, float[] y, float[] df, float[] dx) {}

    private interface Pass {
        void run(ConvolutionKernels kernels, Layer layer, Workers workers);
    }

    /** Few channels and filters, in fours and in sixes, for vectors over positions; one vector of filters, and several with a rest. */
    static Stream<Arguments> passes() {
        return Stream.of(geometry(20, 1, 2, 5), geometry(20, 6, 6, 5), geometry(14, 16, 16, 3), geometry(12, 24, 40, 3))
                .flatMap(g -> Stream.of(0f, 1000f).flatMap(mean -> passes(g, mean)));
    }

    /** Far from 0 the exact micro-kernels of l1 run. */
    private static Stream<Arguments> passes(ConvGeometry g, float mean) {
        Layer layer = layer(g, mean);
        String where = g.inChannels() + " to " + g.outChannels() + " channels, mean " + mean + ", ";
        Stream<Arguments> distances = Stream.of(
                Arguments.of(where + "forward", layer, forward(Similarity.L1)),
                Arguments.of(where + "input gradient", layer, inputGradient(InputGradient.HARD_TANH)));
        if (mean != 0) {
            return distances;
        }
        return Stream.concat(
                distances,
                Stream.of(
                        Arguments.of(where + "forward, l2", layer, forward(Similarity.L2)),
                        Arguments.of(where + "forward, product", layer, forward(Similarity.CROSS_CORRELATION)),
                        Arguments.of(where + "filter gradient", layer, filterGradient(FilterGradient.FULL_PRECISION)),
                        Arguments.of(where + "filter gradient, sign", layer, filterGradient(FilterGradient.SIGN)),
                        Arguments.of(where + "input gradient, l2", layer, inputGradient(InputGradient.L2)),
                        Arguments.of(where + "input gradient, sign", layer, inputGradient(InputGradient.SIGN)),
                        Arguments.of(
                                where + "input gradient, product",
                                layer,
                                inputGradient(InputGradient.CROSS_CORRELATION))));
    }

    private static Pass forward(Similarity similarity) {
        return (kernels, l, workers) -> kernels.forward(similarity, l.geometry, l.x, l.filter, l.y, workers);
    }

    private static Pass filterGradient(FilterGradient rule) {
        return (kernels, l, workers) -> kernels.filterGradient(rule, l.geometry, l.x, l.filter, l.dy, l.df, workers);
    }

    private static Pass inputGradient(InputGradient rule) {
        return (kernels, l, workers) -> kernels.inputGradient(rule, l.geometry, l.x, l.filter, l.dy, l.dx, workers);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("passes")
    void compiledPassAllocatesNoVectors(String name, Layer layer, Pass pass) {
        assumeThat(new VectorProvider().obstacle()).isEmpty();
        ConvolutionKernels kernels = new VectorProvider().kernels();
        long thread = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        try (Workers workers = new Workers(1)) {
            long end = System.nanoTime() + MOST_NANOS;
            while (least > MOST_BYTES && System.nanoTime() < end) {
                long before = THREADS.getThreadAllocatedBytes(thread);
                pass.run(kernels, layer, workers);
                least = Math.min(least, THREADS.getThreadAllocatedBytes(thread) - before);
            }
        }
        assertThat(least).as("%s: bytes a call", name).isLessThanOrEqualTo(MOST_BYTES);
    }

    private static ConvGeometry geometry(int image, int channels, int filters, int kernel) {
        Size2d one = Size2d.square(1);
        return new ConvGeometry(
                2, Size2d.square(image), channels, filters, Size2d.square(kernel), one, Size2d.square(kernel / 2), one);
    }

    private static Layer layer(ConvGeometry g, float mean) {
        Random random = new Random(1);
        float[] x = gaussian(random, g.inputShape().size(), mean);
        float[] filter = gaussian(random, g.filterShape().size(), mean);
        float[] dy = gaussian(random, g.outputShape().size(), 0);
        return new Layer(g, x, filter, dy, new float[dy.length], new float[filter.length], new float[x.length]);
    }

    private static float[] gaussian(Random random, int size, float mean) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = mean + (float) random.nextGaussian();
        }
        return values;
    }
}
