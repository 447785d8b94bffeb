package org.addernet.train.metric;

import java.util.Locale;

/** How often a sample of each true class was given each class. Not thread-safe. */
public final class ConfusionMatrix {

    private final long[][] counts;

    /** Creates a matrix of zeros. */
    public ConfusionMatrix(int classes) {
        counts = new long[classes][classes];
    }

    /** Counts one sample. */
    public void add(int label, int predicted) {
        counts[label][predicted]++;
    }

    /** Returns how many samples of class {@code label} were taken for {@code predicted}. */
    public long count(int label, int predicted) {
        return counts[label][predicted];
    }

    /** Returns a table with a row for each true class, a column for each predicted one, and the share that is right. */
    @Override
    public String toString() {
        StringBuilder table = new StringBuilder("true \\ predicted");
        for (int predicted = 0; predicted < counts.length; predicted++) {
            table.append(String.format("%7d", predicted));
        }
        table.append(String.format("%10s%n", "right"));
        for (int label = 0; label < counts.length; label++) {
            table.append(String.format("%16d", label));
            long total = 0;
            for (long count : counts[label]) {
                table.append(String.format("%7d", count));
                total += count;
            }
            double right = total == 0 ? Double.NaN : 100.0 * counts[label][label] / total;
            table.append(String.format(Locale.ROOT, "%8.2f %%%n", right));
        }
        return table.toString();
    }
}
