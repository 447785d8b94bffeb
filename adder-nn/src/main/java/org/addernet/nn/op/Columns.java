package org.addernet.nn.op;

import org.addernet.parallel.Workers;

/**
 * Some columns of a matrix in row-major order, which a narrower matrix has alone.
 *
 * @param offset the first
 * @param length how many there are
 * @param stride how many the matrix has
 */
record Columns(int offset, int length, int stride) {

    private static final int VALUES_PER_TASK = 1 << 15;

    /** Copies them from the matrix. */
    void read(float[] matrix, float[] columns, Workers workers) {
        forEachRow(matrix, workers, (in, out) -> System.arraycopy(matrix, in, columns, out, length));
    }

    /** Copies them into the matrix. */
    void write(float[] matrix, float[] columns, Workers workers) {
        forEachRow(matrix, workers, (in, out) -> System.arraycopy(columns, out, matrix, in, length));
    }

    private void forEachRow(float[] matrix, Workers workers, RowVisitor visitor) {
        if (length > 0) {
            workers.runRanges(matrix.length / stride, Math.max(1, VALUES_PER_TASK / length), (from, to) -> {
                for (int row = from; row < to; row++) {
                    visitor.visit(row * stride + offset, row * length);
                }
            });
        }
    }

    /** Called for each row, with the places of the first column in the matrix and in the narrow one. */
    private interface RowVisitor {
        void visit(int in, int out);
    }
}
