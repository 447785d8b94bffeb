package org.addernet.nn.layer;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.Epilogue;
import org.addernet.kernel.GradientRule;
import org.addernet.kernel.Similarity;
import org.addernet.kernel.Size2d;
import org.addernet.nn.Layer;
import org.addernet.nn.OperationCount;
import org.addernet.nn.Parameter;
import org.addernet.nn.Pass;
import org.addernet.nn.init.Initializer;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/**
 * The similarity convolution that {@link Conv2d} and {@link Linear} share.
 *
 * <p>With {@link Similarity#XNOR} the similarities of filter t are scaled by its mean magnitude {@code α = mean |f|} (XNOR-Net,
 * Eq. 6), so that the scaled signs are as large as the filter. For the gradients α is a constant.
 *
 * @param similarity how inputs and filters are compared
 * @param rule with which derivatives it is trained
 * @param stride the stride
 * @param padding the zeros added at the borders
 * @param dilation the distance between taps
 */
record Convolution(Similarity similarity, GradientRule rule, Size2d stride, Padding padding, Size2d dilation) {

    Convolution {
        if (!rule.fits(similarity)) {
            throw new IllegalArgumentException("a convolution with " + similarity + " cannot be trained with " + rule
                    + "; use GradientRule.of(Similarity." + similarity.name() + ")");
        }
        if (similarity == Similarity.XNOR && !padding.isSymmetric()) {
            throw new IllegalArgumentException("a convolution with " + similarity + " has the padding " + padding
                    + ": it adds nothing at borders, where zeros have no sign, and does so only if top and bottom, and left and"
                    + " right, are equal");
        }
    }

    /** Returns the role of its filter. */
    Parameter.Role filterRole() {
        return switch (similarity) {
            case L1, L2 -> Parameter.Role.ADDER_FILTER;
            case CROSS_CORRELATION -> Parameter.Role.FILTER;
            case XNOR -> Parameter.Role.BINARY_FILTER;
        };
    }

    /** Returns the initialiser of its filter: N(0,1) for a distance, whose filters should be as large as the inputs; else He's. */
    Initializer filterInitializer() {
        return similarity.isDistance() ? Initializer.normal(1) : Initializer.he();
    }

    /** Returns the settings of the layer. */
    Map<String, Object> attributes(Parameter filter, Optional<Parameter> bias) {
        Shape shape = filter.value().shape();
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("similarity", similarity.toString());
        attributes.put("inChannels", shape.dimension(2));
        attributes.put("outChannels", shape.dimension(3));
        attributes.put("kernel", List.of(shape.dimension(0), shape.dimension(1)));
        attributes.put("stride", List.of(stride.height(), stride.width()));
        attributes.put("padding", List.of(padding.top(), padding.bottom(), padding.left(), padding.right()));
        attributes.put("dilation", List.of(dilation.height(), dilation.width()));
        attributes.put("bias", bias.isPresent());
        attributes.put("filterGradient", rule.filter().toString());
        attributes.put("inputGradient", rule.input().toString());
        return attributes;
    }

    /** Returns the geometry for an input {@code [N,H,W,cIn]}. */
    ConvGeometry geometry(Shape input, Shape filter) {
        return ConvGeometry.of(padding.padded(input), filter, stride, padding.ofKernel(), dilation);
    }

    Tensor forward(Tensor input, Parameter filter, Optional<Parameter> bias, ConvGeometry geometry, Pass pass) {
        Tensor x = padding.padded(input, pass);
        Tensor y = pass.newTensor(geometry.outputShape());
        float[] f = filter.value().data();
        float[] scale = scale(filter.value(), pass.workers());
        if (bias.isPresent() || similarity == Similarity.XNOR) {
            Epilogue epilogue = new Epilogue(scale, shift(bias, scale.length), false);
            pass.kernels().forward(similarity, geometry, x.data(), f, epilogue, y.data(), pass.workers());
        } else {
            pass.kernels().forward(similarity, geometry, x.data(), f, y.data(), pass.workers());
        }
        boolean trained = pass.wants(filter) || bias.map(pass::wants).orElse(false);
        if (trained || pass.wants(x)) {
            pass.record(y, dy -> backward(x, filter, bias, scale, geometry, dy, pass));
        }
        pass.release(x, input);
        return y;
    }

