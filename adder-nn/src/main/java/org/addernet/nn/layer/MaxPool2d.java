package org.addernet.nn.layer;

import java.util.Arrays;
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
        Shape in = input.shape();
        int channels = in.extent(3);
        int row = in.extent(2) * channels;
        float[] x = input.data();
        float[] y = output.data();
        tape.workers()
                .run(
                        in.extent(0),
                        n -> window.forEach(n, in, output.shape(), (pixel, corner) -> {
                            System.arraycopy(x, corner, y, pixel, channels);
                            for (int i = 0; i < window.size(); i++) {
                                for (int j = 0; j < window.size(); j++) {
                                    int from = corner + i * row + j * channels;
                                    for (int c = 0; c < channels; c++) {
                                        y[pixel + c] = Math.max(y[pixel + c], x[from + c]);
                                    }
                                }
                            }
                        }));
        tape.record(output, gradient -> tape.addGradient(input, backward(input, output, gradient, tape)));
        return output;
    }

    private Tensor backward(Tensor input, Tensor output, Tensor gradient, Tape tape) {
        Tensor inputGradient = tape.newTensor(input.shape());
        Shape in = input.shape();
        int channels = in.extent(3);
        int row = in.extent(2) * channels;
        int image = in.extent(1) * row;
        float[] x = input.data();
        float[] y = output.data();
        float[] dy = gradient.data();
        float[] dx = inputGradient.data();
        tape.workers().run(in.extent(0), n -> {
            Arrays.fill(dx, n * image, (n + 1) * image, 0);
            window.forEach(n, in, output.shape(), (pixel, corner) -> {
                for (int c = 0; c < channels; c++) {
                    dx[corner + c + firstPlace(x, corner + c, y[pixel + c], row, channels)] += dy[pixel + c];
                }
            });
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
