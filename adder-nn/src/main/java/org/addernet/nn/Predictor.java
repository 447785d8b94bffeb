package org.addernet.nn;

import java.util.List;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/**
 * A model as it was when this was made, for inference alone: each convolution or fully connected layer is one layer with the
 * batch normalisation and the ReLU behind it.
 *
 * <p>Its outputs are the model's within rounding. Training the model further does not change it, so make another after that.
 * Any number of threads may predict at once.
 */
public final class Predictor {

    private final Model fused;

    Predictor(Model fused) {
        this.fused = fused;
    }

    /**
     * Computes the output for inputs {@code [N,...]} on the shared workers.
     *
     * @throws ShapeException if the inputs are not the model's
     */
    public Tensor predict(Tensor inputs) {
        return predict(inputs, Pass.inference());
    }

    /**
     * Computes the output in a pass of the caller's, whose memory is used again after its {@link Pass#reset}.
     *
     * @throws ShapeException if the inputs are not the model's
     * @throws IllegalStateException if the pass records
     */
    public Tensor predict(Tensor inputs, Pass pass) {
        return fused.forward(inputs, pass);
    }

    /**
     * Computes the outputs of a model of any number of inputs.
     *
     * @throws ShapeException if the inputs are not the model's
     * @throws IllegalStateException if the pass records
     */
    public List<Tensor> predict(List<Tensor> inputs, Pass pass) {
        return fused.forward(inputs, pass);
    }
}
