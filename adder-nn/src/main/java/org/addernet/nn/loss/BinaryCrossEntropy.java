package org.addernet.nn.loss;

import org.addernet.nn.Pass;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/**
 * The mean of {@code -t log σ(z) - (1 - t) log(1 - σ(z))} over all elements of a batch, with logits z and
 * {@code σ(z) = 1 / (1 + exp(-z))}: for two classes, or for several answers of yes or no.
 *
 * <p>Computed as {@code max(z, 0) - t z + log(1 + exp(-|z|))}, which cannot overflow; PyTorch's {@code BCEWithLogitsLoss}.
 */
public final class BinaryCrossEntropy {

    /** Two exponential functions take some 60 ns, so a task is long enough to be worth a thread. */
    private static final int VALUES_PER_TASK = 1 << 8;

    private BinaryCrossEntropy() {}

    /**
     * Returns the loss, of shape {@code [1]}, and records its gradient {@code (σ(z) - t) / n} with n elements.
     *
     * @param output z, the logits, {@code [N,...]}
     * @param targets t, of the same shape, from 0, no, to 1, yes
     * @throws ShapeException if the shapes differ
     * @throws IllegalArgumentException if a target is not from 0 to 1
     */
    public static Tensor of(Tensor output, Tensor targets, Pass pass) {
        MeanSquaredError.requireSameShape("BinaryCrossEntropy", output, targets);
        float[] z = output.data();
        float[] t = targets.data();
        int size = output.shape().size();
        for (int i = 0; i < size; i++) {
            if (!(t[i] >= 0 && t[i] <= 1)) {
                throw new IllegalArgumentException(
                        "BinaryCrossEntropy: target " + i + " is " + t[i] + ", it must be from 0 to 1");
            }
        }
        double[] terms = new double[size];
        pass.workers().runRanges(size, VALUES_PER_TASK, (from, to) -> {
            for (int i = from; i < to; i++) {
                terms[i] = Math.max(z[i], 0)
                        - (double) t[i] * z[i]
                        + StrictMath.log1p(StrictMath.exp(-(double) Math.abs(z[i])));
            }
        });
        double sum = 0;
        for (double term : terms) {
            sum += term;
        }
        Tensor loss = Tensor.of(Shape.of(1), (float) (sum / size));
        pass.record(loss, output, gradient -> {
            double share = gradient.data()[0] / (double) size;
            Tensor outputGradient = pass.newTensor(output.shape());
            pass.workers().runRanges(size, VALUES_PER_TASK, (from, to) -> {
                for (int i = from; i < to; i++) {
                    double sigmoid = 1 / (1 + StrictMath.exp(-(double) z[i]));
                    outputGradient.data()[i] = (float) (share * (sigmoid - t[i]));
                }
            });
            pass.addGradient(output, outputGradient);
        });
        return loss;
    }
}
