package org.addernet.nn.loss;

import org.addernet.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** What a batch's outputs should be: the label of each sample, or a tensor of values. */
public final class Targets {

    private final int @Nullable [] labels;
    private final @Nullable Tensor values;

    private Targets(int @Nullable [] labels, @Nullable Tensor values) {
        this.labels = labels;
        this.values = values;
    }

    /** Returns the targets of classification: N numbers from 0 to classes - 1; the array itself, not a copy. */
    public static Targets ofLabels(int[] labels) {
        return new Targets(labels, null);
    }

    /** Returns the targets of regression, {@code [N,...]}. */
    public static Targets ofValues(Tensor values) {
        return new Targets(null, values);
    }

    /** Returns whether these are labels. */
    public boolean areLabels() {
        return labels != null;
    }

    /**
     * Returns the labels.
     *
     * @throws IllegalStateException if these are values
     */
    public int[] labels() {
        if (labels == null) {
            throw new IllegalStateException(
                    "the targets are values, no labels; use a loss and metrics of regression, or data with labels");
        }
        return labels;
    }

    /**
     * Returns the values, {@code [N,...]}.
     *
     * @throws IllegalStateException if these are labels
     */
    public Tensor values() {
        if (values == null) {
            throw new IllegalStateException(
                    "the targets are labels, no values; use a loss and metrics of classification, or data with float targets");
        }
        return values;
    }

    /** Returns the number of samples. */
    public int size() {
        return labels != null ? labels.length : values().shape().dimension(0);
    }
}
