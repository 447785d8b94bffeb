package org.addernet.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.addernet.parallel.Workers;

/**
 * What a look at an array tells of its values.
 *
 * @param lowest the smallest value, or 0 if none is negative; -0.0 counts as just below 0
 * @param largest the largest magnitude, or infinity if a value is NaN or infinite
 * @param mean the mean of a sample
 * @param deviation the mean distance of a sample from the given centre
 */
record Magnitude(float lowest, float largest, float mean, float deviation) {

    /** The sample is the first sixteenth of every task's values. */
    private static final int SAMPLED_PER_TASK = Tuning.MAGNITUDE_VALUES / 16;

    /** The smallest value, the largest magnitude, and two vectors of sums. */
    private static final int RESULTS = 2 + 2 * Lanes.COUNT;

    private static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

    /** Looks at the first {@code size} values. */
    static Magnitude of(float[] values, int size, float centre, Workers workers) {
        int tasks = (size + Tuning.MAGNITUDE_VALUES - 1) / Tuning.MAGNITUDE_VALUES;
        float[] partial = workers.scratch().borrow(tasks * RESULTS);
        workers.runRanges(size, Tuning.MAGNITUDE_VALUES, (from, to) -> {
            int at = from / Tuning.MAGNITUDE_VALUES * RESULTS;
            extremes(values, from, to, partial, at);
            sums(values, from, Math.min(to, from + SAMPLED_PER_TASK), centre, partial, at + 2);
        });
        float lowest = 0;
        float largest = 0;
        double sum = 0;
        double deviation = 0;
        long sampled = 0;
        for (int task = 0; task < tasks; task++) {
            int at = task * RESULTS;
            lowest = Math.min(lowest, partial[at]);
            largest = Math.max(largest, partial[at + 1]);
            for (int lane = at + 2; lane < at + 2 + Lanes.COUNT; lane++) {
                sum += partial[lane];
                deviation += partial[lane + Lanes.COUNT];
            }
            sampled += Math.min(SAMPLED_PER_TASK, size - task * Tuning.MAGNITUDE_VALUES);
        }
        workers.scratch().release(partial);
        return new Magnitude(lowest, largest, (float) (sum / sampled), (float) (deviation / sampled));
    }

    /** Returns whether no value is NaN or infinite. */
    boolean finite() {
        return Float.isFinite(largest);
    }

    /** Writes the smallest value, or 0 if no sign bit is set, and the largest magnitude. */
    private static void extremes(float[] values, int from, int to, float[] results, int at) {
        // Magnitudes order as their bits do. Of values with their sign bit flipped, taken as integers, the largest is
        // the most
        // negative value if there is one.
        IntVector signBit = IntVector.broadcast(Lanes.INTS, Integer.MIN_VALUE);
        IntVector notSign = IntVector.broadcast(Lanes.INTS, Integer.MAX_VALUE);
        IntVector flipped = IntVector.broadcast(Lanes.INTS, Integer.MIN_VALUE);
        IntVector magnitude = IntVector.broadcast(Lanes.INTS, 0);
        int whole = from + (to - from) / Lanes.COUNT * Lanes.COUNT;
        for (int i = from; i < whole; i += Lanes.COUNT) {
            IntVector bits = FloatVector.fromArray(Lanes.FLOATS, values, i).reinterpretAsInts();
            flipped = signBit.lanewise(VectorOperators.XOR, bits).max(flipped);
            magnitude = notSign.and(bits).max(magnitude);
        }
        int lowest = Lanes.INT_TYPE.cast(flipped).reduceLanes(VectorOperators.MAX);
        int largest = Lanes.INT_TYPE.cast(magnitude).reduceLanes(VectorOperators.MAX);
        for (int i = whole; i < to; i++) {
            int bits = Float.floatToRawIntBits(values[i]);
            lowest = Math.max(lowest, Integer.MIN_VALUE ^ bits);
            largest = Math.max(largest, Integer.MAX_VALUE & bits);
        }
        results[at] = lowest < 0 ? 0 : Math.min(-Float.MIN_NORMAL, -Float.intBitsToFloat(lowest));
        // NaN is left out of minima and maxima of floats here and there, so both become infinite.
        results[at + 1] = largest >= INFINITY ? Float.POSITIVE_INFINITY : Float.intBitsToFloat(largest);
    }

    /** Writes the sums of the values and of their distances from the centre, lane by lane. */
    private static void sums(float[] values, int from, int to, float centre, float[] results, int at) {
        FloatVector centres = FloatVector.broadcast(Lanes.FLOATS, centre);
        FloatVector sums = FloatVector.broadcast(Lanes.FLOATS, 0f);
        FloatVector deviations = FloatVector.broadcast(Lanes.FLOATS, 0f);
        int whole = from + (to - from) / Lanes.COUNT * Lanes.COUNT;
        for (int i = from; i < whole; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, values, i);
            sums = Lanes.TYPE.cast(sums).add(v);
            deviations = v.sub(centres).abs().add(deviations);
        }
        Lanes.TYPE.cast(sums).intoArray(results, at);
        Lanes.TYPE.cast(deviations).intoArray(results, at + Lanes.COUNT);
        for (int i = whole; i < to; i++) {
            results[at + i - whole] += values[i];
            results[at + i - whole + Lanes.COUNT] += Math.abs(values[i] - centre);
        }
    }
}
