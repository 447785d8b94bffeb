package org.addernet.nn.layer;

import org.addernet.nn.Layer;
import org.addernet.nn.Pass;
import org.addernet.nn.op.Activations;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/** The logistic function, {@code y = 1 / (1 + exp(-x))}. */
public final class Sigmoid extends Layer {

    /** Creates the layer. */
    public Sigmoid() {}

    @Override
    protected Tensor compute(Tensor input, Pass pass) {
        return Activations.sigmoid(input, pass);
    }

    @Override
    public Shape outputShape(Shape input) {
        return input;
    }
}
