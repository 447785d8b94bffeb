package org.addernet.nn.layer;

import org.addernet.nn.Layer;
import org.addernet.nn.Tape;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/** The largest value of each window, {@code [N,H,W,C]} to {@code [N,outH,outW,C]}; its first place gets the gradient. */
public final class MaxPool2d extends Layer {

    private final Window window;

    /** Creates the layer with windows that touch: the stride is the size. */
    public MaxPool2d(int size) {
        this(size, size);
    }

    /**
     * Creates the layer.
     *
     * @throws IllegalArgumentException if size or stride is less than 1
     */
    public MaxPool2d(int size, int stride) {
        window = new Window(size, stride);
    }

    @Override
    public Tensor forward(Tensor input, Tape tape) {
        Tensor output = tape.newTensor(outputShape(input.shape()));
        int row = input.shape().extent(2) * input.shape().extent(3);
        float[] x = input.data();
        window.forEachRow(input.shape(), tape.workers(), 2, (from, to, rows) -> {
            System.arraycopy(x, from, rows[0], 0, row);
            for (int i = 1; i < window.size(); i++) {
                System.arraycopy(x, from + i * row, rows[1], 0, row);
                max(rows[0], rows[1], row);
            }
            maxima(rows[0], output, to);
        });
        tape.record(output, gradient -> tape.addGradient(input, backward(input, output, gradient, tape)));
        return output;
    }

    private static void max(float[] a, float[] b, int length) {
        for (int i = 0; i < length; i++) {
            a[i] = Math.max(a[i], b[i]);
        }
    }

    /** Writes the maxima along a row that has the maxima of the window's rows. */
    private void maxima(float[] row, Tensor output, int to) {
        int channels = output.shape().extent(3);
        float[] y = output.data();
        for (int w = 0; w < output.shape().extent(2); w++) {
            int corner = w * window.stride() * channels;
            for (int c = 0; c < channels; c++) {
                float max = row[corner + c];
                for (int j = 1; j < window.size(); j++) {
                    max = Math.max(max, row[corner + j * channels + c]);
                }
                y[to + w * channels + c] = max;
            }
        }
    }

    private Tensor backward(Tensor input, Tensor output, Tensor gradient, Tape tape) {
        Tensor inputGradient = tape.newTensor(input.shape());
        int channels = input.shape().extent(3);
        int row = input.shape().extent(2) * channels;
        float[] x = input.data();
        float[] y = output.data();
        float[] dy = gradient.data();
        float[] dx = inputGradient.data();
        Window.clear(inputGradient, tape.workers());
        window.forEachRow(input.shape(), tape.workers(), 0, (from, to, rows) -> {
            for (int w = 0; w < output.shape().extent(2); w++) {
                int corner = from + w * window.stride() * channels;
                int pixel = to + w * channels;
                for (int c = 0; c < channels; c++) {
                    dx[corner + c + firstPlace(x, corner + c, y[pixel + c], row, channels)] += dy[pixel + c];
                }
            }
        });
        return inputGradient;
    }

    /** Returns the distance from {@code start} to the first value of the window that is the largest. */
    private int firstPlace(float[] x, int start, float largest, int row, int channels) {
        for (int i = 0; i < window.size(); i++) {
            for (int j = 0; j < window.size(); j++) {
                if (x[start + i * row + j * channels] == largest) {
                    return i * row + j * channels;
                }
            }
        }
        return 0; // The largest is NaN.
    }

    @Override
    public Shape outputShape(Shape input) {
        return window.outputShape(this, input);
    }
}
