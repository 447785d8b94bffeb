package org.addernet.parallel;

import java.util.ArrayDeque;

/**
 * Reusable scratch arrays, so that a kernel call creates no garbage after the first.
 *
 * <p>Thread-safe. It holds as much memory as was borrowed at one time at the peak, rounded up to powers of two.
 */
public final class ScratchPool {

    // Stacks with a lock: a queue without one allocates a node for each array that comes back, and the last array back
    // is
    // the one that is still in the cache.

    /** One stack for each power of two that is a legal array length, 2^0 to 2^30. */
    private final ArrayDeque<float[]>[] floats = stacks();

    private final ArrayDeque<int[]>[] ints = stacks();

    ScratchPool() {}

    /**
     * Returns an array of at least the given length with unspecified contents; give it {@linkplain #release back}.
     *
     * @throws IllegalArgumentException if the length exceeds 2^30
     */
    public float[] borrow(int length) {
        int exponent = exponent(length);
        float[] array;
        synchronized (floats) {
            array = floats[exponent].poll();
        }
        return array == null ? new float[1 << exponent] : array;
    }

    /**
     * Returns an array of at least the given length with unspecified contents; give it {@linkplain #release back}.
     *
     * @throws IllegalArgumentException if the length exceeds 2^30
     */
    public int[] borrowInts(int length) {
        int exponent = exponent(length);
        int[] array;
        synchronized (ints) {
            array = ints[exponent].poll();
        }
        return array == null ? new int[1 << exponent] : array;
    }

    /** Takes back an array that {@link #borrow} returned; the caller must not use it afterwards. */
    public void release(float[] array) {
        synchronized (floats) {
            floats[exponent(array.length)].push(array);
        }
    }

    /** Takes back an array that {@link #borrowInts} returned; the caller must not use it afterwards. */
    public void release(int[] array) {
        synchronized (ints) {
            ints[exponent(array.length)].push(array);
        }
    }

    private static int exponent(int length) {
        if (length > 1 << 30) {
            throw new IllegalArgumentException(
                    "scratch of " + length + " values is more than 2^30; use a smaller batch or image");
        }
        return 32 - Integer.numberOfLeadingZeros(Math.max(1, length) - 1);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <T> ArrayDeque<T>[] stacks() {
        ArrayDeque<T>[] stacks = new ArrayDeque[31];
        for (int i = 0; i < stacks.length; i++) {
            stacks[i] = new ArrayDeque<>();
        }
        return stacks;
    }
}
