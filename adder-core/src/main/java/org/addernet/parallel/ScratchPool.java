package org.addernet.parallel;

import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Reusable {@code float[]} scratch, so that a kernel call creates no garbage after the first.
 *
 * <p>Thread-safe. It holds as much memory as was borrowed at one time at the peak, rounded up to powers of two.
 */
public final class ScratchPool {

    /** One queue for each power of two that is a legal array length, 2^0 to 2^30. */
    private final ConcurrentLinkedQueue<float[]>[] free;

    @SuppressWarnings({"unchecked", "rawtypes"})
    ScratchPool() {
        free = new ConcurrentLinkedQueue[31];
        for (int i = 0; i < free.length; i++) {
            free[i] = new ConcurrentLinkedQueue<>();
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
        float[] array = free[exponent].poll();
        return array == null ? new float[1 << exponent] : array;
    }

    /** Takes back an array that {@link #borrow} returned; the caller must not use it afterwards. */
    public void release(float[] array) {
        free[exponent(array.length)].add(array);
    }

    private static int exponent(int length) {
        return 32 - Integer.numberOfLeadingZeros(Math.max(1, length) - 1);
    }
}
