package org.addernet.nn.layer;

import org.addernet.nn.Layer;
import org.addernet.nn.Pass;
import org.addernet.nn.op.Activations;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/** The ReLU, {@code y = max(0, x)}; a NaN stays one. */
public final class Relu extends Layer {

    /** Creates the layer. */
    public Relu() {}

    @Override
    protected Tensor compute(Tensor input, Pass pass) {
        return Activations.relu(input, pass);
    }

    @Override
    public Shape outputShape(Shape input) {
        return input;
    }
}
