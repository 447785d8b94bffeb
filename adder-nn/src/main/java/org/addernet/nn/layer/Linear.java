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
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/**
 * A fully connected layer with any similarity: Eq. 1 of AdderNet with d = 1 on a 1x1 image.
 *
 * <p>Input {@code [N,cIn]}, filter {@code [1,1,cIn,cOut]}, output {@code [N,cOut]}. There is no bias: the shift of a {@link
 * BatchNorm} behind it is one.
 */
public final class Linear extends Layer implements Fusible {

    private final Convolution convolution;
    private final Parameter filter;

    /** Creates the layer with the similarity's default gradient. */
    public Linear(Similarity similarity, int inChannels, int outChannels) {
        this(similarity, inChannels, outChannels, GradientRule.of(similarity));
    }

    /** Creates the layer with the given derivatives of training. */
    public Linear(Similarity similarity, int inChannels, int outChannels, GradientRule rule) {
        convolution = new Convolution(similarity, rule, Size2d.square(1), Size2d.square(0), Size2d.square(1));
        filter = parameter(
                "filter",
                convolution.filterRole(),
                Shape.of(1, 1, inChannels, outChannels),
                convolution.filterInitializer());
    }

    /** Returns the filter, {@code [1,1,cIn,cOut]}. */
    public Parameter filter() {
        return filter;
    }

    @Override
    protected Tensor compute(Tensor input, Pass pass) {
        ConvGeometry geometry = geometry(input.shape());
        Tensor image = Flatten.reshape(input, geometry.inputShape(), pass);
        Tensor output = convolution.forward(image, filter, Optional.empty(), geometry, pass);
        return Flatten.reshape(output, outputShape(input.shape()), pass);
    }

    @Override
    public Layer fuse() {
        return fuse(Optional.empty(), false);
    }

    @Override
    public Layer fuse(Optional<BatchNorm> norm, boolean relu) {
        return convolution.fuse(filter, Optional.empty(), norm, relu);
    }

    @Override
    protected Map<String, Object> attributes() {
        return convolution.attributes(filter, Optional.empty());
    }

    @Override
    public Shape outputShape(Shape input) {
        ConvGeometry geometry = geometry(input);
        return Shape.of(geometry.batch(), geometry.outChannels());
    }

    @Override
    public OperationCount operations(Shape input) {
        return convolution.operations(geometry(input), false);
    }

    private ConvGeometry geometry(Shape input) {
        int expected = filter.value().shape().extent(2);
        if (input.rank() != 2 || input.extent(0) == 0 || input.extent(1) != expected) {
            throw new ShapeException(this + ": input is " + input + ", the filter expects [N," + expected
                    + "] with N at least 1; flatten the input, or create the layer for "
                    + (input.rank() == 0 ? 1 : input.extent(-1)) + " inputs");
        }
        return convolution.geometry(
                Shape.of(input.extent(0), 1, 1, expected), filter.value().shape());
    }
}
