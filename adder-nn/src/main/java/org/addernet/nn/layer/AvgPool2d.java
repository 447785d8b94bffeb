package org.addernet.nn.layer;

import java.util.Arrays;
import org.addernet.nn.Layer;
import org.addernet.nn.OperationCount;
import org.addernet.nn.Tape;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/** The mean of each window, {@code [N,H,W,C]} to {@code [N,outH,outW,C]}. */
public final class AvgPool2d extends Layer {

    private final Window window;

    /** Creates the layer with windows that touch: the stride is the size. */
    public AvgPool2d(int size) {
        this(size, size);
    }

    /**
     * Creates the layer.
     *
     * @throws IllegalArgumentException if size or stride is less than 1
     */
    public AvgPool2d(int size, int stride) {
        window = new Window(size, stride);
    }

    @Override
    public Tensor forward(Tensor input, Tape tape) {
        Tensor output = tape.newTensor(outputShape(input.shape()));
        Shape in = input.shape();
        int channels = in.extent(3);
        int row = in.extent(2) * channels;
        int image = in.extent(1) * row;
        float share = 1f / (window.size() * window.size());
        float[] x = input.data();
        float[] y = output.data();
        tape.workers()
                .run(
                        in.extent(0),
                        n -> window.forEach(n, in, output.shape(), (pixel, corner) -> {
                            Arrays.fill(y, pixel, pixel + channels, 0);
                            for (int i = 0; i < window.size(); i++) {
                                for (int j = 0; j < window.size(); j++) {
                                    int from = corner + i * row + j * channels;
                                    for (int c = 0; c < channels; c++) {
                                        y[pixel + c] += share * x[from + c];
                                    }
                                }
                            }
                        }));
        tape.record(output, gradient -> {
            Tensor inputGradient = tape.newTensor(in);
            float[] dy = gradient.data();
            float[] dx = inputGradient.data();
            tape.workers().run(in.extent(0), n -> {
                Arrays.fill(dx, n * image, (n + 1) * image, 0);
                window.forEach(n, in, output.shape(), (pixel, corner) -> {
                    for (int i = 0; i < window.size(); i++) {
                        for (int j = 0; j < window.size(); j++) {
                            int to = corner + i * row + j * channels;
                            for (int c = 0; c < channels; c++) {
                                dx[to + c] += share * dy[pixel + c];
                            }
                        }
                    }
                });
            });
            tape.addGradient(input, inputGradient);
        });
        return output;
    }

    @Override
    public Shape outputShape(Shape input) {
        return window.outputShape(this, input);
    }

    /** Returns an addition for each value of each window and a multiplication for each output. */
    @Override
    public OperationCount operations(Shape input) {
        long outputs = outputShape(input).size();
        return new OperationCount(outputs, outputs * window.size() * window.size());
    }
}
