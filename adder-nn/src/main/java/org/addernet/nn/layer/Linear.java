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
import org.addernet.nn.op.Shaping;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/**
 * A fully connected layer with any similarity: Eq. 1 of AdderNet with d = 1 on a 1x1 image.
 *
 * <p>Input {@code [N,cIn]}, filter {@code [1,1,cIn,cOut]}, output {@code [N,cOut]}.
 */
public final class Linear extends Layer implements Fusible {

    private final Convolution convolution;
    private final Parameter filter;
    private final Optional<Parameter> bias;

    /** Creates the layer without bias, with the similarity's default gradient. */
    public Linear(Similarity similarity, int inChannels, int outChannels) {
        this(builder(similarity, inChannels, outChannels));
    }

    /** Creates the layer without bias, with the given derivatives of training. */
    public Linear(Similarity similarity, int inChannels, int outChannels, GradientRule rule) {
        this(builder(similarity, inChannels, outChannels).gradient(rule));
    }

    private Linear(Builder b) {
        convolution = new Convolution(b.similarity, b.rule, Size2d.square(1), Padding.NONE, Size2d.square(1));
        filter = parameter(
                "filter",
                convolution.filterRole(),
                Shape.of(1, 1, b.inChannels, b.outChannels),
                convolution.filterInitializer());
        bias = b.bias
                ? Optional.of(parameter("bias", Parameter.Role.BIAS, Shape.of(b.outChannels), Initializer.constant(0)))
                : Optional.empty();
    }

    /** Returns a builder. */
    public static Builder builder(Similarity similarity, int inChannels, int outChannels) {
        return new Builder(similarity, inChannels, outChannels);
    }

    /** Returns the filter, {@code [1,1,cIn,cOut]}. */
    public Parameter filter() {
        return filter;
    }

    @Override
    protected Tensor compute(Tensor input, Pass pass) {
        ConvGeometry geometry = geometry(input.shape());
        Tensor image = Shaping.reshape(input, geometry.inputShape(), pass);
        Tensor output = convolution.forward(image, filter, bias, geometry, pass);
        return Shaping.reshape(output, outputShape(input.shape()), pass);
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
        ConvGeometry geometry = geometry(input);
        return Shape.of(geometry.batch(), geometry.outChannels());
    }

    @Override
    public OperationCount operations(Shape input) {
        return convolution.operations(geometry(input), bias.isPresent());
    }

    private ConvGeometry geometry(Shape input) {
        int expected = filter.value().shape().dimension(2);
        if (input.rank() != 2 || input.dimension(0) == 0 || input.dimension(1) != expected) {
            throw new ShapeException(this + ": input is " + input + ", the filter expects [N," + expected
                    + "] with N at least 1; flatten the input, or create the layer for "
                    + (input.rank() == 0 ? 1 : input.dimension(-1)) + " inputs");
        }
        return convolution.geometry(
                Shape.of(input.dimension(0), 1, 1, expected), filter.value().shape());
    }

    /** Collects the settings of a fully connected layer. */
    public static final class Builder {
        private final Similarity similarity;
        private final int inChannels;
        private final int outChannels;
        private boolean bias;
        private GradientRule rule;

        private Builder(Similarity similarity, int inChannels, int outChannels) {
            this.similarity = similarity;
            this.inChannels = inChannels;
            this.outChannels = outChannels;
            rule = GradientRule.of(similarity);
        }

        /** Adds a bias to each output (default: none, since a batch normalisation follows). */
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
        public Linear build() {
            return new Linear(this);
        }
    }
}
