package org.addernet.kernel.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.addernet.parallel.Workers;

/**
 * A matrix repacked for the micro-kernels: panels of one or two vectors of columns, each {@code [row][width]}, the last of
 * one vector if that is enough, and filled up with zeros. What a micro-kernel reads is then contiguous, and none has a tail of
 * columns.
 *
 * @param floats borrowed scratch with the values, or empty
 * @param bits borrowed scratch with their bits, or empty: the JIT of JDK 17 boxes vectors of floats that are taken as integers
 * @param rows the matrix's rows
 * @param columns the matrix's columns, without the zeros
 * @param wide the columns of a panel but the last, as a wide micro-kernel has them
 */
record Panels(float[] floats, int[] bits, int rows, int columns, int wide) {

    private static final float[] NO_FLOATS = {};
    private static final int[] NO_BITS = {};

    /**
     * Packs a matrix; release it afterwards.
     *
     * @param wide the columns of a panel
     * @param bits whether to pack bits
     */
    static Panels pack(Matrix matrix, int wide, boolean bits, Workers workers) {
        int rows = matrix.rows();
        int columns = matrix.columns();
        int columnStride = matrix.columnStride();
        float[] source = matrix.values();
        float shift = matrix.shift();
        int size = rows * paddedColumns(columns);
        Panels packed = new Panels(
                bits ? NO_FLOATS : workers.scratch().borrow(size),
                bits ? workers.scratch().borrowInts(size) : NO_BITS,
                rows,
                columns,
                wide);
        workers.runRanges(rows, Tuning.PANEL_ROWS, (from, to) -> {
            for (int panel = 0; panel < packed.count(); panel++) {
                int width = packed.width(panel);
                int used = Math.min(width, columns - panel * wide);
                for (int row = from; row < to; row++) {
                    int start = matrix.rowStart().applyAsInt(row) + panel * wide * columnStride;
                    int at = packed.start(panel, row);
                    if (bits) {
                        packBits(source, start, columnStride, used, shift, packed.bits, at);
                        Arrays.fill(packed.bits, at + used, at + width, 0);
                    } else {
                        packFloats(source, start, columnStride, used, shift, packed.floats, at);
                        Arrays.fill(packed.floats, at + used, at + width, 0);
                    }
                }
            }
        });
        return packed;
    }

    private static void packFloats(float[] from, int start, int stride, int count, float shift, float[] to, int at) {
        if (stride == 1) {
            Shift.copy(from, start, count, shift, to, at);
            return;
        }
        for (int i = 0; i < count; i++) {
            to[at + i] = from[start + i * stride] + shift;
        }
    }

    private static void packBits(float[] from, int start, int stride, int count, float shift, int[] to, int at) {
        FloatVector shifts = FloatVector.broadcast(Lanes.FLOATS, shift);
        int i = 0;
        if (stride == 1) {
            for (; i <= count - Lanes.COUNT; i += Lanes.COUNT) {
                Lanes.INT_TYPE
                        .cast(shifts.add(FloatVector.fromArray(Lanes.FLOATS, from, start + i))
                                .reinterpretAsInts())
                        .intoArray(to, at + i);
            }
        }
        for (; i < count; i++) {
            to[at + i] = Float.floatToRawIntBits(from[start + i * stride] + shift);
        }
    }

    /** Returns the number of columns with the zeros: whole vectors. */
    static int paddedColumns(int columns) {
        return (columns + Lanes.COUNT - 1) / Lanes.COUNT * Lanes.COUNT;
    }

    /** Returns the number of panels. */
    int count() {
        return (columns + wide - 1) / wide;
    }

    /** Returns the first column of a panel. */
    int column(int panel) {
        return panel * wide;
    }

    /** Returns the columns of a panel with the zeros. */
    int width(int panel) {
        return Math.min(wide, paddedColumns(columns) - panel * wide);
    }

    /** Returns the index in the data of the first column of a row of a panel. */
    int start(int panel, int row) {
        return panel * rows * wide + row * width(panel);
    }

    void release(Workers workers) {
        if (bits.length > 0) {
            workers.scratch().release(bits);
        } else {
            workers.scratch().release(floats);
        }
    }
}
