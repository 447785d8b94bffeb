package org.addernet.data;

import java.util.SplittableRandom;

/**
 * A seed with numbered children, so that each epoch, sample or drawing has random numbers of its own.
 *
 * <p>What a child draws does not depend on the order or the threads in which the others draw.
 */
record Seed(long value) {

    Seed child(long number) {
        // The finaliser of SplitMix64, so that neighbouring numbers give unrelated seeds.
        long z = value + 0x9E3779B97F4A7C15L * (number + 1);
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return new Seed(z ^ (z >>> 31));
    }

    /** Returns a generator; SplittableRandom, as its numbers are the same in every version of Java. */
    SplittableRandom random() {
        return new SplittableRandom(value);
    }

    /** Shuffles the values (Fisher-Yates). */
    void shuffle(int[] values) {
        SplittableRandom random = random();
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }
}
