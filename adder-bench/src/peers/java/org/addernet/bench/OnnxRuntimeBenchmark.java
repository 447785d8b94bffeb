package org.addernet.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.Similarity;
import org.addernet.kernel.Size2d;
import org.addernet.tensor.Shape;
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

/** ONNX Runtime's convolution, and the adder layer composed from its operators. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class OnnxRuntimeBenchmark {

    /** The {@link BenchmarkShape}. */
    @Param("resnet20-stage3")
    public String shape;

    /** The adder layer gathers each output's inputs, subtracts the filters by a broadcast and sums. */
    @Param({"conv2d", "adder"})
    public String operator;

    /** How many threads work on an operation. */
    @Param({"1", "2"})
    public int threads;

    private PeerLayer layer;
    private OrtSession session;
    private Map<String, OnnxTensor> inputs;

    /** Made by JMH. */
    public OnnxRuntimeBenchmark() {}

    /** Builds the model, and compares the result with ours. */
    @Setup
    public void setUp() throws OrtException {
        boolean convolution = operator.equals("conv2d");
        layer = new PeerLayer(shape, convolution ? Similarity.CROSS_CORRELATION : Similarity.L1);
        ConvGeometry geometry = layer.geometry;
        Shape in = geometry.inputShape();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            session = environment.createSession((convolution ? convolution() : adder()).bytes(), options);
        }
        float[] x = convolution ? PeerLayer.permuted(layer.x, in, 0, 3, 1, 2) : layer.x;
        long[] dimensions = convolution ? nchw(in) : nhwc(in);
        inputs = Map.of("x", OnnxTensor.createTensor(environment, FloatBuffer.wrap(x), dimensions));
        try (OrtSession.Result result = session.run(inputs)) {
            float[] y = ((OnnxTensor) result.get(0)).getFloatBuffer().array();
            Shape out = geometry.outputShape();
            Shape transposed = Shape.of(out.dimension(0), out.dimension(3), out.dimension(1), out.dimension(2));
            layer.checkOutput(
                    "ONNX Runtime " + operator, convolution ? PeerLayer.permuted(y, transposed, 0, 2, 3, 1) : y);
        }
    }

    /** Runs the model once. */
    @Benchmark
    public void operation(Gops counter) throws OrtException {
        counter.add(layer.geometry.similarities());
        session.run(inputs).close();
    }

    /** Frees the model. */
    @TearDown
    public void tearDown() throws OrtException {
        inputs.values().forEach(OnnxTensor::close);
        session.close();
    }

    private OnnxModel convolution() {
        ConvGeometry geometry = layer.geometry;
        Shape filter = geometry.filterShape();
        Size2d padding = geometry.padding();
        return new OnnxModel()
                .input("x", nchw(geometry.inputShape()))
                .output("y", nchw(geometry.outputShape()))
                .floats(
                        "f",
                        PeerLayer.permuted(layer.filter, filter, 3, 2, 0, 1),
                        filter.dimension(3),
                        filter.dimension(2),
                        filter.dimension(0),
                        filter.dimension(1))
                .node(
                        "Conv",
                        "x f",
                        "y",
                        Map.of(
                                "strides", pair(geometry.stride()),
                                "dilations", pair(geometry.dilation()),
                                "pads",
                                        new long[] {padding.height(), padding.width(), padding.height(), padding.width()
                                        }));
    }

    /** The inputs of each output side by side, {@code [positions,1,taps]}, against the filters, {@code [1,filters,taps]}. */
    private OnnxModel adder() {
        ConvGeometry geometry = layer.geometry;
        Shape out = geometry.outputShape();
        long filters = geometry.outChannels();
        long taps = layer.taps();
        Size2d padding = geometry.padding();
        OnnxModel model = new OnnxModel()
                .input("x", nhwc(geometry.inputShape()))
                .output("y", nhwc(out))
                .floats(
                        "f",
                        PeerLayer.permuted(layer.filter, Shape.of(1, 1, (int) taps, (int) filters), 0, 1, 3, 2),
                        1,
                        filters,
                        taps)
                .longs("pads", 0, padding.height(), padding.width(), 0, 0, padding.height(), padding.width(), 0)
                .longs("axes", 1, 2)
                .longs("steps", geometry.stride().height(), geometry.stride().width())
                .node("Pad", "x pads", "padded", Map.of());
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < geometry.kernel().height(); i++) {
            for (int j = 0; j < geometry.kernel().width(); j++) {
                String tap = i + "_" + j;
                long top = (long) i * geometry.dilation().height();
                long left = (long) j * geometry.dilation().width();
                model.longs("from" + tap, top, left)
                        .longs(
                                "to" + tap,
                                top
                                        + (long) (out.dimension(1) - 1)
                                                * geometry.stride().height()
                                        + 1,
                                left
                                        + (long) (out.dimension(2) - 1)
                                                * geometry.stride().width()
                                        + 1)
                        .node("Slice", "padded from" + tap + " to" + tap + " axes steps", "tap" + tap, Map.of());
                names.append(names.isEmpty() ? "tap" : " tap").append(tap);
            }
        }
        return model.longs("rows", -1, 1, taps)
                .longs("image", nhwc(out))
                .longs("last", 2)
                .node("Concat", names.toString(), "columns", Map.of("axis", new long[] {3}))
                .node("Reshape", "columns rows", "positions", Map.of())
                .node("Sub", "positions f", "differences", Map.of())
                .node("Abs", "differences", "distances", Map.of())
                .node("ReduceSum", "distances last", "sums", Map.of())
                .node("Neg", "sums", "negative", Map.of())
                .node("Reshape", "negative image", "y", Map.of());
    }

    private static long[] pair(Size2d size) {
        return new long[] {size.height(), size.width()};
    }

    private static long[] nhwc(Shape shape) {
        return new long[] {shape.dimension(0), shape.dimension(1), shape.dimension(2), shape.dimension(3)};
    }

    private static long[] nchw(Shape shape) {
        return new long[] {shape.dimension(0), shape.dimension(3), shape.dimension(1), shape.dimension(2)};
    }
}
