package org.addernet.bench;

import java.util.concurrent.TimeUnit;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.Similarity;
import org.addernet.kernel.Size2d;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
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

/** PyTorch's convolution, and the adder layer composed from its operators; forward, or forward and backward together. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class PyTorchBenchmark {

    /** The {@link BenchmarkShape}. */
    @Param("resnet20-stage3")
    public String shape;

    /** The adder layer either as AdderNet's first implementation has it, a sum over a broadcast, or by {@code cdist}. */
    @Param({"conv2d", "adder-broadcast", "adder-cdist"})
    public String operator;

    /** Whether the gradients are computed too. */
    @Param({"false", "true"})
    public boolean backward;

    /** How many threads work on an operation. */
    @Param({"1", "2"})
    public int threads;

    private PeerLayer layer;
    private Tensor x;
    private Tensor filter;
    private Tensor gradient;

    /** Made by JMH. */
    public PyTorchBenchmark() {}

    /** Copies the inputs, and compares the results with ours. */
    @Setup
    public void setUp() {
        torch.set_num_threads(threads);
        layer = new PeerLayer(shape, operator.equals("conv2d") ? Similarity.CROSS_CORRELATION : Similarity.L1);
        ConvGeometry geometry = layer.geometry;
        x = tensor(layer.x, geometry.inputShape()).permute(0, 3, 1, 2).contiguous();
        filter =
                tensor(layer.filter, geometry.filterShape()).permute(3, 2, 0, 1).contiguous();
        gradient = tensor(layer.gradient, geometry.outputShape())
                .permute(0, 3, 1, 2)
                .contiguous();
        Tensor input = x.detach().requires_grad_(true);
        Tensor weight = filter.detach().requires_grad_(true);
        Tensor output = forward(input, weight);
        output.backward(gradient, new BoolOptional(), false, new TensorArrayRefOptional());
        layer.checkOutput("PyTorch " + operator, values(output.detach().permute(0, 2, 3, 1)));
        layer.checkGradients(
                "PyTorch " + operator,
                values(input.grad().permute(0, 2, 3, 1)),
                values(weight.grad().permute(2, 3, 1, 0)));
    }

    /** Runs the operation once; terms are counted once for each of the three passes. */
    @Benchmark
    public void operation(Gops counter) {
        counter.add((backward ? 3 : 1) * layer.geometry.similarities());
        // The scope frees the results: the garbage collector does not know how large they are.
        try (PointerScope scope = new PointerScope()) {
            if (backward) {
                // Leaves of their own, so that gradients do not add up.
                forward(x.detach().requires_grad_(true), filter.detach().requires_grad_(true))
                        .backward(gradient, new BoolOptional(), false, new TensorArrayRefOptional());
            } else {
                forward(x, filter);
            }
        }
    }

    private Tensor forward(Tensor input, Tensor weight) {
        ConvGeometry geometry = layer.geometry;
        long batch = geometry.batch();
        long filters = geometry.outChannels();
        if (operator.equals("conv2d")) {
            return torch.conv2d(
                    input,
                    weight,
                    new TensorOptional(),
                    pair(geometry.stride()),
                    pair(geometry.padding()),
                    pair(geometry.dilation()),
                    1);
        }
        Tensor columns = torch.im2col(
                input,
                pair(geometry.kernel()),
                pair(geometry.dilation()),
                pair(geometry.padding()),
                pair(geometry.stride()));
        Tensor distances = operator.equals("adder-broadcast")
                ? columns.unsqueeze(1)
                        .sub(weight.reshape(1, filters, layer.taps(), 1))
                        .abs()
                        .sum(2)
                : torch.cdist(
                                columns.transpose(1, 2).contiguous(),
                                weight.reshape(filters, layer.taps()),
                                1,
                                new LongOptional())
                        .transpose(1, 2);
        return distances
                .neg()
                .reshape(
                        batch,
                        filters,
                        geometry.output().height(),
                        geometry.output().width());
    }

    private static Tensor tensor(float[] values, org.addernet.tensor.Shape shape) {
        return Tensor.create(values, shape.dimension(0), shape.dimension(1), shape.dimension(2), shape.dimension(3));
    }

    private static float[] values(Tensor tensor) {
        Tensor contiguous = tensor.contiguous();
        float[] values = new float[(int) contiguous.numel()];
        contiguous.data_ptr_float().get(values);
        return values;
    }

    private static long[] pair(Size2d size) {
        return new long[] {size.height(), size.width()};
    }
}
