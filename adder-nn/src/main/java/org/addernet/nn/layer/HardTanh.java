package org.addernet.nn.layer;

import org.addernet.nn.Layer;
import org.addernet.nn.Pass;
import org.addernet.nn.op.Activations;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/**
 * The identity clipped to [-1, 1], {@code y = max(-1, min(1, x))}; a NaN stays one.
 *
 * <p>Binary networks have it where others have a ReLU: it keeps values where the gradient of their signs is not 0.
 */
public final class HardTanh extends Layer {

    /** Creates the layer. */
    public HardTanh() {}

    @Override
    protected Tensor compute(Tensor input, Pass pass) {
        return Activations.hardTanh(input, pass);
    }

    @Override
    public Shape outputShape(Shape input) {
        return input;
    }
}
