package org.addernet.nn.layer;

import org.addernet.nn.Layer;
import org.addernet.nn.Pass;
import org.addernet.nn.op.Activations;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/**
 * Makes probabilities of logits, {@code y_i = exp(x_i) / Σ exp(x_j)} over the last dimension.
 *
 * <p>It is for the end of a model that is used or exported: {@link org.addernet.nn.loss.SoftmaxCrossEntropy} takes the logits
 * themselves.
 */
public final class Softmax extends Layer {

    /** Creates the layer. */
    public Softmax() {}

    @Override
    protected Tensor compute(Tensor input, Pass pass) {
        requireValues(input.shape());
        return Activations.softmax(input, pass);
    }

    @Override
    public Shape outputShape(Shape input) {
        requireValues(input);
        return input;
    }

    private void requireValues(Shape input) {
        if (input.rank() == 0 || input.dimension(-1) == 0) {
            throw new ShapeException(this + ": input " + input + " must be [...,n] with n at least 1");
        }
    }
}
