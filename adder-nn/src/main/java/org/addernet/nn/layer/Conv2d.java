package org.addernet.nn.layer;

import java.util.Map;
import java.util.Optional;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.GradientRule;
import org.addernet.kernel.Similarity;
import org.addernet.kernel.Size2d;
import org.addernet.nn.Layer;
import org.addernet.nn.OperationCount;
import org.addernet.nn.Parameter;
import org.addernet.nn.Pass;
import org.addernet.nn.init.Initializer;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/**
 * A convolution with any similarity: {@code Y(m,n,t) = Σ S(X(m+i,n+j,k), F(i,j,k,t))} (AdderNet, Eq. 1).
 *
 * <p>Input {@code [N,H,W,cIn]}, filter {@code [kH,kW,cIn,cOut]}, output {@code [N,outH,outW,cOut]}. With {@link
 * Similarity#L1} it is the adder layer; follow it with a {@link BatchNorm}, for its outputs are all negative and large.
 */
public final class Conv2d extends Layer implements Fusible {

    private final Convolution convolution;
    private final Parameter filter;
    private final Optional<Parameter> bias;

    private Conv2d(Builder b) {
        convolution = new Convolution(b.similarity, b.rule, b.stride, b.padding, b.dilation);
        filter = parameter(
                "filter",
                convolution.filterRole(),
                Shape.of(b.kernel.height(), b.kernel.width(), b.inChannels, b.outChannels),
                convolution.filterInitializer());
        bias = b.bias
                ? Optional.of(parameter("bias", Parameter.Role.BIAS, Shape.of(b.outChannels), Initializer.constant(0)))
                : Optional.empty();
    }

    /** Returns a builder of a convolution with a square kernel. */
    public static Builder builder(Similarity similarity, int inChannels, int outChannels, int kernel) {
        return builder(similarity, inChannels, outChannels, Size2d.square(kernel));
    }

    /** Returns a builder of a convolution. */
    public static Builder builder(Similarity similarity, int inChannels, int outChannels, Size2d kernel) {
        return new Builder(similarity, inChannels, outChannels, kernel);
    }

    /** Returns the filter, {@code [kH,kW,cIn,cOut]}. */
    public Parameter filter() {
        return filter;
    }

    @Override
    protected Tensor compute(Tensor input, Pass pass) {
        return convolution.forward(input, filter, bias, geometry(input.shape()), pass);
    }

    @Override
    public Layer fuse() {
        return fuse(Optional.empty(), false);
    }

    @Override
    public Layer fuse(Optional<BatchNorm> norm, boolean relu) {
        return convolution.fuse(filter, bias, norm, relu);
    }

    @Override
    protected Map<String, Object> attributes() {
        return convolution.attributes(filter, bias);
    }

    @Override
    public Shape outputShape(Shape input) {
        return geometry(input).outputShape();
    }

    @Override
    public OperationCount operations(Shape input) {
        return convolution.operations(geometry(input), bias.isPresent());
    }

    private ConvGeometry geometry(Shape input) {
        try {
            return convolution.geometry(input, filter.value().shape());
        } catch (ShapeException e) {
            throw new ShapeException(this + ": " + e.getMessage());
        }
    }

    /** Collects the settings of a convolution. */
    public static final class Builder {
        private final Similarity similarity;
        private final int inChannels;
        private final int outChannels;
        private final Size2d kernel;
        private Size2d stride = Size2d.square(1);
        private Padding padding = Padding.NONE;
        private Size2d dilation = Size2d.square(1);
        private boolean bias;
        private GradientRule rule;

        private Builder(Similarity similarity, int inChannels, int outChannels, Size2d kernel) {
            this.similarity = similarity;
            this.inChannels = inChannels;
            this.outChannels = outChannels;
            this.kernel = kernel;
            rule = GradientRule.of(similarity);
        }

        /** Sets the stride along both axes (default: 1). */
        public Builder stride(int newStride) {
            return stride(Size2d.square(newStride));
        }

        /** Sets the stride (default: 1). */
        public Builder stride(Size2d newStride) {
            stride = newStride;
            return this;
        }

        /** Sets the zeros added at each of the four borders (default: 0). */
        public Builder padding(int newPadding) {
            return padding(Size2d.square(newPadding));
        }

        /** Sets the zeros added at the top and bottom (height) and at the left and right (width) (default: 0). */
        public Builder padding(Size2d newPadding) {
            padding = Padding.of(newPadding);
            return this;
        }

        /**
         * Sets the zeros added at each border (default: 0). TensorFlow's SAME adds {@code (0, 1, 0, 1)} with kernel 3 and stride
         * 2 to images of even sides. Where opposite borders differ, the image is copied, and the similarity cannot be XNOR.
         *
         * @throws IllegalArgumentException if one is negative
         */
        public Builder padding(int top, int bottom, int left, int right) {
            padding = new Padding(top, bottom, left, right);
            if (Math.min(Math.min(top, bottom), Math.min(left, right)) < 0) {
                throw new IllegalArgumentException("Conv2d: " + padding + " is negative, it must be at least 0");
            }
            return this;
        }

        /** Sets the distance between neighbouring taps along both axes (default: 1). */
        public Builder dilation(int newDilation) {
            return dilation(Size2d.square(newDilation));
        }

        /** Sets the distance between neighbouring taps (default: 1). */
        public Builder dilation(Size2d newDilation) {
            dilation = newDilation;
            return this;
        }

        /** Adds a bias to each output channel (default: none, since a batch normalisation follows). */
        public Builder bias() {
            bias = true;
            return this;
        }

        /** Sets the derivatives of training (default: {@link GradientRule#of}). */
        public Builder gradient(GradientRule newRule) {
            rule = newRule;
            return this;
        }

        /** Builds the layer. */
        public Conv2d build() {
            return new Conv2d(this);
        }
    }
}
