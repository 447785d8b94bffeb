package org.addernet.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * The sum of all inputs of each position: {@code Σx} of the l1 distance, {@code Σg} of its input gradient.
 *
 * <p>First every pixel's channels are summed, then the taps of a row, then the rows.
 */
final class WindowSums {

    /** The lanes whose index has the bit {@code 1 << level}, and the exchange of lanes that differ in that bit. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static final VectorMask<Float>[] MASKS = new VectorMask[Integer.numberOfTrailingZeros(Lanes.COUNT)];

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static final VectorShuffle<Float>[] SWAPS = new VectorShuffle[MASKS.length];

    static {
        for (int level = 0; level < MASKS.length; level++) {
            int bit = 1 << level;
            boolean[] lanes = new boolean[Lanes.COUNT];
            for (int lane = 0; lane < Lanes.COUNT; lane++) {
                lanes[lane] = (lane & bit) != 0;
            }
            MASKS[level] = VectorMask.fromArray(Lanes.FLOATS, lanes, 0);
            SWAPS[level] = VectorShuffle.fromOp(Lanes.FLOATS, lane -> lane ^ bit);
        }
    }

    private WindowSums() {}

    /** Returns how long an array of the sums of {@code pixels} must be. */
    static int capacity(int pixels, int[] columns) {
        return pixels + columns[columns.length - 1] + Lanes.COUNT;
    }

    /**
     * Writes the sum of the channels of each pixel.
     *
     * @param images the pixels, {@code [pixels, channels]}
     * @param start where they begin
     * @param pixels the number of pixels
     * @param sums receives the sums
     * @param block scratch of {@code COUNT * COUNT} values
     */
    static void sumChannels(float[] images, int start, int channels, int pixels, float[] sums, float[] block) {
        if (channels % Lanes.COUNT != 0) {
            for (int p = 0; p < pixels; p++) {
                float sum = 0;
                for (int c = 0; c < channels; c++) {
                    sum += images[start + p * channels + c];
                }
                sums[p] = sum;
            }
            return;
        }
        for (int p = 0; p < pixels; p += Lanes.COUNT) {
            // A pixel's sum has the same bits wherever it stands, as two tasks may need it. Rows without a pixel spoil
            // no other.
            int count = Math.min(Lanes.COUNT, pixels - p);
            for (int i = 0; i < count; i++) {
                addVectors(images, start + (p + i) * channels, channels, block, i * Lanes.COUNT);
            }
            for (int level = MASKS.length - 1; level >= 0; level--) {
                fold(block, 1 << level, MASKS[level], SWAPS[level]);
            }
            System.arraycopy(block, 0, sums, p, count);
        }
    }

    /**
     * Turns the sums of pixels into the sums of the windows that begin at them; those of windows that reach beyond the last
     * pixel are undefined.
     *
     * @param sums the sums, an array of the {@link #capacity}
     * @param rows the distances in pixels of the rows of taps, ascending
     * @param columns the distances in pixels of the taps of a row, ascending
     * @param pixels the number of pixels
     * @param scratch room for {@code pixels} and a vector
     */
    static void sumTaps(float[] sums, int[] rows, int[] columns, int pixels, float[] scratch) {
        sumShifted(sums, columns, columns.length, scratch, pixels);
        sumShifted(scratch, rows, rows.length, sums, pixels - rows[rows.length - 1]);
    }

    private static void addVectors(float[] values, int start, int count, float[] sums, int at) {
        FloatVector one = FloatVector.broadcast(Lanes.FLOATS, 1f);
        FloatVector sum = FloatVector.broadcast(Lanes.FLOATS, 0f);
        for (int c = 0; c < count; c += Lanes.COUNT) {
            sum = one.fma(FloatVector.fromArray(Lanes.FLOATS, values, start + c), sum);
        }
        Lanes.TYPE.cast(sum).intoArray(sums, at);
    }

    /**
     * Adds up pairs of vectors i and i + half so that lane l of the result is the sum of two lanes of the first vector if
     * l lacks the bit, and of the second if it has it. Down to one vector, lane l is the sum of vector l.
     */
    private static void fold(float[] block, int half, VectorMask<Float> mask, VectorShuffle<Float> swap) {
        for (int i = 0; i < half; i++) {
            FloatVector u = Lanes.TYPE.cast(FloatVector.fromArray(Lanes.FLOATS, block, i * Lanes.COUNT));
            FloatVector w = Lanes.TYPE.cast(FloatVector.fromArray(Lanes.FLOATS, block, (i + half) * Lanes.COUNT));
            Lanes.TYPE
                    .cast(u.blend(w, mask).add(w.blend(u, mask).rearrange(swap)))
                    .intoArray(block, i * Lanes.COUNT);
        }
    }

    /**
     * Writes the sum of {@code values[p + distances[i]]} over {@code i < count} to {@code sums[p]}, for p below {@code size}. The
     * last vector may read and write beyond that.
     */
    static void sumShifted(float[] values, int[] distances, int count, float[] sums, int size) {
        FloatVector one = FloatVector.broadcast(Lanes.FLOATS, 1f);
        for (int p = 0; p < size; p += Lanes.COUNT) {
            FloatVector sum = FloatVector.broadcast(Lanes.FLOATS, 0f);
            for (int i = 0; i < count; i++) {
                sum = one.fma(FloatVector.fromArray(Lanes.FLOATS, values, p + distances[i]), sum);
            }
            Lanes.TYPE.cast(sum).intoArray(sums, p);
        }
    }
}
