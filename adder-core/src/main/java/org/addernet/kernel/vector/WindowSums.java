package org.addernet.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * The sum of all inputs of each position: {@code Σx} of the l1 distance, {@code Σg} of its input gradient.
 *
 * <p>First every pixel's channels are summed, less a centre that keeps the sums small, then the taps of a row, then the rows.
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

    /** The values of these, a vector for each. */
    static final int BLOCK = Tuning.WINDOW_SUM_PIXELS * Lanes.COUNT;

    private WindowSums() {}

    /** Returns how long an array of the sums of {@code pixels} must be. */
    static int capacity(int pixels, Offsets offsets) {
        return pixels + offsets.columns()[offsets.columns().length - 1] + Lanes.COUNT;
    }

    /**
     * Writes the sum of the channels of each pixel, of every value less the centre.
     *
     * @param images the pixels, {@code [pixels, channels]}
     * @param start where they begin
     * @param pixels the number of pixels
     * @param centre is subtracted from every value
     * @param sums receives the sums
     * @param block scratch of {@link #BLOCK} values
     */
    static void sumChannels(
            float[] images, int start, int channels, int pixels, float centre, float[] sums, float[] block) {
        if (channels < Lanes.COUNT) {
            int count = (BLOCK - Lanes.COUNT) / channels;
            for (int p = 0; p < pixels; p += count) {
                int size = Math.min(count, pixels - p);
                sumNeighbours(images, start + p * channels, channels, size * channels, centre, block);
                for (int i = 0; i < size; i++) {
                    sums[p + i] = block[i * channels];
                }
            }
            return;
        }
        if (channels % Lanes.COUNT != 0) {
            for (int p = 0; p < pixels; p++) {
                double sum = 0;
                for (int c = 0; c < channels; c++) {
                    sum += images[start + p * channels + c] - centre;
                }
                sums[p] = (float) sum;
            }
            return;
        }
        for (int p = 0; p < pixels; p += Tuning.WINDOW_SUM_PIXELS) {
            // A pixel's sum has the same bits wherever it stands, as two tasks may need it. Rows without a pixel spoil
            // no other.
            int count = Math.min(Tuning.WINDOW_SUM_PIXELS, pixels - p);
            addVectors(images, start + p * channels, channels, count, centre, block);
            int pairs = (count + Lanes.COUNT - 1) / Lanes.COUNT * Lanes.COUNT;
            for (int level = 0; level < MASKS.length; level++) {
                pairs /= 2;
                fold(block, pairs, MASKS[level], SWAPS[level]);
            }
            System.arraycopy(block, 0, sums, p, count);
        }
    }

    /**
     * As {@link #sumChannels} for planes, {@code [channels, plane]}. The last vector may read and write beyond them.
     *
     * @param plane the pixels of a plane
     */
    static void sumPlanes(float[] planes, int channels, int plane, float centre, float[] sums) {
        FloatVector less = FloatVector.broadcast(Lanes.FLOATS, -centre);
        for (int p = 0; p < plane; p += Lanes.COUNT) {
            FloatVector sum = Lanes.TYPE.cast(less.add(FloatVector.fromArray(Lanes.FLOATS, planes, p)));
            for (int c = 1; c < channels; c++) {
                sum = less.add(FloatVector.fromArray(Lanes.FLOATS, planes, p + c * plane))
                        .add(sum);
            }
            Lanes.TYPE.cast(sum).intoArray(sums, p);
        }
    }

    /**
     * Turns the sums of pixels into the sums of the windows that begin at them; those of windows that reach beyond the last
     * pixel are undefined.
     *
     * @param sums the sums, an array of the {@link #capacity}
     * @param offsets what a position sees
     * @param pixels the number of pixels
     * @param scratch room for {@code pixels} and a vector
     */
    static void sumTaps(float[] sums, Offsets offsets, int pixels, float[] scratch) {
        int[] rows = offsets.rows();
        int[] columns = offsets.columns();
        sumShifted(sums, columns, columns.length, scratch, pixels);
        sumShifted(scratch, rows, rows.length, sums, pixels - rows[rows.length - 1]);
    }

    /** Writes for each of {@code size} values the sum of itself and those that follow, {@code count} in all, less the centre each. */
    private static void sumNeighbours(float[] values, int start, int count, int size, float centre, float[] sums) {
        FloatVector less = FloatVector.broadcast(Lanes.FLOATS, -centre);
        int whole = Math.min(size, values.length - start - count - Lanes.COUNT + 2);
        int i = 0;
        for (; i < whole; i += Lanes.COUNT) {
            FloatVector sum = FloatVector.broadcast(Lanes.FLOATS, 0f);
            for (int k = 0; k < count; k++) {
                sum = less.add(FloatVector.fromArray(Lanes.FLOATS, values, start + i + k))
                        .add(sum);
            }
            Lanes.TYPE.cast(sum).intoArray(sums, i);
        }
        for (; i <= size - count; i++) {
            float sum = 0;
            for (int k = 0; k < count; k++) {
                sum += values[start + i + k] - centre;
            }
            sums[i] = sum;
        }
    }

    /** Writes for each pixel the sum of the vectors of its channels, less the centre each. */
    private static void addVectors(float[] images, int start, int channels, int pixels, float centre, float[] sums) {
        FloatVector less = FloatVector.broadcast(Lanes.FLOATS, -centre);
        for (int p = 0; p < pixels; p++) {
            Lanes.TYPE
                    .cast(less.add(FloatVector.fromArray(Lanes.FLOATS, images, start + p * channels)))
                    .intoArray(sums, p * Lanes.COUNT);
        }
        for (int c = Lanes.COUNT; c < channels; c += Lanes.COUNT) {
            for (int p = 0; p < pixels; p++) {
                Lanes.TYPE
                        .cast(less.add(FloatVector.fromArray(Lanes.FLOATS, images, start + c + p * channels))
                                .add(FloatVector.fromArray(Lanes.FLOATS, sums, p * Lanes.COUNT)))
                        .intoArray(sums, p * Lanes.COUNT);
            }
        }
    }

    /**
     * Replaces vectors 2i and 2i + 1 by one, i: its lane l is the sum of two lanes of the first if l lacks the bit, and of the
     * second if it has it. Where that is done for each bit, from the lowest on, one vector holds the sums of as many as it
     * has lanes, in their order.
     */
    private static void fold(float[] block, int pairs, VectorMask<Float> mask, VectorShuffle<Float> swap) {
        for (int i = 0; i < pairs; i++) {
            FloatVector u = Lanes.TYPE.cast(FloatVector.fromArray(Lanes.FLOATS, block, 2 * i * Lanes.COUNT));
            FloatVector w = Lanes.TYPE.cast(FloatVector.fromArray(Lanes.FLOATS, block, (2 * i + 1) * Lanes.COUNT));
            Lanes.TYPE
                    .cast(u.blend(w, mask).add(w.blend(u, mask).rearrange(swap)))
                    .intoArray(block, i * Lanes.COUNT);
        }
    }

    /**
     * Writes the sum of {@code values[p + distances[i]]} over {@code i < count} to {@code sums[p]}, for p below {@code size}. The
     * last vector may read and write beyond that.
     */
    private static void sumShifted(float[] values, int[] distances, int count, float[] sums, int size) {
        for (int p = 0; p < size; p += Lanes.COUNT) {
            FloatVector sum = FloatVector.broadcast(Lanes.FLOATS, 0f);
            for (int i = 0; i < count; i++) {
                sum = Lanes.TYPE.cast(sum).add(FloatVector.fromArray(Lanes.FLOATS, values, p + distances[i]));
            }
            Lanes.TYPE.cast(sum).intoArray(sums, p);
        }
    }
}
