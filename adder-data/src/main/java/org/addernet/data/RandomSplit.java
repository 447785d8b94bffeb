package org.addernet.data;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * The numbers of samples to learn from and to test with, drawn from a seed; where there are labels, by class.
 *
 * @param train the numbers of the samples to learn from, ascending
 * @param test those of all others, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // Splits are not compared.
record RandomSplit(int[] train, int[] test) {

    /** Splits the samples of a data set. */
    static RandomSplit of(Dataset data, double testFraction, long seed) {
        return data.targetShape().isPresent()
                ? of(data.size(), 1, i -> 0, testFraction, seed)
                : of(data.size(), data.classes(), data::label, testFraction, seed);
    }

    /** Splits samples by their labels. */
    static RandomSplit of(int size, int classes, IntUnaryOperator label, double testFraction, long seed) {
        if (!(testFraction > 0 && testFraction < 1)) {
            throw new IllegalArgumentException(
                    "split: the share to test with is " + testFraction + ", it must be greater than 0 and less than 1");
        }
        int[] left = new int[classes];
        IntStream.range(0, size).forEach(i -> left[label.applyAsInt(i)]++);
        Arrays.setAll(left, i -> tested(left[i], testFraction));
        int[] order = IntStream.range(0, size).toArray();
        new Seed(seed).shuffle(order);
        // Of each class the first in random order.
        boolean[] tested = new boolean[size];
        for (int i : order) {
            tested[i] = left[label.applyAsInt(i)]-- > 0;
        }
        int[] train = IntStream.range(0, size).filter(i -> !tested[i]).toArray();
        int[] test = IntStream.range(0, size).filter(i -> tested[i]).toArray();
        if (train.length == 0 || test.length == 0) {
            throw new IllegalArgumentException("split: " + size + " samples cannot be split into " + testFraction
                    + " to test with and the rest; one part would be empty, so give two samples of a class at least");
        }
        return new RandomSplit(train, test);
    }

    /** Returns how many of a class's samples are tested: neither all nor none, if there are two. */
    private static int tested(int samples, double fraction) {
        return samples < 2 ? 0 : (int) Math.max(1, Math.min(samples - 1, Math.rint(samples * fraction)));
    }

    /** Returns the two parts of the data that were split. */
    DataSplits apply(Dataset data) {
        return new DataSplits(
                new Subset(data, train.length, i -> train[i]), new Subset(data, test.length, i -> test[i]));
    }
}
