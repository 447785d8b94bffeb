package org.addernet.nn.layer;

import org.addernet.nn.Layer;
import org.addernet.nn.Pass;
import org.addernet.nn.op.Shaping;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/** Makes one vector of each sample: {@code [N,...]} to {@code [N,size]}. */
public final class Flatten extends Layer {

    /** Creates the layer. */
    public Flatten() {}

    @Override
    protected Tensor compute(Tensor input, Pass pass) {
        return Shaping.reshape(input, outputShape(input.shape()), pass);
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() == 0 || input.dimension(0) == 0) {
            throw new ShapeException(this + ": input " + input + " must be [N,...] with N at least 1");
        }
        return Shape.of(input.dimension(0), input.size() / input.dimension(0));
    }
}
