package org.addernet.kernel.vector;

import java.util.Arrays;
import org.addernet.kernel.Size2d;
import org.addernet.parallel.Workers;

/**
 * Images with a border of zeros, {@code [N, height, width, channels]}, so that kernels need no bounds checks.
 *
 * @param data the images themselves where nothing is to be added, else borrowed scratch
 * @param batch N
 * @param borrowed whether the data is scratch
 */
record PaddedImages(float[] data, int batch, int height, int width, int channels, boolean borrowed) {

    private static final int VALUES_PER_TASK = 1 << 15;

    /**
     * Pads images {@code [N,H,W,C]} by {@code before} at the top and left and {@code after} at the bottom and right.
     *
     * @param shift is added to every value, those of the border included
     * @param slack readable values wanted after the last
     */
    static PaddedImages pad(
            float[] images,
            int batch,
            Size2d image,
            int channels,
            Size2d before,
            Size2d after,
            float shift,
            int slack,
            Workers workers) {
        int height = before.height() + image.height() + after.height();
        int width = before.width() + image.width() + after.width();
        boolean border = height != image.height() || width != image.width();
        if (!border && shift == 0 && slack == 0) {
            return new PaddedImages(images, batch, height, width, channels, false);
        }
        int row = width * channels;
        int used = image.width() * channels;
        int left = before.width() * channels;
        float[] padded = workers.scratch().borrow(batch * height * row + slack);
        Arrays.fill(padded, batch * height * row, batch * height * row + slack, 0);
        int rowsPerTask = Math.max(1, VALUES_PER_TASK / row);
        workers.runRanges(batch * height, rowsPerTask, (first, end) -> {
            for (int line = first; line < end; line++) {
                int start = line * row;
                int h = line % height - before.height();
                if (h < 0 || h >= image.height()) {
                    Arrays.fill(padded, start, start + row, shift);
                    continue;
                }
                Arrays.fill(padded, start, start + left, shift);
                int from = (line / height * image.height() + h) * used;
                if (shift == 0) {
                    System.arraycopy(images, from, padded, start + left, used);
                } else {
                    add(images, from, used, shift, padded, start + left);
                }
                Arrays.fill(padded, start + left + used, start + row, shift);
            }
        });
        return new PaddedImages(padded, batch, height, width, channels, true);
    }

    /** A method of its own, so that the JIT vectorises the loop. */
    private static void add(float[] from, int start, int count, float shift, float[] to, int at) {
        for (int i = 0; i < count; i++) {
            to[at + i] = from[start + i] + shift;
        }
    }

    /** Returns the distance in the data from a pixel to the one {@code (rows, columns)} away. */
    int offset(int rows, int columns) {
        return (rows * width + columns) * channels;
    }

    /** Returns the number of pixels, the border's included. */
    int pixels() {
        return batch * height * width;
    }

    void release(Workers workers) {
        if (borrowed) {
            workers.scratch().release(data);
        }
    }
}
