package org.addernet.train.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** How often a sample of each true class was given each class. Not thread-safe. */
public final class ConfusionMatrix {

    /** More columns are too wide to read. */
    private static final int MOST_COLUMNS = 20;

    private final long[][] counts;

    /** Creates a matrix of zeros. */
    public ConfusionMatrix(int classes) {
        counts = new long[classes][classes];
    }

    /** Returns the number of classes. */
    public int classes() {
        return counts.length;
    }

    /** Counts one sample. */
    public void add(int label, int predicted) {
        counts[label][predicted]++;
    }

    /** Returns how many samples of class {@code label} were taken for {@code predicted}. */
    public long count(int label, int predicted) {
        return counts[label][predicted];
    }

    /**
     * Returns a line for each true class: the share that is right, and how often it was taken for each class or, if there are
     * more than 20, for the class that it was most often mistaken for.
     *
     * @param classNames the name of each class
     * @throws IllegalArgumentException if there are not as many names as classes
     */
    public String describe(List<String> classNames) {
        if (classNames.size() != counts.length) {
            throw new IllegalArgumentException("ConfusionMatrix: there are " + classNames.size() + " names for "
                    + counts.length + " classes; give one for each");
        }
        int width = classNames.stream().mapToInt(String::length).max().orElse(0) + 2;
        boolean table = counts.length <= MOST_COLUMNS;
        StringBuilder text = new StringBuilder(" ".repeat(4 + width)).append("    right  ");
        if (table) {
            for (int predicted = 0; predicted < counts.length; predicted++) {
                text.append(String.format(Locale.ROOT, "%7d", predicted));
            }
        } else {
            text.append("most often mistaken for");
        }
        text.append(System.lineSeparator());
        for (int label = 0; label < counts.length; label++) {
            text.append(String.format(Locale.ROOT, "%4d", label)).append(' ').append(classNames.get(label));
            text.append(" ".repeat(width - 1 - classNames.get(label).length()));
            text.append(String.format(Locale.ROOT, "%7.2f %%  ", 100 * share(label)));
            if (table) {
                for (long count : counts[label]) {
                    text.append(String.format(Locale.ROOT, "%7d", count));
                }
            } else {
                int mistake = mostFrequentMistake(label);
                if (mistake >= 0) {
                    text.append(classNames.get(mistake)).append(", ").append(counts[label][mistake]);
                }
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }

    /** Describes the matrix with the numbers of the classes for names. */
    @Override
    public String toString() {
        return describe(
                IntStream.range(0, counts.length).mapToObj(Integer::toString).toList());
    }

    private double share(int label) {
        return (double) counts[label][label] / Arrays.stream(counts[label]).sum();
    }

    /** Returns the wrong class that was predicted most often, or -1 if none was. */
    private int mostFrequentMistake(int label) {
        int mistake = -1;
        long most = 0;
        for (int predicted = 0; predicted < counts.length; predicted++) {
            if (predicted != label && counts[label][predicted] > most) {
                mistake = predicted;
                most = counts[label][predicted];
            }
        }
        return mistake;
    }
}
