package org.addernet.train.metric;

import org.addernet.nn.loss.Targets;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/**
 * A figure of how good outputs are, gathered batch by batch.
 *
 * <p>The metrics of classification take logits {@code [N,classes]}, or {@code [N,1]} for two classes: there a logit z is that
 * of class 1, and class 0 has the logit 0, so that {@code softmax(0, z)[1] = 1 / (1 + exp(-z))} and class 1 is the answer if
 * z is positive. The targets are labels, or for {@code [N,1]} also N values that are 0 or 1.
 */
public interface Metric {

    /** Returns the name in logs, such as {@code accuracy}. */
    String name();

    /** Returns a new, empty tally. */
    Tally start();

    /** The outputs so far. Not thread-safe. */
    interface Tally {

        /**
         * Adds a batch, whose memory may be used again afterwards.
         *
         * @param output what a model answered, {@code [N,...]}
         * @param targets what it should be, N
         * @throws ShapeException if the output has a shape that the metric cannot use, or that does not fit the targets
         * @throws IllegalArgumentException if a label is not one of the classes
         * @throws IllegalStateException if the targets are values and the metric needs labels, or the reverse
         */
        void add(Tensor output, Targets targets);

        /** Returns the figure for all batches so far, NaN if there are none. */
        double value();
    }

    /** Returns {@code accuracy}: the share of samples whose largest logit is the label's, 0 to 1. */
    static Metric accuracy() {
        return new TopKAccuracy("accuracy", 1);
    }

    /**
     * Returns {@code top<k>_accuracy}: the share of samples whose label is among the k largest logits, 0 to 1.
     *
     * @throws IllegalArgumentException if k is less than 1
     */
    static Metric topK(int k) {
        return new TopKAccuracy("top" + k + "_accuracy", k);
    }

    /**
     * Returns {@code precision}: the mean over classes of {@code TP / (TP + FP)}, 0 to 1.
     *
     * <p>TP are the samples of a class that are taken for it, FP the others that are taken for it, FN those of it that are
     * taken for another. A class with a denominator of zero counts 0. The mean is over the classes of which there is a label
     * or an answer, as scikit-learn's {@code average="macro"}.
     */
    static Metric precision() {
        return new MacroAverage("precision", (hits, predicted, actual) -> (double) hits / predicted);
    }

    /** Returns {@code recall}: the mean of {@code TP / (TP + FN)}, 0 to 1, over classes as in {@link #precision}. */
    static Metric recall() {
        return new MacroAverage("recall", (hits, predicted, actual) -> (double) hits / actual);
    }

    /** Returns {@code f1}: the mean of {@code 2 TP / (2 TP + FP + FN)}, 0 to 1, over classes as in {@link #precision}. */
    static Metric f1() {
        return new MacroAverage("f1", (hits, predicted, actual) -> 2.0 * hits / (predicted + actual));
    }

    /**
     * Returns {@code auc}: the area under the ROC curve, 0 to 1; for more than two classes the mean of one against the rest.
     *
     * <p>For a class with P samples and Q others that is the share of pairs in which its sample has the larger score
     * (Mann-Whitney): {@code Σ_i Σ_j ([s_i > s_j] + [s_i = s_j] / 2) / (P Q)}. The score of class c is
     * {@code z[c] - log Σ_{k≠c} exp(z[k])}, which orders as {@code softmax(z)[c]} does but does not saturate. Classes without
     * samples or without others are left out, as they have no curve; NaN if none is left or a logit is NaN. Keeps a float for
     * each output until the end.
     */
    static Metric auc() {
        return new AreaUnderCurve();
    }

    /** Returns {@code mean_squared_error}: the mean of {@code (y - t)²} over all elements of outputs y and targets t. */
    static Metric meanSquaredError() {
        return new MeanError("mean_squared_error", difference -> difference * difference);
    }

    /** Returns {@code mean_absolute_error}: the mean of {@code |y - t|} over all elements of outputs y and targets t. */
    static Metric meanAbsoluteError() {
        return new MeanError("mean_absolute_error", Math::abs);
    }
}
