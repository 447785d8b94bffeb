package org.addernet.kernel.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.addernet.parallel.Workers;

/** The sums of the columns of a matrix, in blocks of rows that are added in order. */
final class ColumnSums {

    private ColumnSums() {}

    /**
     * Returns borrowed scratch with the sum of every column of a matrix {@code [rows, columns]}, followed by zeros up to whole
     * vectors.
     *
     * @param shift is added to every value first
     * @param centre is subtracted then
     */
    static float[] of(float[] matrix, int rows, int columns, float shift, float centre, Workers workers) {
        int tasks = (rows + Tuning.COLUMN_SUM_ROWS - 1) / Tuning.COLUMN_SUM_ROWS;
        float[] partial = workers.scratch().borrow(tasks * columns);
        Arrays.fill(partial, 0, tasks * columns, 0);
        workers.runRanges(rows, Tuning.COLUMN_SUM_ROWS, (from, to) -> {
            int at = from / Tuning.COLUMN_SUM_ROWS * columns;
            add(matrix, from * columns, to - from, columns, shift, centre, partial, at, workers);
        });
        int padded = Panels.paddedColumns(columns);
        float[] total = workers.scratch().borrow(padded);
        for (int c = 0; c < columns; c++) {
            double sum = 0;
            for (int task = 0; task < tasks; task++) {
                sum += partial[task * columns + c];
            }
            total[c] = (float) sum;
        }
        Arrays.fill(total, columns, padded, 0);
        workers.scratch().release(partial);
        return total;
    }

    /** Adds groups of as many rows as a vector has lanes, which are whole vectors however few the columns. */
    private static void add(
            float[] matrix,
            int start,
            int rows,
            int columns,
            float shift,
            float centre,
            float[] sums,
            int at,
            Workers workers) {
        int group = columns * Lanes.COUNT;
        int grouped = rows / Lanes.COUNT;
        float[] groups = workers.scratch().borrow(group);
        Arrays.fill(groups, 0, group, 0);
        FloatVector shifts = FloatVector.broadcast(Lanes.FLOATS, shift);
        FloatVector centres = FloatVector.broadcast(Lanes.FLOATS, centre);
        for (int i = 0; i < grouped; i++) {
            for (int v = 0; v < group; v += Lanes.COUNT) {
                Lanes.TYPE
                        .cast(shifts.add(FloatVector.fromArray(Lanes.FLOATS, matrix, start + i * group + v))
                                .sub(centres)
                                .add(FloatVector.fromArray(Lanes.FLOATS, groups, v)))
                        .intoArray(groups, v);
            }
        }
        for (int row = 0; row < Lanes.COUNT; row++) {
            for (int c = 0; c < columns; c++) {
                sums[at + c] += groups[row * columns + c];
            }
        }
        for (int row = grouped * Lanes.COUNT; row < rows; row++) {
            for (int c = 0; c < columns; c++) {
                sums[at + c] += matrix[start + row * columns + c] + shift - centre;
            }
        }
        workers.scratch().release(groups);
    }
}
