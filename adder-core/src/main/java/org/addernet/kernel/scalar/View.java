package org.addernet.kernel.scalar;

import java.util.Arrays;
import org.addernet.kernel.Size2d;

/**
 * A regular grid of positions on each image: position (m,q) of the grid is the pixel {@code (firstRow + m rowStep,
 * firstColumn + q columnStep)}, which may lie outside the image. Positions are numbered image by image and row by row.
 *
 * @param grid the rows and columns of positions of an image
 * @param image the size of an image
 */
record View(Size2d grid, Size2d image, int firstRow, int rowStep, int firstColumn, int columnStep) {

    /** Returns the number, counted over all images, of the pixel of a position that lies inside. */
    int pixel(int position) {
        int q = position % grid.width();
        int m = position / grid.width() % grid.height();
        int n = position / grid.width() / grid.height();
        return (n * image.height() + firstRow + m * rowStep) * image.width() + firstColumn + q * columnStep;
    }

    /** Copies the values of consecutive positions from the plane that begins at {@code start}, and zero for those outside. */
    void read(float[] plane, int start, int first, int length, float[] target) {
        if (isWhole()) {
            System.arraycopy(plane, start + first, target, 0, length);
            return;
        }
        int q = first % grid.width();
        int m = first / grid.width() % grid.height();
        int n = first / grid.width() / grid.height();
        int done = 0;
        while (done < length) {
            int count = Math.min(grid.width() - q, length - done);
            int h = firstRow + m * rowStep;
            if (h < 0 || h >= image.height()) {
                Arrays.fill(target, done, done + count, 0);
            } else {
                int row = start + (n * image.height() + h) * image.width();
                readRow(plane, row, firstColumn + q * columnStep, count, target, done);
            }
            done += count;
            q = 0;
            m++;
            if (m == grid.height()) {
                m = 0;
                n++;
            }
        }
    }

    private void readRow(float[] plane, int row, int w, int count, float[] target, int to) {
        int begin = Math.min(count, w >= 0 ? 0 : (columnStep - 1 - w) / columnStep);
        int end = Math.max(begin, Math.min(count, (image.width() - w + columnStep - 1) / columnStep));
        for (int i = 0; i < begin; i++) {
            target[to + i] = 0;
        }
        if (columnStep == 1 && begin < end) {
            System.arraycopy(plane, row + w + begin, target, to + begin, end - begin);
        } else {
            for (int i = begin; i < end; i++) {
                target[to + i] = plane[row + w + i * columnStep];
            }
        }
        for (int i = end; i < count; i++) {
            target[to + i] = 0;
        }
    }

    private boolean isWhole() {
        return grid.equals(image) && firstRow == 0 && rowStep == 1 && firstColumn == 0 && columnStep == 1;
    }
}
