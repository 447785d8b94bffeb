package org.addernet.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import org.addernet.parallel.Workers;

/**
 * The sum of all inputs of each position: {@code Σx} of the l1 distance, {@code Σg} of its input gradient.
 *
 * <p>First every pixel's channels are summed, then the taps of a row; the rows are left to {@link #at}.
 *
 * @param sums for each pixel, the sum over the channels and columns of taps that begin there; borrowed scratch
 * @param strides from positions to pixels
 * @param rows the distances in pixels of the rows of taps
 */
record WindowSums(float[] sums, Grid.Strides strides, int[] rows) {

    private static final int PIXELS_PER_TASK = 2048;

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

    /**
     * Sums the windows of images.
     *
     * @param strides from positions to indices of the images' data
     * @param rows the distances in pixels of the rows of taps
     * @param columns the distances in pixels of the taps of a row
     */
    static WindowSums of(PaddedImages images, Grid.Strides strides, int[] rows, int[] columns, Workers workers) {
        int channels = images.channels();
        int last = columns[columns.length - 1];
        float[] pixels = workers.scratch().borrow(images.pixels() + last + Lanes.COUNT);
        workers.runRanges(images.pixels(), PIXELS_PER_TASK, (from, to) -> {
            float[] block = workers.scratch().borrow(Lanes.COUNT * Lanes.COUNT);
            sumChannels(images.data(), channels, pixels, from, to, block);
            workers.scratch().release(block);
        });
        float[] sums = pixels;
        if (last > 0) {
            sums = workers.scratch().borrow(images.pixels() + Lanes.COUNT);
            float[] windows = sums;
            workers.runRanges(
                    images.pixels(),
                    PIXELS_PER_TASK,
                    (from, to) -> sumShifted(pixels, columns, columns.length, windows, from, to));
            workers.scratch().release(pixels);
        }
        Grid.Strides inPixels = new Grid.Strides(
                strides.start() / channels,
                strides.image() / channels,
                strides.row() / channels,
                strides.column() / channels);
        return new WindowSums(sums, inPixels, rows);
    }

    /** Returns the sum of the position that begins at the given pixel. */
    float at(int pixel) {
        float sum = 0;
        for (int row : rows) {
            sum += sums[pixel + row];
        }
        return sum;
    }

    void release(Workers workers) {
        workers.scratch().release(sums);
    }

    private static void sumChannels(float[] images, int channels, float[] pixels, int from, int to, float[] block) {
        int p = from;
        if (channels % Lanes.COUNT == 0) {
            for (; p <= to - Lanes.COUNT; p += Lanes.COUNT) {
                for (int i = 0; i < Lanes.COUNT; i++) {
                    addVectors(images, (p + i) * channels, channels, block, i * Lanes.COUNT);
                }
                for (int level = MASKS.length - 1; level >= 0; level--) {
                    fold(block, 1 << level, MASKS[level], SWAPS[level]);
                }
                System.arraycopy(block, 0, pixels, p, Lanes.COUNT);
            }
        }
        for (; p < to; p++) {
            float sum = 0;
            for (int c = 0; c < channels; c++) {
                sum += images[p * channels + c];
            }
            pixels[p] = sum;
        }
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
     * Writes the sum of {@code values[p + distances[i]]} over {@code i < count} to {@code sums[p]}, for p from {@code from} to
     * {@code to - 1}. The last vector may read and write beyond that.
     */
    static void sumShifted(float[] values, int[] distances, int count, float[] sums, int from, int to) {
        FloatVector one = FloatVector.broadcast(Lanes.FLOATS, 1f);
        for (int p = from; p < to; p += Lanes.COUNT) {
            FloatVector sum = FloatVector.broadcast(Lanes.FLOATS, 0f);
            for (int i = 0; i < count; i++) {
                sum = one.fma(FloatVector.fromArray(Lanes.FLOATS, values, p + distances[i]), sum);
            }
            Lanes.TYPE.cast(sum).intoArray(sums, p);
        }
    }
}
