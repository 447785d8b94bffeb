package org.addernet.reproduce;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * The test accuracies after the last epoch of equal trainings with several seeds.
 *
 * @param mean in percent
 * @param deviation their standard deviation, in points; 0 for one seed
 * @param seeds how many there are
 */
record Accuracy(double mean, double deviation, int seeds) {

    static Accuracy of(List<Run> runs) throws IOException {
        SummaryStatistics statistics = new SummaryStatistics();
        for (Run run : runs) {
            statistics.addValue(run.accuracy());
        }
        return new Accuracy(statistics.getMean(), statistics.getStandardDeviation(), runs.size());
    }

    /** Returns the mean, with the deviation if there are several seeds. */
    @Override
    public String toString() {
        if (Double.isNaN(mean)) {
            return "diverged";
        }
        return seeds == 1
                ? String.format(Locale.ROOT, "%.2f", mean)
                : String.format(Locale.ROOT, "%.2f ± %.2f", mean, deviation);
    }
}
