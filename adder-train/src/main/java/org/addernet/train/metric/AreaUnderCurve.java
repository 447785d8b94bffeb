package org.addernet.train.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.addernet.nn.loss.Targets;
import org.addernet.tensor.Tensor;

/** The area under the ROC curve, the mean over the classes against the rest. */
record AreaUnderCurve() implements Metric {

    @Override
    public String name() {
        return "auc";
    }

    @Override
    public Tally start() {
        return new Tally() {
            /** For each sample the score of each class. */
            private final List<float[]> scores = new ArrayList<>();

            private final List<Integer> labels = new ArrayList<>();

            @Override
            public void add(Tensor output, Targets targets) {
                ClassLogits batch = ClassLogits.of(name(), output, targets);
                if (!scores.isEmpty()) {
                    batch.requireClasses(name(), scores.get(0).length);
                }
                for (int n = 0; n < batch.samples(); n++) {
                    scores.add(AreaUnderCurve.scores(batch.logits(), n));
                    labels.add(batch.label(n));
                }
            }

            @Override
            public double value() {
                int classes = scores.isEmpty() ? 0 : scores.get(0).length;
                double sum = 0;
                int curves = 0;
                for (int c = 0; c < classes; c++) {
                    float[] own = sorted(c, true);
                    float[] others = sorted(c, false);
                    if (own.length > 0 && others.length > 0) {
                        sum += area(own, others);
                        curves++;
                    }
                }
                return sum / curves;
            }

            /** Returns the scores of class c of its own samples or of the others, in ascending order. */
            private float[] sorted(int c, boolean own) {
                float[] sorted = new float[scores.size()];
                int length = 0;
                for (int n = 0; n < sorted.length; n++) {
                    if ((labels.get(n) == c) == own) {
                        sorted[length++] = scores.get(n)[c];
                    }
                }
                sorted = Arrays.copyOf(sorted, length);
                Arrays.sort(sorted);
                return sorted;
            }
        };
    }

    /** Returns {@code z[c] - log Σ_{k≠c} exp(z[k])} for each class c of row n. */
    private static float[] scores(Tensor logits, int n) {
        int classes = logits.shape().dimension(1);
        float[] z = Arrays.copyOfRange(logits.data(), n * classes, (n + 1) * classes);
        int best = TopK.argmax(logits, n);
        // after[c] is the sum over c and the classes after it. Sums of the others need no subtraction, which would
        // cancel.
        double[] after = new double[classes + 1];
        for (int c = classes - 1; c >= 0; c--) {
            after[c] = StrictMath.exp((double) z[c] - z[best]) + after[c + 1];
        }
        float[] scores = new float[classes];
        double before = 0;
        for (int c = 0; c < classes; c++) {
            // Beside the best class the others may be too small for an exponential.
            double others = c == best ? logSumWithout(best, z) : z[best] + StrictMath.log(before + after[c + 1]);
            scores[c] = (float) (z[c] - others);
            before += StrictMath.exp((double) z[c] - z[best]);
        }
        return scores;
    }

    private static double logSumWithout(int best, float[] z) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < z.length; c++) {
            largest = c == best ? largest : Math.max(largest, z[c]);
        }
        double sum = 0;
        for (int c = 0; c < z.length; c++) {
            sum += c == best ? 0 : StrictMath.exp(z[c] - largest);
        }
        return largest + StrictMath.log(sum);
    }

    /** Returns the share of pairs in which the own score is the larger; an equal pair is half of one. */
    private static double area(float[] own, float[] others) {
        // Sorting puts NaN last.
        if (Float.isNaN(own[own.length - 1]) || Float.isNaN(others[others.length - 1])) {
            return Double.NaN;
        }
        double pairs = 0;
        int smaller = 0;
        int notLarger = 0;
        for (float score : own) {
            while (smaller < others.length && others[smaller] < score) {
                smaller++;
            }
            while (notLarger < others.length && others[notLarger] <= score) {
                notLarger++;
            }
            pairs += (smaller + notLarger) / 2.0;
        }
        return pairs / own.length / others.length;
    }
}
