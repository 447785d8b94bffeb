package org.addernet.train.metric;

import org.addernet.tensor.Tensor;

/** The ranks of classes among logits {@code [N,classes]}. */
public final class TopK {

    private TopK() {}

    /** Returns how many classes have a larger logit than {@code label} in row n; 0 means that the answer is right. */
    public static int rank(Tensor logits, int n, int label) {
        int classes = logits.shape().dimension(1);
        float[] z = logits.data();
        int rank = 0;
        for (int c = 0; c < classes; c++) {
            // Of equal logits the first class counts as the larger, as in argmax. A NaN is never beaten, so never
            // right.
            float other = z[n * classes + c];
            float own = z[n * classes + label];
            if (c < label ? !(other < own) : c > label && !(other <= own)) {
                rank++;
            }
        }
        return rank;
    }

    /** Returns the class with the largest logit in row n, the first of equals. */
    public static int argmax(Tensor logits, int n) {
        int classes = logits.shape().dimension(1);
        int best = 0;
        for (int c = 1; c < classes; c++) {
            if (logits.data()[n * classes + c] > logits.data()[n * classes + best]) {
                best = c;
            }
        }
        return best;
    }
}
