package org.addernet.nn.loss;

import org.addernet.nn.Pass;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/** The mean of {@code (y - t)²} over all elements of a batch, for regression. */
public final class MeanSquaredError {

    private MeanSquaredError() {}

    /**
     * Returns the loss, of shape {@code [1]}, and records its gradient {@code 2 (y - t) / n} with n elements.
     *
     * @param output y, {@code [N,...]}
     * @param targets t, of the same shape
     * @throws ShapeException if the shapes differ
     */
    public static Tensor of(Tensor output, Tensor targets, Pass pass) {
        requireSameShape("MeanSquaredError", output, targets);
        float[] y = output.data();
        float[] t = targets.data();
        int size = output.shape().size();
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double difference = (double) y[i] - t[i];
            sum += difference * difference;
        }
        Tensor loss = Tensor.of(Shape.of(1), (float) (sum / size));
        pass.record(loss, output, gradient -> {
            double share = 2 * gradient.data()[0] / (double) size;
            Tensor outputGradient = pass.newTensor(output.shape());
            for (int i = 0; i < size; i++) {
                outputGradient.data()[i] = (float) (share * ((double) y[i] - t[i]));
            }
            pass.addGradient(output, outputGradient);
        });
        return loss;
    }

    /** Nothing is broadcast: of [N,1] and [N] that would compare every output with every target. */
    static void requireSameShape(String loss, Tensor output, Tensor targets) {
        if (!output.shape().equals(targets.shape())) {
            throw new ShapeException(loss + ": the output is " + output.shape() + ", the targets are " + targets.shape()
                    + "; reshape one, so that each output has its target");
        }
    }
}
