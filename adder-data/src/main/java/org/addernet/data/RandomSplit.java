package org.addernet.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The numbers of samples to learn from and to test with, drawn from a seed; where there are labels, by class.
 *
 * @param train the numbers of the samples to learn from, ascending
 * @param test those of all others, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // Splits are not compared.
record RandomSplit(int[] train, int[] test) {

    static RandomSplit of(Dataset data, double testFraction, long seed) {
        if (!(testFraction > 0 && testFraction < 1)) {
            throw new IllegalArgumentException(
                    "split: the share to test with is " + testFraction + ", it must be greater than 0 and less than 1");
        }
        boolean labelled = data.targetShape().isEmpty();
        int[] order = IntStream.range(0, data.size()).toArray();
        new Seed(seed).shuffle(order);
        int[] sizes = new int[labelled ? data.classes() : 1];
        for (int i : order) {
            sizes[labelled ? data.label(i) : 0]++;
        }
        int[] left = Arrays.stream(sizes).map(n -> tested(n, testFraction)).toArray();
        // Of each class the first in random order.
        boolean[] tested = new boolean[data.size()];
        for (int i : order) {
            tested[i] = left[labelled ? data.label(i) : 0]-- > 0;
        }
        RandomSplit split = new RandomSplit(
                IntStream.range(0, tested.length).filter(i -> !tested[i]).toArray(),
                IntStream.range(0, tested.length).filter(i -> tested[i]).toArray());
        if (split.train.length == 0 || split.test.length == 0) {
            throw new IllegalArgumentException("split: " + data.size() + " samples cannot be split into " + testFraction
                    + " to test with and the rest; one part would be empty, so give two samples of a class at least");
        }
        return split;
    }

    /** Returns how many of a class's samples are tested: neither all nor none, if there are two. */
    private static int tested(int samples, double fraction) {
        return samples < 2 ? 0 : (int) Math.max(1, Math.min(samples - 1, Math.rint(samples * fraction)));
    }

    /** Returns the parts of two views of the data that was split. */
    DataSplits apply(Dataset trainView, Dataset testView) {
        return new DataSplits(
                new Subset(trainView, train.length, i -> train[i]), new Subset(testView, test.length, i -> test[i]));
    }
}
