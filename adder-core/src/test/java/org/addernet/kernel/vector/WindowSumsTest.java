package org.addernet.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The sums of windows against loops in double, for channels that fill vectors and such that do not. */
class WindowSumsTest {

    private static final float CENTRE = 0.25f;

    @BeforeAll
    static void needsVectors() {
        assumeThat(new VectorProvider().obstacle()).isEmpty();
    }

    @Test
    void sumsEveryWindow() {
        for (int channels : new int[] {1, 3, 4, 8, 16, 17, 32, 48}) {
            check(7, 6, channels, 3, 3, 1);
            check(1, 1, channels, 1, 1, 1);
            check(2, 3, channels, 2, 1, 1);
            check(9, 11, channels, 2, 3, 2);
            check(5, 40, channels, 1, 5, 1);
            check(20, 30, channels, 3, 3, 1);
        }
    }

    @Test
    void sumsThePixelsOfPlanes() {
        for (int channels : new int[] {1, 2, 7}) {
            for (int plane : new int[] {1, 16, 37}) {
                Random random = new Random(channels);
                float[] planes = new float[channels * plane + Lanes.COUNT];
                for (int i = 0; i < channels * plane; i++) {
                    planes[i] = random.nextFloat();
                }
                float[] sums = new float[plane + Lanes.COUNT];
                WindowSums.sumPlanes(planes, channels, plane, CENTRE, sums);
                for (int p = 0; p < plane; p++) {
                    double sum = 0;
                    for (int c = 0; c < channels; c++) {
                        sum += planes[c * plane + p] - CENTRE;
                    }
                    // Each term and each sum is rounded, and is less than the channels.
                    assertThat((double) sums[p]).isCloseTo(sum, within(0x1p-23 * channels * channels));
                }
            }
        }
    }

    private static void check(int height, int width, int channels, int rows, int columns, int dilation) {
        Random random = new Random(channels);
        int pixels = height * width;
        int before = 5;
        float[] x = new float[before + pixels * channels];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextFloat();
        }
        Offsets offsets = Offsets.of(distances(rows, dilation * width), distances(columns, dilation), channels);
        int capacity = WindowSums.capacity(pixels, offsets);
        float[] sums = new float[capacity];
        WindowSums.sumChannels(x, before, channels, pixels, CENTRE, sums, new float[WindowSums.BLOCK]);
        WindowSums.sumTaps(sums, offsets, pixels, new float[capacity]);

        int terms = rows * columns * channels;
        for (int h = 0; h + (rows - 1) * dilation < height; h++) {
            for (int w = 0; w + (columns - 1) * dilation < width; w++) {
                double sum = 0;
                for (int k = 0; k < terms; k++) {
                    int row = h + k / channels / columns * dilation;
                    int column = w + k / channels % columns * dilation;
                    sum += x[before + (row * width + column) * channels + k % channels] - CENTRE;
                }
                // At most so many roundings of a sum of values up to 1.
                assertThat((double) sums[h * width + w])
                        .as("%d channels, (%d, %d)", channels, h, w)
                        .isCloseTo(sum, within(0x1p-24 * terms * Math.sqrt(terms)));
            }
        }
    }

    private static int[] distances(int count, int step) {
        return IntStream.range(0, count).map(i -> i * step).toArray();
    }
}
