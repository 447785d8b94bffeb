package org.addernet.kernel.vector;

import java.util.Arrays;
import org.addernet.kernel.Size2d;

/**
 * Images with a border of zeros, {@code [N, height, width, C]}, so that kernels need no bounds checks. They are copied a part at
 * a time, so that the part stays in the cache while it is read.
 *
 * @param images the images without the border, {@code [N,H,W,C]}
 * @param image H and W
 * @param channels C
 * @param before the zeros above and to the left
 * @param after the zeros below and to the right
 * @param shift is added to every value, the zeros included
 */
record PaddedImages(float[] images, Size2d image, int channels, Size2d before, Size2d after, float shift) {

    /** Returns the height with the zeros above and below. */
    int height() {
        return before.height() + image.height() + after.height();
    }

    /** Returns the width with the zeros of both sides. */
    int width() {
        return before.width() + image.width() + after.width();
    }

    /** Returns whether the padded images are the images themselves. */
    boolean isPlain() {
        return shift == 0 && height() == image.height() && width() == image.width();
    }

    /** Returns whether a row of a padded image is above or below the image. */
    boolean isPadding(int row) {
        int h = row - before.height();
        return h < 0 || h >= image.height();
    }

    /** Writes the pixels from {@code from} to {@code to - 1}, counted through all padded images. */
    void copy(int from, int to, float[] target) {
        copy(from, to, 0, channels, target);
    }

    /** Writes {@code count} channels, from {@code first} on, of the pixels from {@code from} to {@code to - 1}. */
    void copy(int from, int to, int first, int count, float[] target) {
        for (int pixel = from; pixel < to; ) {
            int line = pixel / width();
            int end = Math.min(to, (line + 1) * width());
            int left = line * width() + before.width();
            int inside = isPadding(line % height()) ? end : Math.min(end, Math.max(pixel, left));
            int right = Math.max(inside, Math.min(end, left + image.width()));
            Arrays.fill(target, (pixel - from) * count, (inside - from) * count, shift);
            if (inside < right) {
                int row = line / height() * image.height() + line % height() - before.height();
                int source = row * image.width() + inside - left;
                copyInside(source, right - inside, first, count, target, (inside - from) * count);
            }
            Arrays.fill(target, (right - from) * count, (end - from) * count, shift);
            pixel = end;
        }
    }

    private void copyInside(int pixel, int pixels, int first, int count, float[] target, int at) {
        if (count == channels) {
            Shift.copy(images, pixel * channels, pixels * channels, shift, target, at);
            return;
        }
        Shift.copyRows(images, pixel * channels + first, channels, pixels, count, shift, target, at, count);
    }

    /**
     * Writes rows of a padded image as {@code [C, lines, width]}, so that neighbouring positions are neighbours in memory.
     *
     * @param index the image
     * @param first the first row
     * @param lines the number of rows; those that the padded image does not have are zeros, too
     * @param planes where they go
     */
    void copyPlanes(int index, int first, int lines, float[] planes) {
        Arrays.fill(planes, 0, channels * lines * width(), shift);
        for (int line = 0; line < lines; line++) {
            if (isPadding(first + line)) {
                continue;
            }
            int row = index * image.height() + first + line - before.height();
            for (int c = 0; c < channels; c++) {
                int from = row * image.width() * channels + c;
                copyChannel(from, planes, (c * lines + line) * width() + before.width());
            }
        }
    }

    private void copyChannel(int from, float[] to, int at) {
        if (channels == 1) {
            Shift.copy(images, from, image.width(), shift, to, at);
            return;
        }
        for (int w = 0; w < image.width(); w++) {
            to[at + w] = images[from + w * channels] + shift;
        }
    }
}
