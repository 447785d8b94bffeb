package org.addernet.bench;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.ConvolutionKernels;
import org.addernet.kernel.Kernels;
import org.addernet.kernel.Similarity;
import org.addernet.kernel.Size2d;
import org.addernet.parallel.Workers;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The l1 forward pass, 3x3 on 14x14 images in a batch of 8, with as many filters as input channels: from few to many. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class RooflineBenchmark {

    /** The input channels, and the filters. */
    @Param({"1", "2", "4", "8", "16", "32", "64", "128", "256"})
    public int channels;

    private final ConvolutionKernels kernels = Kernels.active();
    private final Workers workers = new Workers(1);
    private ConvGeometry geometry;
    private float[] x;
    private float[] filter;
    private float[] y;

    /** Made by JMH. */
    public RooflineBenchmark() {}

    /** Draws the inputs. */
    @Setup
    public void setUp() {
        Size2d one = Size2d.square(1);
        geometry = new ConvGeometry(8, Size2d.square(14), channels, channels, Size2d.square(3), one, one, one);
        Random random = new Random(1);
        x = InputData.RELU.draw(geometry.inputShape(), random);
        filter = InputData.GAUSSIAN.draw(geometry.filterShape(), random);
        y = new float[geometry.outputShape().size()];
    }

    /** Runs the pass once. */
    @Benchmark
    public float[] forward(Gops counter) {
        counter.add(geometry.similarities());
        kernels.forward(Similarity.L1, geometry, x, filter, y, workers);
        return y;
    }
}
