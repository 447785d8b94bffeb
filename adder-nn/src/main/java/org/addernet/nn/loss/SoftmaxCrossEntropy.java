package org.addernet.nn.loss;

import org.addernet.nn.Tape;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/** The mean of {@code -log softmax(z)[label]} over a batch. */
public final class SoftmaxCrossEntropy {

    private SoftmaxCrossEntropy() {}

    /**
     * Returns the loss, of shape {@code [1]}, and records its gradient {@code (softmax(z) - onehot(label)) / N}.
     *
     * @param logits z, {@code [N,classes]}
     * @param labels N numbers from 0 to classes - 1
     * @throws ShapeException if the logits have another shape
     * @throws IllegalArgumentException if a label is out of range
     */
    public static Tensor of(Tensor logits, int[] labels, Tape tape) {
        Shape shape = logits.shape();
        if (shape.rank() != 2 || shape.extent(0) != labels.length) {
            throw new ShapeException("SoftmaxCrossEntropy: logits are " + shape + ", expected [" + labels.length
                    + ",classes] for " + labels.length + " labels");
        }
        int classes = shape.extent(1);
        double[] logNormalizers = new double[labels.length];
        double sum = 0;
        for (int n = 0; n < labels.length; n++) {
            if (labels[n] < 0 || labels[n] >= classes) {
                throw new IllegalArgumentException("SoftmaxCrossEntropy: label " + labels[n] + " of sample " + n
                        + " is not one of the " + classes + " classes 0 to " + (classes - 1));
            }
            logNormalizers[n] = logSumExp(logits.data(), n * classes, classes);
            sum += logNormalizers[n] - logits.data()[n * classes + labels[n]];
        }
        Tensor loss = Tensor.of(Shape.of(1), (float) (sum / labels.length));
        tape.record(loss, gradient -> {
            double share = gradient.data()[0] / (double) labels.length;
            Tensor dz = tape.newTensor(shape);
            for (int n = 0; n < labels.length; n++) {
                for (int c = 0; c < classes; c++) {
                    int i = n * classes + c;
                    double probability = StrictMath.exp(logits.data()[i] - logNormalizers[n]);
                    dz.data()[i] = (float) (share * (probability - (c == labels[n] ? 1 : 0)));
                }
            }
            tape.addGradient(logits, dz);
        });
        return loss;
    }

    /** Subtracts the largest logit before the exponential, so that it cannot overflow. */
    private static double logSumExp(float[] z, int start, int length) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = start; i < start + length; i++) {
            largest = Math.max(largest, z[i]);
        }
        double sum = 0;
        for (int i = start; i < start + length; i++) {
            sum += StrictMath.exp(z[i] - largest);
        }
        return largest + StrictMath.log(sum);
    }
}
