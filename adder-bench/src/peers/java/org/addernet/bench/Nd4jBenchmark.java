package org.addernet.bench;

import java.util.concurrent.TimeUnit;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.Similarity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
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

/** ND4J's convolution, forward and its two gradients, and the adder layer composed of its operators, forward. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class Nd4jBenchmark {

    /** The {@link BenchmarkShape}. */
    @Param("resnet20-stage3")
    public String shape;

    /** The adder layer is an im2col and all Manhattan distances. */
    @Param({"conv2d", "conv2d-gradients", "adder"})
    public String operator;

    /** How many threads work on an operation. */
    @Param({"1", "2"})
    public int threads;

    private PeerLayer layer;
    private INDArray x;
    private INDArray filter;
    private INDArray gradient;

    /** Made by JMH. */
    public Nd4jBenchmark() {}

    /** Copies the inputs, and compares the results with ours. */
    @Setup
    public void setUp() {
        Nd4j.getEnvironment().setMaxThreads(threads);
        Nd4j.getEnvironment().setMaxMasterThreads(threads);
        layer = new PeerLayer(shape, operator.equals("adder") ? Similarity.L1 : Similarity.CROSS_CORRELATION);
        ConvGeometry geometry = layer.geometry;
        x = array(layer.x, geometry.inputShape()).permute(0, 3, 1, 2).dup('c');
        filter = array(layer.filter, geometry.filterShape()).permute(3, 2, 0, 1).dup('c');
        gradient = array(layer.gradient, geometry.outputShape())
                .permute(0, 3, 1, 2)
                .dup('c');
        INDArray[] results = compute();
        String who = "ND4J " + operator;
        switch (operator) {
            case "conv2d" -> layer.checkOutput(who, values(results[0].permute(0, 2, 3, 1)));
            case "conv2d-gradients" ->
                layer.checkGradients(
                        who, values(results[0].permute(0, 2, 3, 1)), values(results[1].permute(2, 3, 1, 0)));
            default -> layer.checkOutput(who, values(results[0]));
        }
    }

    /** Runs the operation once; two gradients count twice. */
    @Benchmark
    public void operation(Gops counter) {
        counter.add((operator.equals("conv2d-gradients") ? 2 : 1) * layer.geometry.similarities());
        for (INDArray result : compute()) {
            result.close();
        }
    }

    private INDArray[] compute() {
        return switch (operator) {
            case "conv2d" -> execute("conv2d", x, filter);
            case "conv2d-gradients" -> execute("conv2d_bp", x, filter, gradient);
            case "adder" -> new INDArray[] {adder()};
            default -> throw new IllegalArgumentException("operator=" + operator + " does not exist");
        };
    }

    /** Returns the outputs, {@code [N outH outW,cOut]}. */
    private INDArray adder() {
        ConvGeometry geometry = layer.geometry;
        INDArray columns = execute("im2col", x)[0];
        INDArray rows = columns.permute(0, 4, 5, 1, 2, 3)
                .dup('c')
                .reshape((long) geometry.batch() * layer.positions(), layer.taps());
        INDArray distances =
                Transforms.allManhattanDistances(rows, filter.reshape(geometry.outChannels(), layer.taps()), 1);
        columns.close();
        rows.close();
        return distances.negi();
    }

    private INDArray[] execute(String name, INDArray... inputs) {
        ConvGeometry geometry = layer.geometry;
        DynamicCustomOp operation = DynamicCustomOp.builder(name)
                .addInputs(inputs)
                .addIntegerArguments(
                        geometry.kernel().height(),
                        geometry.kernel().width(),
                        geometry.stride().height(),
                        geometry.stride().width(),
                        geometry.padding().height(),
                        geometry.padding().width(),
                        geometry.dilation().height(),
                        geometry.dilation().width(),
                        0, // the padding is as given
                        0, // images [N,C,H,W]
                        1) // filters [O,I,H,W]
                .build();
        return Nd4j.exec(operation);
    }

    private static INDArray array(float[] values, org.addernet.tensor.Shape shape) {
        return Nd4j.createFromArray(values)
                .castTo(DataType.FLOAT)
                .reshape(shape.dimension(0), shape.dimension(1), shape.dimension(2), shape.dimension(3));
    }

    private static float[] values(INDArray array) {
        return array.dup('c').data().asFloat();
    }
}
