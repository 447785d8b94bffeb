package org.addernet.nn.layer;

import org.addernet.nn.Layer;
import org.addernet.nn.OperationCount;
import org.addernet.nn.Tape;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/** The mean of each channel over the image: {@code [N,H,W,C]} to {@code [N,C]}. */
public final class GlobalAvgPool2d extends Layer {

    /** Creates the layer. */
    public GlobalAvgPool2d() {}

    @Override
    public Tensor forward(Tensor input, Tape tape) {
        Tensor output = tape.newTensor(outputShape(input.shape()));
        int channels = input.shape().extent(3);
        int pixels = input.shape().extent(1) * input.shape().extent(2);
        float[] x = input.data();
        float[] y = output.data();
        tape.workers().run(input.shape().extent(0), n -> {
            for (int c = 0; c < channels; c++) {
                double sum = 0;
                for (int p = 0; p < pixels; p++) {
                    sum += x[(n * pixels + p) * channels + c];
                }
                y[n * channels + c] = (float) (sum / pixels);
            }
        });
        tape.record(output, gradient -> {
            Tensor inputGradient = tape.newTensor(input.shape());
            float[] dy = gradient.data();
            float[] dx = inputGradient.data();
            tape.workers().run(input.shape().extent(0), n -> {
                for (int i = n * pixels * channels; i < (n + 1) * pixels * channels; i++) {
                    dx[i] = dy[n * channels + i % channels] / pixels;
                }
            });
            tape.addGradient(input, inputGradient);
        });
        return output;
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() != 4) {
            throw new ShapeException(this + ": input " + input + " must be [N,H,W,C]");
        }
        return Shape.of(input.extent(0), input.extent(3));
    }

    /** Returns an addition for each value and a multiplication for each output. */
    @Override
    public OperationCount operations(Shape input) {
        return new OperationCount(outputShape(input).size(), input.size());
    }
}
