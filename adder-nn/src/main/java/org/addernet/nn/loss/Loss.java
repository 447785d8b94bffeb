package org.addernet.nn.loss;

import java.util.List;
import org.addernet.nn.Model;
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

    /** Returns the softmax cross-entropy of the first output, logits {@code [N,classes]}, with labels. */
    static CrossEntropy crossEntropy() {
        return new CrossEntropy(0, null);
    }

    /** Returns the mean squared difference of the first output from values of its shape. */
    static Loss meanSquaredError() {
        return (inputs, outputs, targets, pass) -> MeanSquaredError.of(outputs.get(0), targets.values(), pass);
    }

    /** Returns the mean cross-entropy of the first output, logits, with values of its shape, each 0 to 1. */
    static Loss binaryCrossEntropy() {
        return (inputs, outputs, targets, pass) -> BinaryCrossEntropy.of(outputs.get(0), targets.values(), pass);
    }

    /** Returns the {@link Distillation} of a teacher, which is also asked what it answers. */
    static Loss distillation(Model teacher) {
        return new Distillation(teacher);
    }
}
