package org.addernet.kernel.vector;

import jdk.incubator.vector.FloatVector;
import org.addernet.parallel.Workers;

/**
 * The choice between the fast micro-kernels, which compare floats as integers, and the exact ones.
 *
 * <p>The fast ones need inputs that are not negative. Distances do not change when x and f are both shifted, so a constant c
 * is added to both; and {@code |x - f|} is taken as {@code 2 max(x, f) - x - f}, which rounds relative to
 * {@code |x + c| + |f + c|} instead of to the distance. The rule: on average {@code |x + c| + |f| + c} is at most
 * {@value #MOST} times the distance, so that few of the 24 bits of a float are lost; and no sum of such terms can
 * overflow. As the distance counts the larger of the mean deviations of x from the mean of f and of f from the mean of x: both
 * are lower bounds of its mean.
 *
 * @param fast whether the fast micro-kernels may be taken
 * @param amount c, minus the lowest x or a little more; 0 if they may not
 * @param centre about the mean of f + c, from which that of x + c is not further than the distance: what is subtracted from
 *     values of that size before they are summed. Of the inputs it knows c alone, so that the results of an image do not
 *     depend on others where c is 0. It has few bits, so that its products with the lengths of sums are exact
 */
record Shift(boolean fast, float amount, float centre) {

    /** The system property that forces the exact micro-kernels if it is {@code true}. */
    static final String EXACT_PROPERTY = "addernet.kernel.exact";

    /** The exact micro-kernels must be taken. */
    static final Shift NONE = new Shift(false, 0, 0);

    private static final int MOST = 20;

    /** Of the 24 bits of a float, the 12 that are 0 in c and in the centre. */
    private static final int LOW_BITS = 0xfff;

    private static final boolean EXACT = Boolean.getBoolean(EXACT_PROPERTY);

    /**
     * Returns what to add to x and f so that no x is below {@code floor}, or {@link #NONE}.
     *
     * @param clip the largest distance that makes a difference
     * @param terms the terms of a sum, each counted with its weight
     */
    static Shift of(float[] x, int xSize, float[] f, int fSize, float floor, float clip, float terms, Workers workers) {
        if (EXACT) {
            return NONE;
        }
        Magnitude filter = Magnitude.of(f, fSize, 0, workers);
        Magnitude input = Magnitude.of(x, xSize, filter.mean(), workers);
        float shift = floor - input.lowest();
        if (input.lowest() + shift < floor) {
            // The difference was rounded down.
            shift = Math.nextUp(shift);
        }
        // Zeros, of which there may be many, become c. With few bits they add up exactly.
        shift = Float.intBitsToFloat(Float.floatToRawIntBits(shift) + LOW_BITS & ~LOW_BITS);
        float distance = Math.max(
                input.deviation(), Magnitude.of(f, fSize, input.mean(), workers).deviation());
        // |f + c| is at most |f| + c.
        float magnitude = input.mean() + shift + filter.deviation() + shift;
        boolean mild = magnitude <= MOST * Math.min(clip, distance);
        // Not finite either if a value is NaN or infinite. The results are twice the sums, and differences of such.
        float most = 4 * terms * (input.largest() + shift + filter.largest() + shift);
        float centre = filter.mean() + shift;
        return mild && Float.isFinite(most)
                ? new Shift(true, shift, Float.intBitsToFloat(Float.floatToRawIntBits(centre) & ~LOW_BITS))
                : NONE;
    }

    /** Writes {@code count} values of an array, each plus {@code shift}, to another. */
    static void copy(float[] from, int start, int count, float shift, float[] to, int at) {
        FloatVector shifts = FloatVector.broadcast(Lanes.FLOATS, shift);
        int i = 0;
        for (; i <= count - Lanes.COUNT; i += Lanes.COUNT) {
            Lanes.TYPE
                    .cast(shifts.add(FloatVector.fromArray(Lanes.FLOATS, from, start + i)))
                    .intoArray(to, at + i);
        }
        for (; i < count; i++) {
            to[at + i] = from[start + i] + shift;
        }
    }

    /**
     * Writes the first {@code width} values of each of some rows, each plus {@code shift}, to rows of another array.
     *
     * @param stride the distance of the rows
     * @param toStride the distance of the rows written
     */
    static void copyRows(
            float[] from, int start, int stride, int rows, int width, float shift, float[] to, int at, int toStride) {
        FloatVector shifts = FloatVector.broadcast(Lanes.FLOATS, shift);
        int column = 0;
        for (; column <= width - Lanes.COUNT; column += Lanes.COUNT) {
            for (int row = 0; row < rows; row++) {
                Lanes.TYPE
                        .cast(shifts.add(FloatVector.fromArray(Lanes.FLOATS, from, start + row * stride + column)))
                        .intoArray(to, at + row * toStride + column);
            }
        }
        for (int row = 0; row < rows; row++) {
            for (int c = column; c < width; c++) {
                to[at + row * toStride + c] = from[start + row * stride + c] + shift;
            }
        }
    }
}
