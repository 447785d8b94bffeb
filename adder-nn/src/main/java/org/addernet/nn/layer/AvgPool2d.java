package org.addernet.nn.layer;

import java.util.Arrays;
import java.util.Map;
import org.addernet.nn.Layer;
import org.addernet.nn.OperationCount;
import org.addernet.nn.Pass;
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
        window = new Window(size, stride, 0);
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
                Channels.add(rows[0], rows[1], row);
            }
            average(rows[0], output, to);
        });
        pass.record(output, input, gradient -> pass.addGradient(input, backward(input.shape(), gradient, pass)));
        return output;
    }

    /** Writes the averages along a row that is the sum of the window's rows. */
    private void average(float[] sums, Tensor output, int to) {
        int channels = output.shape().dimension(3);
        float share = 1f / (window.size() * window.size());
        float[] y = output.data();
        for (int w = 0; w < output.shape().dimension(2); w++) {
            int corner = w * window.stride() * channels;
            for (int c = 0; c < channels; c++) {
                float sum = 0;
                for (int j = 0; j < window.size(); j++) {
                    sum += sums[corner + j * channels + c];
                }
                y[to + w * channels + c] = share * sum;
            }
        }
    }

    private Tensor backward(Shape input, Tensor gradient, Pass pass) {
        Tensor inputGradient = pass.newZeros(input);
        int row = input.dimension(2) * input.dimension(3);
        float[] dx = inputGradient.data();
        window.forEachRow(input, pass.workers(), 1, (from, height, to, rows) -> {
            distribute(gradient, to, rows[0], row);
            for (int i = 0; i < height; i++) {
                for (int k = 0; k < row; k++) {
                    dx[from + i * row + k] += rows[0][k];
                }
            }
        });
        return inputGradient;
    }

    /** Writes what each value of a row of the input gets from a row of output gradients. */
    private void distribute(Tensor gradient, int from, float[] row, int length) {
        int channels = gradient.shape().dimension(3);
        float share = 1f / (window.size() * window.size());
        float[] dy = gradient.data();
        Arrays.fill(row, 0, length, 0);
        for (int w = 0; w < gradient.shape().dimension(2); w++) {
            int corner = w * window.stride() * channels;
            for (int c = 0; c < channels; c++) {
                float part = share * dy[from + w * channels + c];
                for (int j = 0; j < window.size(); j++) {
                    row[corner + j * channels + c] += part;
                }
            }
        }
    }

    @Override
    protected Map<String, Object> attributes() {
        return Map.of("size", window.size(), "stride", window.stride());
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
