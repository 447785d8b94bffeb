package org.addernet.kernel.vector;

import java.util.Arrays;
import org.addernet.kernel.Size2d;
import org.addernet.parallel.Workers;

/**
 * Images with a border of zeros, {@code [N, height, width, channels]}, so that kernels need no bounds checks.
 *
 * @param data the images themselves where the border is empty, else borrowed scratch
 * @param borrowed whether the data is scratch
 */
record PaddedImages(float[] data, int height, int width, int channels, boolean borrowed) {

    /** Pads images {@code [N,H,W,C]} by {@code before} at the top and left and {@code after} at the bottom and right. */
    static PaddedImages pad(
            float[] images, int batch, Size2d image, int channels, Size2d before, Size2d after, Workers workers) {
        int height = before.height() + image.height() + after.height();
        int width = before.width() + image.width() + after.width();
        if (height == image.height() && width == image.width()) {
            return new PaddedImages(images, height, width, channels, false);
        }
        float[] padded = workers.scratch().borrow(batch * height * width * channels);
        int row = width * channels;
        int used = image.width() * channels;
        int left = before.width() * channels;
        workers.run(batch, n -> {
            int to = n * height * row;
            Arrays.fill(padded, to, to + before.height() * row, 0);
            for (int h = 0; h < image.height(); h++) {
                int start = to + (before.height() + h) * row;
                Arrays.fill(padded, start, start + left, 0);
                System.arraycopy(images, (n * image.height() + h) * used, padded, start + left, used);
                Arrays.fill(padded, start + left + used, start + row, 0);
            }
            Arrays.fill(padded, to + (before.height() + image.height()) * row, to + height * row, 0);
        });
        return new PaddedImages(padded, height, width, channels, true);
    }

    /** Returns the distance in the data from a pixel to the one {@code (rows, columns)} away. */
    int offset(int rows, int columns) {
        return (rows * width + columns) * channels;
    }

    void release(Workers workers) {
        if (borrowed) {
            workers.scratch().release(data);
        }
    }
}
