package org.addernet.cli;

import java.util.Locale;

/**
 * The largest error of one computation against what is known to be right.
 *
 * @param what what was computed
 * @param error the largest difference, relative to the largest magnitude of the right result
 * @param tolerance the most that is allowed
 */
record Check(String what, double error, double tolerance) {

    static Check of(String what, float[] actual, float[] expected, double tolerance) {
        if (actual.length != expected.length) {
            throw new IllegalArgumentException(
                    what + ": " + actual.length + " values were computed, " + expected.length + " were expected");
        }
        double worst = 0;
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs((double) actual[i] - expected[i]);
            worst = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(worst, difference);
            largest = Math.max(largest, Math.abs(expected[i]));
        }
        return new Check(what, largest == 0 ? worst : worst / largest, tolerance);
    }

    boolean passed() {
        return error <= tolerance;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%-6s %-66s error %.1e (at most %.0e)", passed() ? "ok" : "MISS", what, error, tolerance);
    }
}
