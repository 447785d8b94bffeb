package org.addernet.inference;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What a classifier says of one picture: a probability for each class. Immutable. */
public final class Classification {

    private final List<String> classNames;
    private final double[] probabilities;

    /**
     * Makes probabilities of logits: {@code p[c] = exp(z[c]) / Σ exp(z)}, in double.
     *
     * @param logits those of a batch, this picture's from {@code offset}, one for each name
     * @throws IllegalStateException if one is NaN or infinite
     */
    Classification(List<String> classNames, float[] logits, int offset) {
        this.classNames = classNames;
        probabilities = new double[classNames.size()];
        float largest = Float.NEGATIVE_INFINITY;
        for (int c = 0; c < probabilities.length; c++) {
            float logit = logits[offset + c];
            if (!Float.isFinite(logit)) {
                throw new IllegalStateException("Classifier: the logit of class " + c + " is " + logit
                        + "; the weights of the model are broken, export it again from a good checkpoint");
            }
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        for (int c = 0; c < probabilities.length; c++) {
            // The largest exponent is 0, so that nothing overflows.
            probabilities[c] = Math.exp((double) logits[offset + c] - largest);
            sum += probabilities[c];
        }
        for (int c = 0; c < probabilities.length; c++) {
            probabilities[c] /= sum;
        }
    }

    /** Returns the most probable class. */
    public Prediction best() {
        return top(1).get(0);
    }

    /**
     * Returns the {@code k} most probable classes, the best first, and of equal ones that with the lower label; all if there are
     * fewer.
     *
     * @throws IllegalArgumentException if {@code k} is less than 1
     */
    public List<Prediction> top(int k) {
        if (k < 1) {
            throw new IllegalArgumentException("Classification.top: k is " + k + ", it must be at least 1");
        }
        return IntStream.range(0, probabilities.length)
                .mapToObj(c -> new Prediction(c, classNames.get(c), probabilities[c]))
                .sorted(Comparator.comparingDouble(Prediction::probability).reversed())
                .limit(k)
                .toList();
    }

    /** Returns a copy of the probabilities of all classes, in the order of their labels; they add up to 1. */
    public double[] probabilities() {
        return probabilities.clone();
    }

    /** Returns the best class with its probability. */
    @Override
    public String toString() {
        return best().toString();
    }
}
