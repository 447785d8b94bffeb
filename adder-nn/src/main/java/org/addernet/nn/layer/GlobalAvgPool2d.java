package org.addernet.nn.layer;

import org.addernet.nn.Layer;
import org.addernet.nn.Pass;
import org.addernet.nn.op.Arithmetic;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/** The mean of each channel over the image: {@code [N,H,W,C]} to {@code [N,C]}. */
public final class GlobalAvgPool2d extends Layer {

    /** Creates the layer. */
    public GlobalAvgPool2d() {}

    @Override
    protected Tensor compute(Tensor input, Pass pass) {
        requireImages(input.shape());
        return Arithmetic.mean(input, pass);
    }

    @Override
    public Shape outputShape(Shape input) {
        requireImages(input);
        return Shape.of(input.dimension(0), input.dimension(3));
    }

    private void requireImages(Shape input) {
        if (input.rank() != 4 || input.dimension(1) == 0 || input.dimension(2) == 0) {
            throw new ShapeException(this + ": input " + input + " must be [N,H,W,C] with H and W at least 1");
        }
    }
}
