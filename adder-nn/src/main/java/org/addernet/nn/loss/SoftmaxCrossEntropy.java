package org.addernet.nn.loss;

import java.util.Arrays;
import org.addernet.nn.Pass;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The mean of {@code -log softmax(z)[label]} over a batch, perhaps with smoothed labels and weights of the classes. */
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
        requireMatching(logits, labels);
        Shape shape = logits.shape();
        int classes = shape.dimension(1);
        float[] z = logits.data();
        int samplesPerTask = Math.max(1, VALUES_PER_TASK / classes);
        double[] logNormalizers = logNormalizers(logits, pass);
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

    /**
     * Returns the loss with smoothed labels and weights of the classes, of shape {@code [1]}, and records its gradient:
     *
     * <pre>{@code
     * a[n,c] = w[c] ((1 - ε) onehot(label[n])[c] + ε / C)
     * loss   = -Σ_n Σ_c a[n,c] log softmax(z[n])[c] / Σ_n w[label[n]]
     * dz[n,c] = (softmax(z[n])[c] Σ_k a[n,k] - a[n,c]) / Σ_n w[label[n]]
     * }</pre>
     *
     * <p>with C classes, as PyTorch's {@code CrossEntropyLoss} (label smoothing: Szegedy et al. 2016). Without smoothing and
     * weights it has the bits of {@link #of(Tensor, int[], Pass)}. If all labels of the batch have weight 0, it is NaN.
     *
     * @param logits z, {@code [N,classes]}
     * @param labels N numbers from 0 to classes - 1
     * @param smoothing ε, from 0, the label alone, to 1, all classes alike
     * @param classWeights w, for each class how much its samples count, 0 or more; null: all 1
     * @throws ShapeException if the logits have another shape
     * @throws IllegalArgumentException if a label or the smoothing is out of range, or the weights are not a number of at
     *     least 0 for each class
     */
    public static Tensor of(
            Tensor logits, int[] labels, double smoothing, double @Nullable [] classWeights, Pass pass) {
        if (!(smoothing >= 0 && smoothing <= 1)) {
            throw new IllegalArgumentException(
                    "SoftmaxCrossEntropy: the label smoothing is " + smoothing + ", it must be from 0 to 1");
        }
        if (smoothing == 0 && classWeights == null) {
            return of(logits, labels, pass);
        }
        requireMatching(logits, labels);
        Shape shape = logits.shape();
        int classes = shape.dimension(1);
        double[] weights = weights(classWeights, classes);
        float[] z = logits.data();
        int samplesPerTask = Math.max(1, VALUES_PER_TASK / classes);
        double[] logNormalizers = logNormalizers(logits, pass);
        double uniform = smoothing / classes;
        double sum = 0;
        double labelWeights = 0;
        for (int n = 0; n < labels.length; n++) {
            double weight = weights[labels[n]];
            labelWeights += weight;
            sum += (1 - smoothing) * weight * (logNormalizers[n] - z[n * classes + labels[n]]);
            // Not with ε = 0, since an infinite logit of another class would make 0 times infinity of it.
            for (int c = 0; smoothing > 0 && c < classes; c++) {
                sum += uniform * weights[c] * (logNormalizers[n] - z[n * classes + c]);
            }
        }
        double totalWeight = labelWeights;
        double allWeights = Arrays.stream(weights).sum();
        Tensor loss = Tensor.of(Shape.of(1), (float) (sum / totalWeight));
        pass.record(loss, logits, gradient -> {
            double share = gradient.data()[0] / totalWeight;
            Tensor logitsGradient = pass.newTensor(shape);
            float[] dz = logitsGradient.data();
            pass.workers().runRanges(labels.length, samplesPerTask, (from, to) -> {
                for (int n = from; n < to; n++) {
                    double labelShare = (1 - smoothing) * weights[labels[n]];
                    double rowSum = labelShare + uniform * allWeights;
                    for (int c = 0; c < classes; c++) {
                        double target = uniform * weights[c] + (c == labels[n] ? labelShare : 0);
                        double probability = StrictMath.exp(z[n * classes + c] - logNormalizers[n]);
                        dz[n * classes + c] = (float) (share * (rowSum * probability - target));
                    }
                }
            });
            pass.addGradient(logits, logitsGradient);
        });
        return loss;
    }

    /** Returns a copy of the weights, or ones. */
    private static double[] weights(double @Nullable [] classWeights, int classes) {
        if (classWeights == null) {
            double[] ones = new double[classes];
            Arrays.fill(ones, 1);
            return ones;
        }
        if (classWeights.length != classes) {
            throw new IllegalArgumentException("SoftmaxCrossEntropy: there are " + classWeights.length
                    + " class weights for " + classes + " classes; give one for each");
        }
        for (int c = 0; c < classes; c++) {
            if (!(classWeights[c] >= 0 && classWeights[c] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("SoftmaxCrossEntropy: the weight of class " + c + " is "
                        + classWeights[c] + ", it must be a number of at least 0");
            }
        }
        return classWeights.clone();
    }

    private static void requireMatching(Tensor logits, int[] labels) {
        Shape shape = logits.shape();
        if (shape.rank() != 2 || shape.dimension(0) != labels.length) {
            throw new ShapeException("SoftmaxCrossEntropy: logits are " + shape + ", expected [" + labels.length
                    + ",classes] for " + labels.length + " labels");
        }
        int classes = shape.dimension(1);
        for (int n = 0; n < labels.length; n++) {
            if (labels[n] < 0 || labels[n] >= classes) {
                throw new IllegalArgumentException("SoftmaxCrossEntropy: label " + labels[n] + " of sample " + n
                        + " is not one of the " + classes + " classes 0 to " + (classes - 1));
            }
        }
    }

    /** Returns {@code log Σ exp(z)} of each row. */
    private static double[] logNormalizers(Tensor logits, Pass pass) {
        int samples = logits.shape().dimension(0);
        int classes = logits.shape().dimension(1);
        double[] logNormalizers = new double[samples];
        pass.workers().runRanges(samples, Math.max(1, VALUES_PER_TASK / classes), (from, to) -> {
            for (int n = from; n < to; n++) {
                logNormalizers[n] = logSumExp(logits.data(), n * classes, classes);
            }
        });
        return logNormalizers;
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
