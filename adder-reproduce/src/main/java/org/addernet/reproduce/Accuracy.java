package org.addernet.reproduce;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * The test accuracies after the last epoch of equal trainings with several seeds.
 *
 * @param mean of those that did not diverge, in percent; NaN if all did
 * @param std their standard deviation, in points
 * @param finished how many did not diverge
 * @param diverged how many did
 */
record Accuracy(double mean, double std, int finished, int diverged) {

    static Accuracy of(List<Run> runs) throws IOException {
        SummaryStatistics statistics = new SummaryStatistics();
        int diverged = 0;
        for (Run run : runs) {
            if (run.diverged()) {
                diverged++;
            } else {
                statistics.addValue(run.accuracy());
            }
        }
        return new Accuracy(statistics.getMean(), statistics.getStandardDeviation(), (int) statistics.getN(), diverged);
    }

    /** Returns the mean for comparisons; what diverged has learned nothing. */
    double score() {
        return finished == 0 ? 0 : mean;
    }

    /** Returns the difference from a figure of the paper with its sign, or nothing. */
    String minus(double paper) {
        return finished == 0 ? "" : String.format(Locale.ROOT, "%+.2f", mean - paper);
    }

    /** Returns the mean, with the standard deviation if there are several seeds. */
    @Override
    public String toString() {
        if (finished == 0) {
            return "diverged";
        }
        String text = String.format(Locale.ROOT, "%.2f", mean);
        if (finished > 1) {
            text += String.format(Locale.ROOT, " ± %.2f", std);
        }
        return diverged == 0 ? text : text + ", " + diverged + " diverged";
    }
}
