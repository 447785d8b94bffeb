package org.addernet.kernel.vector;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.addernet.parallel.Workers;

/**
 * A matrix repacked for the micro-kernels: panels of {@code width} columns, each {@code [row][width]}, the last filled up
 * with zeros. What a micro-kernel reads is then contiguous, and none has a tail of columns.
 *
 * @param data borrowed scratch
 * @param rows the matrix's rows
 * @param columns the matrix's columns, without the zeros
 * @param width the columns of a panel
 */
record Panels(float[] data, int rows, int columns, int width) {

    private static final int ROWS_PER_TASK = 512;

    /** Packs the matrix whose element (r, c) is {@code source[rowStart(r) + c * columnStride]}; release it afterwards. */
    static Panels pack(
            float[] source,
            int rows,
            IntUnaryOperator rowStart,
            int columns,
            int columnStride,
            int width,
            Workers workers) {
        int panels = (columns + width - 1) / width;
        Panels packed = new Panels(workers.scratch().borrow(panels * rows * width), rows, columns, width);
        workers.run((rows + ROWS_PER_TASK - 1) / ROWS_PER_TASK, task -> {
            int last = Math.min(rows, (task + 1) * ROWS_PER_TASK);
            for (int panel = 0; panel < panels; panel++) {
                int used = Math.min(width, columns - panel * width);
                for (int row = task * ROWS_PER_TASK; row < last; row++) {
                    int from = rowStart.applyAsInt(row) + panel * width * columnStride;
                    int to = packed.start(panel, row);
                    for (int column = 0; column < used; column++) {
                        packed.data[to + column] = source[from + column * columnStride];
                    }
                    Arrays.fill(packed.data, to + used, to + width, 0);
                }
            }
        });
        return packed;
    }

    /** Returns the number of panels. */
    int count() {
        return (columns + width - 1) / width;
    }

    /** Returns the index in the data of the first column of a row of a panel. */
    int start(int panel, int row) {
        return (panel * rows + row) * width;
    }

    void release(Workers workers) {
        workers.scratch().release(data);
    }
}
