package org.addernet.nn.loss;

import org.addernet.nn.Pass;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/** The mean of {@code -log softmax(z)[label]} over a batch. */
public final class SoftmaxCrossEntropy {

    /** An exponential takes some 30 ns, so a task is long enough to be worth a thread. */
    private static final int VALUES_PER_TASK = 1 << 9;

    private SoftmaxCrossEntropy() {}

    /**
     * Returns the loss, of shape {@code [1]}, and records its gradient {@code (softmax(z) - onehot(label)) / N}.
     *
     * @param logits z, {@code [N,classes]}
     * @param labels N numbers from 0 to classes - 1
     * @throws ShapeException if the logits have another shape
     * @throws IllegalArgumentException if a label is out of range
     */
    public static Tensor of(Tensor logits, int[] labels, Pass pass) {
        Shape shape = logits.shape();
        if (shape.rank() != 2 || shape.extent(0) != labels.length) {
            throw new ShapeException("SoftmaxCrossEntropy: logits are " + shape + ", expected [" + labels.length
                    + ",classes] for " + labels.length + " labels");
        }
        int classes = shape.extent(1);
        for (int n = 0; n < labels.length; n++) {
            if (labels[n] < 0 || labels[n] >= classes) {
                throw new IllegalArgumentException("SoftmaxCrossEntropy: label " + labels[n] + " of sample " + n
                        + " is not one of the " + classes + " classes 0 to " + (classes - 1));
            }
        }
        float[] z = logits.data();
        int samplesPerTask = Math.max(1, VALUES_PER_TASK / classes);
        double[] logNormalizers = new double[labels.length];
        pass.workers().runRanges(labels.length, samplesPerTask, (from, to) -> {
            for (int n = from; n < to; n++) {
                logNormalizers[n] = logSumExp(z, n * classes, classes);
            }
        });
        double sum = 0;
        for (int n = 0; n < labels.length; n++) {
            sum += logNormalizers[n] - z[n * classes + labels[n]];
        }
        Tensor loss = Tensor.of(Shape.of(1), (float) (sum / labels.length));
        pass.record(loss, logits, gradient -> {
            double share = gradient.data()[0] / (double) labels.length;
            Tensor logitsGradient = pass.newTensor(shape);
            float[] dz = logitsGradient.data();
            pass.workers().runRanges(labels.length, samplesPerTask, (from, to) -> {
                for (int i = from * classes; i < to * classes; i++) {
                    double probability = StrictMath.exp(z[i] - logNormalizers[i / classes]);
                    dz[i] = (float) (share * (probability - (i % classes == labels[i / classes] ? 1 : 0)));
                }
            });
            pass.addGradient(logits, logitsGradient);
        });
        return loss;
    }

    /** Subtracts the largest logit before the exponential, so that it cannot overflow. */
    static double logSumExp(float[] z, int start, int length) {
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
