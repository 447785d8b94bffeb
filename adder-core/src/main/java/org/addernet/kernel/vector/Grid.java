package org.addernet.kernel.vector;

/**
 * A regular grid of positions, numbered image by image and row by row.
 *
 * @param images the number of images
 * @param rows the rows of an image
 * @param columns the columns of a row
 * @param source where a position reads
 * @param target where it writes
 */
record Grid(int images, int rows, int columns, Strides source, Strides target) {

    /** An affine map from (image, row, column) to an array index. */
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
        int index = 0;
        for (int i = 0; i < count; i++) {
            index = strides.start + image * strides.image + row * strides.row + column * strides.column;
            indices[i] = index;
            if (++column == columns) {
                column = 0;
                if (++row == rows) {
                    row = 0;
                    image++;
                }
            }
        }
        for (int i = count; i < total; i++) {
            indices[i] = index;
        }
    }
}
