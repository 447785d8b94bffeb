package org.addernet.nn.layer;

import org.addernet.nn.Layer;
import org.addernet.nn.OperationCount;
import org.addernet.nn.Pass;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/** The mean of each channel over the image: {@code [N,H,W,C]} to {@code [N,C]}. */
public final class GlobalAvgPool2d extends Layer {

    /** Creates the layer. */
    public GlobalAvgPool2d() {}

    @Override
    protected Tensor compute(Tensor input, Pass pass) {
        Tensor output = pass.newTensor(outputShape(input.shape()));
        int channels = input.shape().extent(3);
        int pixels = input.shape().extent(1) * input.shape().extent(2);
        float[] x = input.data();
        float[] y = output.data();
        int image = pixels * channels;
        pass.workers().run(input.shape().extent(0), n -> {
            float[] sum = pass.workers().scratch().borrow(image);
            float[] spare = pass.workers().scratch().borrow(image / 2);
            System.arraycopy(x, n * image, sum, 0, image);
            Channels.addRows(sum, pixels, channels, spare);
            for (int c = 0; c < channels; c++) {
                y[n * channels + c] = sum[c] / pixels;
            }
            pass.workers().scratch().release(spare);
            pass.workers().scratch().release(sum);
        });
        pass.record(output, input, gradient -> {
            Tensor inputGradient = pass.newTensor(input.shape());
            float[] dy = gradient.data();
            float[] dx = inputGradient.data();
            pass.workers().run(input.shape().extent(0), n -> {
                for (int c = 0; c < channels; c++) {
                    dx[n * image + c] = dy[n * channels + c] / pixels;
                }
                for (int p = 1; p < pixels; p++) {
                    System.arraycopy(dx, n * image, dx, n * image + p * channels, channels);
                }
            });
            pass.addGradient(input, inputGradient);
        });
        return output;
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() != 4 || input.extent(1) == 0 || input.extent(2) == 0) {
            throw new ShapeException(this + ": input " + input + " must be [N,H,W,C] with H and W at least 1");
        }
        return Shape.of(input.extent(0), input.extent(3));
    }

    /** Returns an addition for each value and a multiplication for each output. */
    @Override
    public OperationCount operations(Shape input) {
        return new OperationCount(outputShape(input).size(), input.size());
    }
}
