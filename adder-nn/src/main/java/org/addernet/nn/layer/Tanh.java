package org.addernet.nn.layer;

import org.addernet.nn.Layer;
import org.addernet.nn.Pass;
import org.addernet.nn.op.Activations;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/** The hyperbolic tangent. */
public final class Tanh extends Layer {

    /** Creates the layer. */
    public Tanh() {}

    @Override
    protected Tensor compute(Tensor input, Pass pass) {
        return Activations.tanh(input, pass);
    }

    @Override
    public Shape outputShape(Shape input) {
        return input;
    }
}
