package org.addernet.bench;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.ConvolutionKernels;
import org.addernet.kernel.GradientRule;
import org.addernet.kernel.KernelProvider;
import org.addernet.kernel.Kernels;
import org.addernet.kernel.Similarity;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One pass through one convolution layer: how many a second, and in {@code gops} how many 10^9 similarities a second.
 *
 * <p>The gradients are taken by the similarity's own {@link GradientRule}; a gradient visits as many pairs of an input and a
 * filter weight as the forward pass, so that one count serves all passes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class ConvolutionBenchmark {

    /** The {@link BenchmarkShape}. */
    @Param({
        "lenet-conv1",
        "lenet-conv2",
        "lenet-fc",
        "resnet20-stem",
        "resnet20-stage1",
        "resnet20-down",
        "resnet20-stage2",
        "resnet20-stage3",
        "resnet18-stem",
        "resnet18-56",
        "resnet18-14",
        "resnet50-1x1",
        "dilated"
    })
    public String shape;

    /** The {@link Similarity}. */
    @Param({"l1", "l2", "cross-correlation", "xnor"})
    public String similarity;

    /** The {@link Direction}. */
    @Param({"forward", "filter-gradient", "input-gradient"})
    public String pass;

    /** The {@link InputData}. */
    @Param("gaussian")
    public String data;

    /** The kernels' provider: {@code vector}, {@code scalar} or {@code reference}. */
    @Param("vector")
    public String provider;

    /** How many threads work on a pass. */
    @Param("1")
    public int threads;

    private ConvGeometry geometry;
    private Similarity measure;
    private GradientRule rule;
    private Direction direction;
    private ConvolutionKernels kernels;
    private Workers workers;

    private float[] x;
    private float[] filter;
    private float[] output;
    private float[] result;

    /** Made by JMH. */
    public ConvolutionBenchmark() {}

    /** Looks the parameters up, draws the inputs and starts the threads. */
    @Setup
    public void setUp() {
        geometry = Parameters.constant("shape", shape, BenchmarkShape.class).geometry();
        measure = Parameters.constant("similarity", similarity, Similarity.class);
        rule = GradientRule.of(measure);
        direction = Parameters.constant("pass", pass, Direction.class);
        kernels = Parameters.find("provider", provider, Kernels.available(), KernelProvider::name)
                .kernels();
        workers = new Workers(threads);

        Random random = new Random(1);
        x = Parameters.constant("data", data, InputData.class).draw(geometry.inputShape(), random);
        filter = InputData.GAUSSIAN.draw(geometry.filterShape(), random);
        output = InputData.GAUSSIAN.draw(geometry.outputShape(), random);
        result = new float[direction == Direction.FILTER_GRADIENT ? filter.length : x.length];
    }

    /** Runs the pass once. */
    @Benchmark
    public float[] convolution(Gops counter) {
        counter.add(geometry.similarities());
        switch (direction) {
            case FORWARD -> {
                kernels.forward(measure, geometry, x, filter, output, workers);
                return output;
            }
            case FILTER_GRADIENT -> kernels.filterGradient(rule.filter(), geometry, x, filter, output, result, workers);
            case INPUT_GRADIENT -> kernels.inputGradient(rule.input(), geometry, x, filter, output, result, workers);
        }
        return result;
    }

    /** Ends the threads. */
    @TearDown
    public void tearDown() {
        workers.close();
    }
}
