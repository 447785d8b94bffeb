package org.addernet.kernel.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.addernet.parallel.Workers;

/** The sums of the columns of a matrix, in blocks of rows that are added in order. */
final class ColumnSums {

    private static final int ROWS_PER_TASK = 1024;
    private static final int ROWS_PER_BLOCK = 64;

    private ColumnSums() {}

    /** Returns borrowed scratch with the sum of every column of a matrix {@code [rows, columns]}. */
    static float[] of(float[] matrix, int rows, int columns, Workers workers) {
        int tasks = (rows + ROWS_PER_TASK - 1) / ROWS_PER_TASK;
        float[] partial = workers.scratch().borrow(tasks * columns);
        Arrays.fill(partial, 0, tasks * columns, 0);
        workers.runRanges(
                rows,
                ROWS_PER_TASK,
                (from, to) -> add(matrix, from * columns, to - from, columns, partial, from / ROWS_PER_TASK * columns));
        float[] total = workers.scratch().borrow(columns);
        for (int c = 0; c < columns; c++) {
            double sum = 0;
            for (int task = 0; task < tasks; task++) {
                sum += partial[task * columns + c];
            }
            total[c] = (float) sum;
        }
        workers.scratch().release(partial);
        return total;
    }

    /** Returns borrowed scratch with the sum of every column of a packed matrix, the padded ones included. */
    static float[] of(Panels panels, Workers workers) {
        float[] sums = workers.scratch().borrow(Panels.paddedColumns(panels.columns()));
        Arrays.fill(sums, 0);
        for (int panel = 0; panel < panels.count(); panel++) {
            add(panels.data(), panels.start(panel, 0), panels.rows(), panels.width(panel), sums, panels.column(panel));
        }
        return sums;
    }

    private static void add(float[] matrix, int start, int rows, int columns, float[] sums, int at) {
        for (int row = 0; row < rows; row += ROWS_PER_BLOCK) {
            int count = Math.min(ROWS_PER_BLOCK, rows - row);
            for (int c = 0; c < columns; c += Lanes.COUNT) {
                VectorMask<Float> lanes = Lanes.FLOATS.indexInRange(c, columns);
                block(matrix, start + row * columns + c, count, columns, lanes, sums, at + c);
            }
        }
    }

    private static void block(
            float[] matrix, int start, int rows, int columns, VectorMask<Float> lanes, float[] sums, int at) {
        FloatVector sum = FloatVector.zero(Lanes.FLOATS);
        if (lanes.allTrue()) {
            for (int row = 0; row < rows; row++) {
                sum = sum.add(FloatVector.fromArray(Lanes.FLOATS, matrix, start + row * columns));
            }
        } else {
            for (int row = 0; row < rows; row++) {
                sum = sum.add(FloatVector.fromArray(Lanes.FLOATS, matrix, start + row * columns, lanes));
            }
        }
        FloatVector.fromArray(Lanes.FLOATS, sums, at, lanes).add(sum).intoArray(sums, at, lanes);
    }
}
