package org.addernet.nn.loss;

import org.addernet.nn.Pass;
import org.addernet.tensor.Tensor;

/** What a training makes small. */
@FunctionalInterface
public interface Loss {

    /**
     * Returns the loss of a batch, of shape {@code [1]}, and records how its gradient comes to the logits.
     *
     * @param images the batch that the model has seen, {@code [N,H,W,C]}
     * @param logits what it answered, {@code [N,classes]}
     * @param labels N numbers from 0 to classes - 1
     */
    Tensor of(Tensor images, Tensor logits, int[] labels, Pass pass);

    /** Returns the softmax cross-entropy with the labels. */
    static Loss crossEntropy() {
        return (images, logits, labels, pass) -> SoftmaxCrossEntropy.of(logits, labels, pass);
    }
}
