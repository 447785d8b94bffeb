package org.addernet.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.addernet.parallel.Workers;

/**
 * What a pass over an array tells of its values.
 *
 * @param lowest the smallest value, or 0 if none is negative
 * @param mean the mean
 * @param deviation the mean distance from the given centre; not finite if a value is NaN or infinite
 */
record Magnitude(float lowest, float mean, float deviation) {

    private static final int VALUES_PER_TASK = 1 << 15;

    /** The sums of a block of so many vectors are added to those of the task, for accuracy. */
    private static final int VECTORS_PER_BLOCK = 128;

    private static final int RESULTS = 3;

    /** Returns the magnitude of the first {@code size} values. */
    static Magnitude of(float[] values, int size, float centre, Workers workers) {
        int tasks = (size + VALUES_PER_TASK - 1) / VALUES_PER_TASK;
        float[] partial = workers.scratch().borrow(tasks * RESULTS);
        workers.runRanges(
                size,
                VALUES_PER_TASK,
                (from, to) -> task(values, from, to, centre, partial, from / VALUES_PER_TASK * RESULTS));
        float lowest = 0;
        double sum = 0;
        double deviation = 0;
        for (int i = 0; i < tasks * RESULTS; i += RESULTS) {
            lowest = Math.min(lowest, partial[i]);
            sum += partial[i + 1];
            deviation += partial[i + 2];
        }
        workers.scratch().release(partial);
        return new Magnitude(lowest, (float) (sum / size), (float) (deviation / size));
    }

    private static void task(float[] values, int from, int to, float centre, float[] results, int at) {
        results[at] = 0;
        results[at + 1] = 0;
        results[at + 2] = 0;
        int whole = from + (to - from) / Lanes.COUNT * Lanes.COUNT;
        int block = VECTORS_PER_BLOCK * Lanes.COUNT;
        for (int i = from; i < whole; i += block) {
            vectors(values, i, Math.min(whole, i + block), centre, results, at);
        }
        for (int i = whole; i < to; i++) {
            results[at] = Math.min(results[at], values[i]);
            results[at + 1] += values[i];
            results[at + 2] += Math.abs(values[i] - centre);
        }
    }

    private static void vectors(float[] values, int from, int to, float centre, float[] results, int at) {
        // Of values with their sign bit flipped, taken as integers, the largest is the most negative value if there is
        // one.
        IntVector signBit = IntVector.broadcast(Lanes.INTS, Integer.MIN_VALUE);
        IntVector flipped = IntVector.broadcast(Lanes.INTS, 0);
        FloatVector centres = FloatVector.broadcast(Lanes.FLOATS, centre);
        FloatVector sum = FloatVector.broadcast(Lanes.FLOATS, 0f);
        FloatVector deviation = FloatVector.broadcast(Lanes.FLOATS, 0f);
        for (int i = from; i < to; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, values, i);
            flipped = flipped.max(signBit.lanewise(VectorOperators.XOR, v.reinterpretAsInts()));
            sum = sum.add(v);
            deviation = deviation.add(centres.sub(v).abs());
        }
        int most = flipped.reduceLanes(VectorOperators.MAX);
        results[at] = Math.min(results[at], -Float.intBitsToFloat(most));
        results[at + 1] += sum.reduceLanes(VectorOperators.ADD);
        results[at + 2] += deviation.reduceLanes(VectorOperators.ADD);
    }
}
