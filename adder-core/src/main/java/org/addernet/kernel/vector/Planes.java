package org.addernet.kernel.vector;

import java.util.Arrays;
import org.addernet.kernel.Size2d;

/**
 * Images that are read some rows at a time, padded, and with a plane for each channel, so that neighbouring positions are
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

    /** Returns the width with the zeros of both sides. */
    int width() {
        return before.width() + image.width() + after.width();
    }

    /** Returns whether a row of the padded image is above or below the image. */
    boolean isPadding(int row) {
        int h = row - before.height();
        return h < 0 || h >= image.height();
    }

    /**
     * Writes rows of a padded image as {@code [C, lines, width]}.
     *
     * @param index the image
     * @param first the first row
     * @param lines the number of rows; those that the padded image does not have are zeros, too
     * @param planes where they go
     */
    void copy(int index, int first, int lines, float[] planes) {
        Arrays.fill(planes, 0, channels * lines * width(), shift);
        for (int line = 0; line < lines; line++) {
            if (isPadding(first + line)) {
                continue;
            }
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
