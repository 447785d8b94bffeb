package org.addernet.nn.layer;

import org.addernet.nn.Layer;
import org.addernet.nn.Pass;
import org.addernet.nn.op.Activations;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/** The Gaussian error linear unit, {@code y = x Φ(x)} with the normal distribution Φ (Hendrycks and Gimpel, 2016). */
public final class Gelu extends Layer {

    /** Creates the layer. */
    public Gelu() {}

    @Override
    protected Tensor compute(Tensor input, Pass pass) {
        return Activations.gelu(input, pass);
    }

    @Override
    public Shape outputShape(Shape input) {
        return input;
    }
}
