package org.addernet.kernel.vector;

/**
 * A regular grid of positions, numbered image by image and row by row, and where each begins in source and target.
 *
 * @param rows the rows of an image
 * @param columns the columns of a row
 * @param images the number of images
 * @param source where a position reads
 * @param target where it writes
 */
record Grid(int images, int rows, int columns, Strides source, Strides target) {

    /** An affine map from (image, row, column) to an array index. */
    record Strides(int start, int image, int row, int column) {}

    int size() {
        return images * rows * columns;
    }

    int source(int position) {
        return index(source, position);
    }

    int target(int position) {
        return index(target, position);
    }

    private int index(Strides strides, int position) {
        int column = position % columns;
        int row = position / columns % rows;
        int image = position / columns / rows;
        return strides.start + image * strides.image + row * strides.row + column * strides.column;
    }
}
