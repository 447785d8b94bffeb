package org.addernet.nn.layer;

import java.util.Arrays;
import java.util.Optional;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.Epilogue;
import org.addernet.kernel.GradientRule;
import org.addernet.kernel.Kernels;
import org.addernet.kernel.Similarity;
import org.addernet.kernel.Size2d;
import org.addernet.nn.Layer;
import org.addernet.nn.OperationCount;
import org.addernet.nn.Parameter;
import org.addernet.nn.Tape;
import org.addernet.nn.init.Initializer;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/**
 * The similarity convolution that {@link Conv2d} and {@link Linear} share.
 *
 * @param similarity how inputs and filters are compared
 * @param rule with which derivatives it is trained
 * @param stride the stride
 * @param padding the zeros added at each border
 * @param dilation the distance between taps
 */
record Convolution(Similarity similarity, GradientRule rule, Size2d stride, Size2d padding, Size2d dilation) {

    /** Returns the role of its filter. */
    Parameter.Role filterRole() {
        return similarity.isDistance() ? Parameter.Role.ADDER_FILTER : Parameter.Role.FILTER;
    }

    /** Returns the initialiser of its filter: N(0,1) for a distance, whose filters should be as large as the inputs; else He's. */
    Initializer filterInitializer() {
        return similarity.isDistance() ? Initializer.normal(1) : Initializer.he();
    }

    /** Returns the geometry for an input {@code [N,H,W,cIn]}. */
    ConvGeometry geometry(Shape input, Shape filter) {
        return ConvGeometry.of(input, filter, stride, padding, dilation);
    }

    Tensor forward(Tensor x, Parameter filter, Optional<Parameter> bias, ConvGeometry geometry, Tape tape) {
        Tensor y = tape.newTensor(geometry.outputShape());
        float[] f = filter.value().data();
        if (bias.isPresent()) {
            Epilogue epilogue = epilogue(bias, geometry.outChannels());
            Kernels.active().forward(similarity, geometry, x.data(), f, epilogue, y.data(), tape.workers());
        } else {
            Kernels.active().forward(similarity, geometry, x.data(), f, y.data(), tape.workers());
        }
        tape.record(y, dy -> {
            Tensor df = tape.newTensor(filter.value().shape());
            Kernels.active().filterGradient(rule.filter(), geometry, x.data(), f, dy.data(), df.data(), tape.workers());
            filter.addGradient(df);
            bias.ifPresent(b -> b.addGradient(sum(dy, b.value().shape(), tape)));
            if (tape.wants(x)) {
                Tensor dx = tape.newTensor(x.shape());
                Kernels.active()
                        .inputGradient(rule.input(), geometry, x.data(), f, dy.data(), dx.data(), tape.workers());
                tape.addGradient(x, dx);
            }
        });
        return y;
    }

    /** Returns what is left of the layer in inference, with a batch normalisation and a rectifier behind it. */
    Layer fuse(Parameter filter, Optional<Parameter> bias, Optional<BatchNorm> norm, boolean relu) {
        Epilogue own = epilogue(bias, filter.value().shape().extent(3));
        Epilogue all = norm.isPresent() ? norm.get().fold(own.shift()) : own;
        return new FusedConvolution(this, filter.value(), new Epilogue(all.scale(), all.shift(), relu));
    }

    /** Returns what adds the bias, or 0. */
    private static Epilogue epilogue(Optional<Parameter> bias, int channels) {
        float[] ones = new float[channels];
        Arrays.fill(ones, 1);
        float[] shift = bias.map(b -> b.value().data().clone()).orElseGet(() -> new float[channels]);
        return new Epilogue(ones, shift, false);
    }

    /** Returns the sum over each channel. */
    private static Tensor sum(Tensor gradient, Shape shape, Tape tape) {
        double[] sums = Channels.sums(
                shape.size(),
                tape.workers(),
                (chunks, length) -> Channels.add(chunks[1], chunks[0], length),
                gradient.data());
        Tensor sum = tape.newTensor(shape);
        for (int c = 0; c < shape.size(); c++) {
            sum.data()[c] = (float) sums[c];
        }
        return sum;
    }

    /**
     * Returns the cost: an addition to accumulate each similarity, and for it a subtraction (l1), a subtraction and a
     * multiplication (l2), or a multiplication.
     */
    OperationCount operations(ConvGeometry geometry, boolean bias) {
        long n = geometry.similarities();
        long biases = bias ? geometry.outputShape().size() : 0;
        return switch (similarity) {
            case L1 -> new OperationCount(0, 2 * n + biases);
            case L2 -> new OperationCount(n, 2 * n + biases);
            case CROSS_CORRELATION -> new OperationCount(n, n + biases);
        };
    }
}
