package org.addernet.parallel;

import java.util.ArrayDeque;

/**
 * Reusable {@code float[]} scratch, so that a kernel call creates no garbage after the first.
 *
 * <p>Thread-safe. It holds as much memory as was borrowed at one time at the peak, rounded up to powers of two.
 */
public final class ScratchPool {

    /** One stack for each power of two that is a legal array length, 2^0 to 2^30; its own lock. */
    private final ArrayDeque<float[]>[] free;

    @SuppressWarnings({"unchecked", "rawtypes"})
    ScratchPool() {
        free = new ArrayDeque[31];
        for (int i = 0; i < free.length; i++) {
            free[i] = new ArrayDeque<>();
        }
    }

    /**
     * Returns an array of at least the given length with unspecified contents; give it {@linkplain #release back}.
     *
     * @throws IllegalArgumentException if the length exceeds 2^30
     */
    public float[] borrow(int length) {
        if (length > 1 << 30) {
            throw new IllegalArgumentException(
                    "scratch of " + length + " floats is more than 2^30; use a smaller batch or image");
        }
        int exponent = exponent(length);
        ArrayDeque<float[]> stack = free[exponent];
        // A lock, since a queue without one allocates a node for each array that comes back; and the last array back is
        // the first out, since it is still in the cache.
        synchronized (stack) {
            float[] array = stack.poll();
            if (array != null) {
                return array;
            }
        }
        return new float[1 << exponent];
    }

    /** Takes back an array that {@link #borrow} returned; the caller must not use it afterwards. */
    public void release(float[] array) {
        ArrayDeque<float[]> stack = free[exponent(array.length)];
        synchronized (stack) {
            stack.push(array);
        }
    }

    private static int exponent(int length) {
        return 32 - Integer.numberOfLeadingZeros(Math.max(1, length) - 1);
    }
}
