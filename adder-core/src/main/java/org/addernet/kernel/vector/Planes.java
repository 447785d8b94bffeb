package org.addernet.kernel.vector;

import java.util.Arrays;
import org.addernet.kernel.Size2d;

/**
 * Images whose rows are taken band by band, padded, and with a plane for each channel, so that neighbouring positions are
 * neighbours in memory.
 *
 * @param images the images, {@code [N,H,W,C]}
 * @param image H and W
 * @param channels C
 * @param before the zeros above and to the left
 * @param after the zeros below and to the right
 * @param shift is added to every value, the zeros included
 */
record Planes(float[] images, Size2d image, int channels, Size2d before, Size2d after, float shift) {

    /** Of a band; it should stay in the second-level cache. */
    private static final int VALUES_PER_BAND = 1 << 14;

    /** A band repeats rows of its neighbour, as many as the kernel has less one. */
    private static final int LEAST_ROWS = 4;

    /** Returns the width with the zeros of both sides. */
    int width() {
        return before.width() + image.width() + after.width();
    }

    /** Returns the rows of the padded image from a row of positions to the next. */
    int step(Grid grid) {
        return grid.source().row() / (width() * channels);
    }

    /**
     * Returns how many rows of positions a band should have.
     *
     * @param values what a row of positions adds to a band
     */
    static int band(Grid grid, int values) {
        return Math.min(grid.rows(), Math.max(LEAST_ROWS, VALUES_PER_BAND / values));
    }

    /**
     * Returns how many rows of the padded image a band reads.
     *
     * @param band the rows of positions
     * @param taps the distances in pixels of the rows of taps, ascending
     */
    int lines(Grid grid, int band, int[] taps) {
        return (band - 1) * step(grid) + taps[taps.length - 1] / width() + 1;
    }

    /**
     * Writes rows of an image as {@code [C, lines, width]}.
     *
     * @param index the image
     * @param first the first row, counted from the first row of zeros
     * @param lines the rows; those that the image does not have are zeros
     */
    void copy(int index, int first, int lines, float[] planes) {
        Arrays.fill(planes, 0, channels * lines * width(), shift);
        int top = Math.max(0, before.height() - first);
        int bottom = Math.min(lines, before.height() + image.height() - first);
        for (int line = top; line < bottom; line++) {
            int row = index * image.height() + first + line - before.height();
            for (int c = 0; c < channels; c++) {
                int from = row * image.width() * channels + c;
                copy(from, planes, (c * lines + line) * width() + before.width());
            }
        }
    }

    private void copy(int from, float[] to, int at) {
        for (int w = 0; w < image.width(); w++) {
            to[at + w] = images[from + w * channels] + shift;
        }
    }
}