    private void backward(
            Tensor x,
            Parameter filter,
            Optional<Parameter> bias,
            float[] scale,
            ConvGeometry geometry,
            Tensor dy,
            Pass pass) {
        float[] f = filter.value().data();
        if (pass.wants(filter)) {
            Tensor df = pass.newTensor(filter.value().shape());
            pass.kernels().filterGradient(rule.filter(), geometry, x.data(), f, dy.data(), df.data(), pass.workers());
            pass.addGradient(filter, df);
        }
        bias.filter(pass::wants)
                .ifPresent(b -> pass.addGradient(b, sum(dy, b.value().shape(), pass)));
        if (pass.wants(x)) {
            Tensor dx = pass.newTensor(x.shape());
            float[] ds = similarity == Similarity.XNOR ? scaled(dy, scale, pass).data() : dy.data();
            pass.kernels().inputGradient(rule.input(), geometry, x.data(), f, ds, dx.data(), pass.workers());
            pass.addGradient(x, dx);
        }
    }

    /** Returns what is left of the layer in inference, with a batch normalisation and a ReLU behind it. */
    Layer fuse(Parameter filter, Optional<Parameter> bias, Optional<BatchNorm> norm, boolean relu) {
        float[] scale = scale(filter.value(), Workers.shared());
        float[] shift = shift(bias, scale.length);
        if (norm.isPresent()) {
            Epilogue folded = norm.get().fold(shift);
            shift = folded.shift();
            for (int t = 0; t < scale.length; t++) {
                scale[t] *= folded.scale()[t];
            }
        }
        return new FusedConvolution(this, filter.value(), new Epilogue(scale, shift, relu));
    }

    /** Returns what multiplies the similarities of each filter: α, or 1. */
    private float[] scale(Tensor filter, Workers workers) {
        int channels = filter.shape().dimension(3);
        float[] scale = new float[channels];
        if (similarity != Similarity.XNOR) {
            Arrays.fill(scale, 1);
            return scale;
        }
        double[] sums = Channels.sums(
                channels, workers, (chunks, length) -> addMagnitudes(chunks[1], chunks[0], length), filter.data());
        int taps = filter.shape().size() / channels;
        for (int t = 0; t < channels; t++) {
            scale[t] = (float) (sums[t] / taps);
        }
        return scale;
    }

    private static void addMagnitudes(float[] sum, float[] values, int length) {
        for (int i = 0; i < length; i++) {
            sum[i] += Math.abs(values[i]);
        }
    }

    /** Returns the bias of each filter, or 0. */
    private static float[] shift(Optional<Parameter> bias, int channels) {
        return bias.map(b -> b.value().data().clone()).orElseGet(() -> new float[channels]);
    }

    /** Returns the gradient of the similarities before they were scaled. */
    private static Tensor scaled(Tensor gradient, float[] scale, Pass pass) {
        Tensor scaled = pass.newTensor(gradient.shape());
        float[] factors =
                Channels.repeat(scale.length, t -> scale[t], pass.workers().scratch());
        Channels.map(
                scale.length,
                pass.workers(),
                (chunks, length) -> multiply(chunks[0], factors, length),
                scaled.data(),
                gradient.data());
        pass.workers().scratch().release(factors);
        return scaled;
    }

    private static void multiply(float[] values, float[] factors, int length) {
        for (int i = 0; i < length; i++) {
            values[i] *= factors[i];
        }
    }

    /** Returns the sum over each channel. */
    private static Tensor sum(Tensor gradient, Shape shape, Pass pass) {
        double[] sums = Channels.sums(
                shape.size(),
                pass.workers(),
                (chunks, length) -> Channels.add(chunks[1], chunks[0], length),
                gradient.data());
        Tensor sum = pass.newTensor(shape);
        for (int c = 0; c < shape.size(); c++) {
            sum.data()[c] = (float) sums[c];
        }
        return sum;
    }

    /**
     * Returns the cost: an addition to accumulate each similarity, and for it a subtraction (l1), a subtraction and a
     * multiplication (l2), a multiplication, or an XNOR. The scale of binary filters is not counted: it becomes part of the
     * batch normalisation.
     */
    OperationCount operations(ConvGeometry geometry, boolean bias) {
        long n = geometry.similarities();
        long biases = bias ? geometry.outputShape().size() : 0;
        return switch (similarity) {
            case L1 -> new OperationCount(0, 2 * n + biases);
            case L2 -> new OperationCount(n, 2 * n + biases);
            case CROSS_CORRELATION -> new OperationCount(n, n + biases);
            case XNOR -> new OperationCount(0, n + biases, n);
        };
    }
}
