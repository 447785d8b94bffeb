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
     * Returns how many slots the positions of a row fill if each {@code tile} consecutive slots are consecutive positions of
     * the row: the last tile reaches back, so some positions have two slots.
     */
    int slotsPerRow(int tile) {
        return (columns + tile - 1) / tile * tile;
    }

    /**
     * Writes the indices of {@code count} slots from {@code first} on, a multiple of {@code tile}, and then the last one again
     * for as often as {@code total} exceeds the count.
     *
     * @param tile see {@link #slotsPerRow}; 1 if slots are positions
     */
    void indices(Strides strides, int tile, int first, int count, int total, int[] indices) {
        int perRow = slotsPerRow(tile);
        int slot = first % perRow;
        int row = first / perRow % rows;
        int image = first / perRow / rows;
        int index = 0;
        for (int i = 0; i < count; ) {
            int column = Math.min(slot, columns - tile);
            index = strides.start + image * strides.image + row * strides.row + column * strides.column;
            for (int end = Math.min(count, i + tile); i < end; i++) {
                indices[i] = index;
                index += strides.column;
            }
            index -= strides.column;
            slot += tile;
            if (slot == perRow) {
                slot = 0;
                if (++row == rows) {
                    row = 0;
                    image++;
                }
            }
        }
        Arrays.fill(indices, count, total, index);
    }
}
