package org.addernet.nn.layer;

import java.util.Map;
import org.addernet.nn.Layer;
import org.addernet.nn.Pass;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/**
 * The largest value of each window, {@code [N,H,W,C]} to {@code [N,outH,outW,C]}; its first place gets the gradient. Padding
 * never is the largest.
 */
public final class MaxPool2d extends Layer {

    private final Window window;

    /** Creates the layer with windows that touch: the stride is the size. */
    public MaxPool2d(int size) {
        this(size, size);
    }

    /**
     * Creates the layer without padding.
     *
     * @throws IllegalArgumentException if size or stride is less than 1
     */
    public MaxPool2d(int size, int stride) {
        this(size, stride, 0);
    }

    /**
     * Creates the layer.
     *
     * @param size the window's height and width
     * @param stride the distance between neighbouring windows
     * @param padding how far windows reach over each border
     * @throws IllegalArgumentException if size or stride is less than 1, or the padding negative or more than half the size
     */
    public MaxPool2d(int size, int stride, int padding) {
        window = new Window(size, stride, padding);
    }

    @Override
    protected Tensor compute(Tensor input, Pass pass) {
        Tensor output = pass.newTensor(outputShape(input.shape()));
        int row = input.shape().dimension(2) * input.shape().dimension(3);
        float[] x = input.data();
        window.forEachRow(input.shape(), pass.workers(), 2, (from, height, to, rows) -> {
            System.arraycopy(x, from, rows[0], 0, row);
            for (int i = 1; i < height; i++) {
                System.arraycopy(x, from + i * row, rows[1], 0, row);
                max(rows[0], rows[1], row);
            }
            maxima(rows[0], input.shape().dimension(2), output, to);
        });
        pass.record(output, input, gradient -> pass.addGradient(input, backward(input, output, gradient, pass)));
        return output;
    }

    private static void max(float[] a, float[] b, int length) {
        for (int i = 0; i < length; i++) {
            a[i] = Math.max(a[i], b[i]);
        }
    }

    /** Writes the maxima along a row that has the maxima of the window's rows. */
    private void maxima(float[] row, int width, Tensor output, int to) {
        int channels = output.shape().dimension(3);
        float[] y = output.data();
        for (int w = 0; w < output.shape().dimension(2); w++) {
            int corner = window.first(w) * channels;
            int end = window.end(w, width) * channels;
            for (int c = 0; c < channels; c++) {
                float max = row[corner + c];
                for (int i = corner + channels; i < end; i += channels) {
                    max = Math.max(max, row[i + c]);
                }
                y[to + w * channels + c] = max;
            }
        }
    }

    private Tensor backward(Tensor input, Tensor output, Tensor gradient, Pass pass) {
        Tensor inputGradient = pass.newZeros(input.shape());
        int channels = input.shape().dimension(3);
        int width = input.shape().dimension(2);
        float[] x = input.data();
        float[] y = output.data();
        float[] dy = gradient.data();
        float[] dx = inputGradient.data();
        window.forEachRow(input.shape(), pass.workers(), 0, (from, height, to, rows) -> {
            for (int w = 0; w < output.shape().dimension(2); w++) {
                int left = window.first(w);
                int columns = window.end(w, width) - left;
                int corner = from + left * channels;
                int pixel = to + w * channels;
                for (int c = 0; c < channels; c++) {
                    int place = firstPlace(x, corner + c, y[pixel + c], height, columns, width, channels);
                    dx[corner + c + place] += dy[pixel + c];
                }
            }
        });
        return inputGradient;
    }

    /** Returns the distance from {@code start} to the first value of the window that is the largest. */
    private static int firstPlace(float[] x, int start, float largest, int rows, int columns, int width, int channels) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                int place = (i * width + j) * channels;
                if (x[start + place] == largest) {
                    return place;
                }
            }
        }
        return 0; // The largest is NaN.
    }

    @Override
    protected Map<String, Object> attributes() {
        return Map.of("size", window.size(), "stride", window.stride(), "padding", window.padding());
    }

    @Override
    public Shape outputShape(Shape input) {
        return window.outputShape(this, input);
    }
}
