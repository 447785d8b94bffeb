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

    /** How long the JIT may take until a pass is compiled; it takes seconds on a busy machine. Only a failure takes so long. */
    private static final long MOST_NANOS = TimeUnit.MINUTES.toNanos(3);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private record Layer(
            ConvGeometry geometry, float[] x, float[] filter, float[] dy, float[] y, float[] df, float[] dx) {}

    private interface Pass {
        void run(ConvolutionKernels kernels, Layer layer, Workers workers);
    }

    /** Each driver, with its terms and tiles; with the vectors of other machines one pass of each driver. */
    static Stream<Arguments> passes() {
        if (Boolean.getBoolean(Shift.EXACT_PROPERTY)) {
            return exact();
        }
        Layer few = layer(20, 1, 2, 3, 0);
        Layer several = layer(12, 24, 40, 3, 0);
        Stream<Arguments> drivers = Stream.of(
                Arguments.of("forward over positions", few, forward(Similarity.L1)),
                Arguments.of("filter gradient over positions", few, filterGradient(FilterGradient.FULL_PRECISION)),
                Arguments.of("forward", several, forward(Similarity.L1)),
                Arguments.of("filter gradient", several, filterGradient(FilterGradient.FULL_PRECISION)),
                Arguments.of("input gradient", several, inputGradient(InputGradient.HARD_TANH)));
        return System.getProperty(Lanes.PROPERTY) == null
                ? Stream.concat(drivers, Stream.concat(terms(several), Stream.concat(tiles(), exact())))
                : drivers;
    }

    private static Stream<Arguments> terms(Layer layer) {
        return Stream.of(
                Arguments.of("forward, l2", layer, forward(Similarity.L2)),
                Arguments.of("forward, product", layer, forward(Similarity.CROSS_CORRELATION)),
                Arguments.of("filter gradient, sign", layer, filterGradient(FilterGradient.SIGN)),
                Arguments.of("input gradient, l2", layer, inputGradient(InputGradient.L2)),
                Arguments.of("input gradient, sign", layer, inputGradient(InputGradient.SIGN)),
                Arguments.of("input gradient, product", layer, inputGradient(InputGradient.CROSS_CORRELATION)));
    }

    /** Of six filters, over positions, and of one vector of filters. */
    private static Stream<Arguments> tiles() {
        return Stream.of(layer(20, 6, 6, 5, 0), layer(14, 16, 16, 3, 0))
                .flatMap(layer -> Stream.of(
                        Arguments.of("forward, tile of one vector", layer, forward(Similarity.L1)),
                        Arguments.of(
                                "input gradient, tile of one vector", layer, inputGradient(InputGradient.HARD_TANH))));
    }

    /** Far from 0 the exact micro-kernels of l1 run. */
    private static Stream<Arguments> exact() {
        return Stream.of(layer(20, 6, 6, 5, 1000), layer(12, 24, 40, 3, 1000))
                .flatMap(layer -> Stream.of(
                        Arguments.of("forward, exact", layer, forward(Similarity.L1)),
                        Arguments.of("input gradient, exact", layer, inputGradient(InputGradient.HARD_TANH))));
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

    private static Layer layer(int image, int channels, int filters, int kernel, float mean) {
        Size2d one = Size2d.square(1);
        Size2d padding = Size2d.square(kernel / 2);
        ConvGeometry g =
                new ConvGeometry(2, Size2d.square(image), channels, filters, Size2d.square(kernel), one, padding, one);
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
