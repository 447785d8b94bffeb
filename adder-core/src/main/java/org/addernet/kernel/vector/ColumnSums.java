package org.addernet.kernel.vector;

import org.addernet.parallel.Workers;

/** The sums of the columns of a matrix, in double over blocks of rows that are added in order. */
final class ColumnSums {

    private static final int ROWS_PER_TASK = 1024;

    private ColumnSums() {}

    /** Returns {@code Σ matrix[r * columns + c]} over the rows r, for every column c. */
    static float[] of(float[] matrix, int rows, int columns, Workers workers) {
        int tasks = (rows + ROWS_PER_TASK - 1) / ROWS_PER_TASK;
        double[][] partial = new double[tasks][columns];
        workers.run(tasks, task -> {
            double[] sums = partial[task];
            int end = Math.min(rows, (task + 1) * ROWS_PER_TASK);
            for (int r = task * ROWS_PER_TASK; r < end; r++) {
                for (int c = 0; c < columns; c++) {
                    sums[c] += matrix[r * columns + c];
                }
            }
        });
        float[] total = new float[columns];
        for (int c = 0; c < columns; c++) {
            double sum = 0;
            for (double[] sums : partial) {
                sum += sums[c];
            }
            total[c] = (float) sum;
        }
        return total;
    }
}
