package org.addernet.kernel.vector;

import java.util.Arrays;
import org.addernet.kernel.Size2d;
import org.addernet.parallel.Workers;

/**
 * Images with a border of zeros, {@code [N, height, width, C]}, so that kernels need no bounds checks. They are copied a part at
 * a time where that part can stay in the cache while it is read, and otherwise as a whole.
 *
 * @param images the images without the border, {@code [N,H,W,C]}
 * @param image H and W
 * @param channels C
 * @param before the zeros above and to the left
 * @param after the zeros below and to the right
 * @param shift is added to every value, the zeros included
 */
record PaddedImages(float[] images, Size2d image, int channels, Size2d before, Size2d after, float shift) {

    private static final int VALUES_PER_TASK = 1 << 15;

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
    void copy(int from, int to, float[] target, int at) {
        for (int pixel = from; pixel < to; ) {
            int line = pixel / width();
            int end = Math.min(to, (line + 1) * width());
            int left = line * width() + before.width();
            int first = isPadding(line % height()) ? end : Math.min(end, Math.max(pixel, left));
            int last = Math.max(first, Math.min(end, left + image.width()));
            int start = at + (pixel - from) * channels;
            int inside = start + (first - pixel) * channels;
            int size = (last - first) * channels;
            Arrays.fill(target, start, inside, shift);
            int row = line / height() * image.height() + line % height() - before.height();
            if (size > 0) {
                Shift.copy(images, (row * image.width() + first - left) * channels, size, shift, target, inside);
            }
            Arrays.fill(target, inside + size, start + (end - pixel) * channels, shift);
            pixel = end;
        }
    }

    /** Returns borrowed scratch with all {@code batch} padded images, and {@code slack} zeros after them. */
    float[] copyAll(int batch, int slack, Workers workers) {
        int pixels = batch * height() * width();
        float[] all = workers.scratch().borrow(pixels * channels + slack);
        Arrays.fill(all, pixels * channels, pixels * channels + slack, 0);
        workers.runRanges(
                pixels, Math.max(1, VALUES_PER_TASK / channels), (from, to) -> copy(from, to, all, from * channels));
        return all;
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
        for (int w = 0; w < image.width(); w++) {
            to[at + w] = images[from + w * channels] + shift;
        }
    }
}
