package org.addernet.data.transform;

import java.util.Arrays;
import org.addernet.tensor.Shape;

/**
 * Bilinear resampling with antialiasing: the filter is a triangle as wide as two pixels of the output or of the input,
 * whichever are larger, so that no pixel of the input is passed over.
 *
 * <p>The filter of Pillow and torchvision; here without their rounding to bytes after each axis.
 */
final class Bilinear {

    private Bilinear() {}

    /**
     * Resamples a region of an image as if the rest were not there.
     *
     * @param target takes the result {@code [height,width,C]} from index {@code offset}
     */
    static void resample(
            float[] source, Shape shape, Region region, float[] target, int offset, int height, int width) {
        int channels = ImageShape.of("Bilinear", shape).channels();
        Axis rows = new Axis(region.height(), height);
        Axis columns = new Axis(region.width(), width);
        float[] row = new float[region.width() * channels];
        int to = offset;
        for (int y = 0; y < height; y++) {
            // Rows first: one row is all that is kept between the axes.
            Arrays.fill(row, 0);
            for (int k = 0; k < rows.count[y]; k++) {
                int from = ((region.top() + rows.first[y] + k) * shape.dimension(1) + region.left()) * channels;
                add(source, from, rows.weights[y * rows.taps + k], row);
            }
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels; c++) {
                    float sum = 0;
                    int from = columns.first[x] * channels + c;
                    for (int k = 0; k < columns.count[x]; k++) {
                        sum += columns.weights[x * columns.taps + k] * row[from + k * channels];
                    }
                    target[to++] = sum;
                }
            }
        }
    }

    private static void add(float[] source, int from, float weight, float[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += weight * source[from + i];
        }
    }

    /** The weights along one axis: output i is the sum of {@code weights[i * taps + k] * input[first[i] + k]}. */
    private static final class Axis {
        final int taps;
        final int[] first;
        final int[] count;
        final float[] weights;

        Axis(int inputs, int outputs) {
            double scale = (double) inputs / outputs;
            double support = Math.max(1, scale);
            taps = 2 * (int) Math.ceil(support) + 1;
            first = new int[outputs];
            count = new int[outputs];
            weights = new float[outputs * taps];
            double[] triangle = new double[taps];
            for (int i = 0; i < outputs; i++) {
                double center = (i + 0.5) * scale;
                first[i] = Math.max(0, (int) (center - support + 0.5));
                count[i] = Math.min(inputs, (int) (center + support + 0.5)) - first[i];
                double sum = 0;
                for (int k = 0; k < count[i]; k++) {
                    triangle[k] = Math.max(0, 1 - Math.abs(first[i] + k + 0.5 - center) / support);
                    sum += triangle[k];
                }
                for (int k = 0; k < count[i]; k++) {
                    weights[i * taps + k] = (float) (triangle[k] / sum);
                }
            }
        }
    }
}
