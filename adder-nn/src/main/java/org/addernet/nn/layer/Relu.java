package org.addernet.nn.layer;

import org.addernet.nn.Layer;
import org.addernet.nn.Pass;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/** The rectifier, {@code y = max(0, x)}; a NaN stays one. */
public final class Relu extends Layer {

    private static final int VALUES_PER_TASK = 1 << 15;
    private static final float HUGE = 0x1p127f;

    /** Creates the layer. */
    public Relu() {}

    @Override
    protected Tensor compute(Tensor input, Pass pass) {
        Tensor output = pass.newTensor(input.shape());
        float[] x = input.data();
        float[] y = output.data();
        pass.workers().runRanges(x.length, VALUES_PER_TASK, (from, to) -> {
            for (int i = from; i < to; i++) {
                y[i] = Math.max(0, x[i]);
            }
        });
        pass.record(output, input, gradient -> pass.addGradient(input, backward(output, gradient, pass)));
        return output;
    }

    /** Returns the gradient where the rectifier's output is positive, else 0. */
    static Tensor backward(Tensor output, Tensor gradient, Pass pass) {
        Tensor inputGradient = pass.newTensor(output.shape());
        float[] y = output.data();
        float[] dy = gradient.data();
        float[] dx = inputGradient.data();
        pass.workers().runRanges(y.length, VALUES_PER_TASK, (from, to) -> {
            for (int i = from; i < to; i++) {
                dx[i] = dy[i] * slope(y[i]);
            }
        });
        return inputGradient;
    }

    /**
     * Returns 1 for a positive y, which may be as small as 2^-149, and 0 for 0.
     *
     * <p>A branch or a shift of the bits would say the same, but the JIT makes no vector code of them.
     */
    static float slope(float y) {
        return Math.min(1, y * HUGE * HUGE);
    }

    @Override
    public Shape outputShape(Shape input) {
        return input;
    }
}
