package org.addernet.nn.layer;

import org.addernet.nn.Layer;
import org.addernet.nn.Pass;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/** Makes one vector of each sample: {@code [N,...]} to {@code [N,size]}. */
public final class Flatten extends Layer {

    /** Creates the layer. */
    public Flatten() {}

    @Override
    protected Tensor compute(Tensor input, Pass pass) {
        return reshape(input, outputShape(input.shape()), pass);
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() == 0 || input.extent(0) == 0) {
            throw new ShapeException(this + ": input " + input + " must be [N,...] with N at least 1");
        }
        return Shape.of(input.extent(0), input.size() / input.extent(0));
    }

    /** Gives a tensor another shape, and its gradient the old one on the way back. */
    static Tensor reshape(Tensor input, Shape shape, Pass pass) {
        Tensor output = input.reshape(shape);
        if (pass.wants(input)) {
            pass.record(output, input, gradient -> pass.addGradient(input, gradient.reshape(input.shape())));
        }
        return output;
    }
}
