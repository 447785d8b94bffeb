package org.addernet.nn.loss;

import java.util.List;
import org.addernet.nn.Pass;
import org.addernet.tensor.Tensor;

/** What a training makes small; one of your own is a lambda that calls differentiable operations. */
@FunctionalInterface
public interface Loss {

    /**
     * Returns the loss of a batch, of shape {@code [1]}, and records how its gradient comes to the outputs.
     *
     * @param inputs the batch that the model has seen, {@code [N,...]} each
     * @param outputs what it answered, {@code [N,...]} each
     * @param targets what it should have answered
     */
    Tensor of(List<Tensor> inputs, List<Tensor> outputs, Targets targets, Pass pass);

    /** Returns what a test is to measure instead of this loss (default: this). */
    default Loss ofTest() {
        return this;
    }

    /** Returns the softmax cross-entropy of the first output with the labels. */
    static Loss crossEntropy() {
        return (inputs, outputs, targets, pass) -> SoftmaxCrossEntropy.of(outputs.get(0), targets.labels(), pass);
    }
}
