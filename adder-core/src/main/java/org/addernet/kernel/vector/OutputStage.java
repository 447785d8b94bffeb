package org.addernet.kernel.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.addernet.kernel.Epilogue;
import org.addernet.parallel.Workers;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the sums: {@code y = scale (factor (sum - windowFactor window fixed)) + offset}, then at least 0 if so
 * wished.
 *
 * @param factor multiplies the sums
 * @param windowFactor multiplies the sums of all inputs of a position; 0 if they are not needed
 * @param centre was subtracted from each term of the sums, and from each input of the windows
 * @param scale for each padded column
 * @param offset for each padded column
 * @param relu whether negative results become 0
 */
record OutputStage(float factor, float windowFactor, float centre, float[] scale, float[] offset, boolean relu) {

    /**
     * Returns the output stage of a number of columns, with borrowed scratch.
     *
     * @param columnSums what is added to the results, or null for nothing; borrowed scratch, which the output stage owns from now on
     * @param epilogue what follows, if anything
     */
    static OutputStage of(
            float factor,
            float windowFactor,
            float centre,
            float @Nullable [] columnSums,
            int columns,
            @Nullable Epilogue epilogue,
            Workers workers) {
        int padded = Panels.paddedColumns(columns);
        float[] scale = workers.scratch().borrow(padded);
        float[] offset = columnSums;
        if (offset == null) {
            offset = workers.scratch().borrow(padded);
            Arrays.fill(offset, 0, padded, 0);
        }
        Arrays.fill(scale, 0, padded, 1);
        for (int c = 0; epilogue != null && c < columns; c++) {
            scale[c] = epilogue.scale()[c];
            offset[c] = scale[c] * offset[c] + epilogue.shift()[c];
        }
        return new OutputStage(factor, windowFactor, centre, scale, offset, epilogue != null && epilogue.relu());
    }

    /** Gives the scratch back. */
    void release(Workers workers) {
        workers.scratch().release(scale);
        workers.scratch().release(offset);
    }

    /**
     * Writes a panel's results.
     *
     * @param sums a row for each position
     * @param width the length of a row
     * @param windows the sums of windows, by position
     * @param first where the positions begin in this and in the targets
     * @param fixed what multiplies them, laid out as the sums, or null for 1
     * @param count the number of positions
     * @param column the panel's first column
     * @param used its columns that exist
     * @param targets for each position, where column 0 goes
     */
    void write(
            float[] sums,
            int width,
            float[] windows,
            int first,
            float @Nullable [] fixed,
            int count,
            int column,
            int used,
            int[] targets,
            float[] target) {
        int c = 0;
        for (; c <= used - Lanes.COUNT; c += Lanes.COUNT) {
            writeVector(sums, width, c, windows, first, fixed, count, column + c, targets, target);
        }
        for (; c < used; c++) {
            writeColumn(sums, width, c, windows, first, fixed, count, column + c, targets, target);
        }
        if (relu) {
            for (int p = 0; p < count; p++) {
                int from = targets[first + p] + column;
                for (int i = from; i < from + used; i++) {
                    target[i] = Math.max(0, target[i]);
                }
            }
        }
    }

    /**
     * Turns a column's sums, whole vectors of positions, into results.
     *
     * @param sums the sums, and then the results
     * @param at where they begin
     * @param count their number
     * @param windows the windows' sums of the positions
     * @param window where they begin
     * @param fixed what multiplies them, laid out as the sums, or null for 1
     */
    void apply(float[] sums, int at, int count, int column, float[] windows, int window, float @Nullable [] fixed) {
        FloatVector a = FloatVector.broadcast(Lanes.FLOATS, factor * scale[column]);
        FloatVector b = FloatVector.broadcast(Lanes.FLOATS, offset[column]);
        FloatVector w = FloatVector.broadcast(Lanes.FLOATS, -windowFactor);
        if (windowFactor == 0) {
            for (int i = 0; i < count; i += Lanes.COUNT) {
                Lanes.TYPE
                        .cast(a.fma(FloatVector.fromArray(Lanes.FLOATS, sums, at + i), b))
                        .intoArray(sums, at + i);
            }
        } else if (fixed == null) {
            for (int i = 0; i < count; i += Lanes.COUNT) {
                Lanes.TYPE
                        .cast(w.fma(
                                        FloatVector.fromArray(Lanes.FLOATS, windows, window + i),
                                        FloatVector.fromArray(Lanes.FLOATS, sums, at + i))
                                .fma(a, b))
                        .intoArray(sums, at + i);
            }
        } else {
            for (int i = 0; i < count; i += Lanes.COUNT) {
                Lanes.TYPE
                        .cast(w.mul(FloatVector.fromArray(Lanes.FLOATS, windows, window + i))
                                .fma(
                                        FloatVector.fromArray(Lanes.FLOATS, fixed, at + i),
                                        FloatVector.fromArray(Lanes.FLOATS, sums, at + i))
                                .fma(a, b))
                        .intoArray(sums, at + i);
            }
        }
        if (relu) {
            for (int i = at; i < at + count; i++) {
                sums[i] = Math.max(0, sums[i]);
            }
        }
    }

    private void writeVector(
            float[] sums,
            int width,
            int at,
            float[] windows,
            int first,
            float @Nullable [] fixed,
            int count,
            int column,
            int[] targets,
            float[] target) {
        FloatVector a = Lanes.TYPE.cast(
                FloatVector.broadcast(Lanes.FLOATS, factor).mul(FloatVector.fromArray(Lanes.FLOATS, scale, column)));
        FloatVector b = FloatVector.fromArray(Lanes.FLOATS, offset, column);
        if (windowFactor == 0) {
            for (int p = 0; p < count; p++) {
                Lanes.TYPE
                        .cast(a.fma(FloatVector.fromArray(Lanes.FLOATS, sums, p * width + at), b))
                        .intoArray(target, targets[first + p] + column);
            }
        } else if (fixed == null) {
            for (int p = 0; p < count; p++) {
                Lanes.TYPE
                        .cast(FloatVector.broadcast(Lanes.FLOATS, -windowFactor * windows[first + p])
                                .add(FloatVector.fromArray(Lanes.FLOATS, sums, p * width + at))
                                .fma(a, b))
                        .intoArray(target, targets[first + p] + column);
            }
        } else {
            for (int p = 0; p < count; p++) {
                Lanes.TYPE
                        .cast(FloatVector.broadcast(Lanes.FLOATS, -windowFactor * windows[first + p])
                                .fma(
                                        FloatVector.fromArray(Lanes.FLOATS, fixed, p * width + at),
                                        FloatVector.fromArray(Lanes.FLOATS, sums, p * width + at))
                                .fma(a, b))
                        .intoArray(target, targets[first + p] + column);
            }
        }
    }

    private void writeColumn(
            float[] sums,
            int width,
            int at,
            float[] windows,
            int first,
            float @Nullable [] fixed,
            int count,
            int column,
            int[] targets,
            float[] target) {
        float a = factor * scale[column];
        float b = offset[column];
        for (int p = 0; p < count; p++) {
            int i = p * width + at;
            float known = windowFactor == 0 ? 0 : windowFactor * windows[first + p] * (fixed == null ? 1 : fixed[i]);
            target[targets[first + p] + column] = a * (sums[i] - known) + b;
        }
    }
}
