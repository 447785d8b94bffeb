package org.addernet.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Random;
import org.addernet.kernel.Size2d;
import org.addernet.parallel.Workers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The sums of windows against loops in double, for channels that fill vectors and such that do not. */
class WindowSumsTest {

    @BeforeAll
    static void needsVectors() {
        assumeThat(new VectorProvider().obstacle()).isEmpty();
    }

    @Test
    void sumsEveryWindow() {
        for (int channels : new int[] {1, 3, 4, 8, 16, 17, 32, 48}) {
            check(2, 7, 6, channels, 3, 3, 1, 1);
            check(1, 1, 1, channels, 1, 1, 1, 1);
            check(1, 2, 3, channels, 2, 1, 1, 1);
            check(3, 9, 11, channels, 2, 3, 2, 2);
            check(1, 5, 40, channels, 1, 5, 3, 1);
        }
    }

    @Test
    void sumsMoreThanOneTask() {
        check(2, 40, 61, 1, 3, 3, 1, 1);
        check(2, 40, 61, 16, 3, 3, 1, 1);
    }

    private static void check(
            int batch, int height, int width, int channels, int rows, int columns, int stride, int dilation) {
        Random random = new Random(channels);
        float[] x = new float[batch * height * width * channels];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextFloat();
        }
        Size2d none = Size2d.square(0);
        PaddedImages images =
                PaddedImages.pad(x, batch, new Size2d(height, width), channels, none, none, 0, 0, Workers.shared());
        Grid.Strides strides =
                new Grid.Strides(0, images.offset(height, 0), images.offset(stride, 0), images.offset(0, stride));
        int[] rowOffsets = new int[rows];
        for (int i = 0; i < rows; i++) {
            rowOffsets[i] = i * dilation * width;
        }
        int[] columnOffsets = new int[columns];
        for (int j = 0; j < columns; j++) {
            columnOffsets[j] = j * dilation;
        }
        WindowSums windows = WindowSums.of(images, strides, rowOffsets, columnOffsets, Workers.shared());
        int terms = rows * columns * channels;
        for (int n = 0; n < batch; n++) {
            for (int h = 0; h + (rows - 1) * dilation < height; h += stride) {
                for (int w = 0; w + (columns - 1) * dilation < width; w += stride) {
                    double sum = 0;
                    for (int k = 0; k < terms; k++) {
                        int row = h + k / channels / columns * dilation;
                        int column = w + k / channels % columns * dilation;
                        sum += x[((n * height + row) * width + column) * channels + k % channels];
                    }
                    Grid.Strides s = windows.strides();
                    int pixel = s.start() + n * s.image() + h / stride * s.row() + w / stride * s.column();
                    // At most so many roundings of a sum of values from 0 to 1.
                    assertThat((double) windows.at(pixel))
                            .as("%d channels, image %d, (%d, %d)", channels, n, h, w)
                            .isCloseTo(sum, within(0x1p-24 * terms * Math.sqrt(terms)));
                }
            }
        }
        windows.release(Workers.shared());
        images.release(Workers.shared());
    }
}
