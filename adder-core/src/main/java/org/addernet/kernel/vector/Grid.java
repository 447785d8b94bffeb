package org.addernet.kernel.vector;

import java.util.Arrays;

/**
 * A regular grid of positions, numbered image by image and row by row.
 *
 * @param images the number of images
 * @param rows the rows of an image
 * @param columns the columns of a row
 * @param source the pixel of the padded images where a position's window begins
 * @param target the index where it writes
 */
record Grid(int images, int rows, int columns, Strides source, Strides target) {

    /** An affine map from (image, row, column) to a pixel or an array index. */
    record Strides(int start, int image, int row, int column) {}

    int size() {
        return images * rows * columns;
    }

    /**
     * Writes the indices of {@code count} positions from {@code first} on, and then the last one again for as often as
     * {@code total} exceeds the count.
     */
    void indices(Strides strides, int first, int count, int total, int[] indices) {
        int column = first % columns;
        int row = first / columns % rows;
        int image = first / columns / rows;
        for (int i = 0; i < count; ) {
            int index = strides.start + image * strides.image + row * strides.row + column * strides.column;
            for (int end = Math.min(count, i + columns - column); i < end; i++) {
                indices[i] = index;
                index += strides.column;
            }
            column = 0;
            if (++row == rows) {
                row = 0;
                image++;
            }
        }
        Arrays.fill(indices, count, total, indices[count - 1]);
    }
}
