package org.addernet.nn.layer;

import org.addernet.nn.Layer;
import org.addernet.nn.Pass;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/**
 * The identity clipped to [-1, 1], {@code y = max(-1, min(1, x))}; a NaN stays one.
 *
 * <p>Binary networks have it where others have a rectifier: it keeps values where the gradient of their signs is not 0.
 */
public final class HardTanh extends Layer {

    private static final int VALUES_PER_TASK = 1 << 15;

    /** Makes at least 1 of the distance between 1 and the next larger float. */
    private static final float CLIPPED = 0x1p23f;

    /** Creates the layer. */
    public HardTanh() {}

    @Override
    protected Tensor compute(Tensor input, Pass pass) {
        Tensor output = pass.newTensor(input.shape());
        float[] x = input.data();
        float[] y = output.data();
        pass.workers().runRanges(x.length, VALUES_PER_TASK, (from, to) -> {
            for (int i = from; i < to; i++) {
                y[i] = Math.max(-1, Math.min(1, x[i]));
            }
        });
        pass.record(output, input, gradient -> {
            Tensor inputGradient = pass.newTensor(input.shape());
            float[] dy = gradient.data();
            float[] dx = inputGradient.data();
            pass.workers().runRanges(x.length, VALUES_PER_TASK, (from, to) -> {
                for (int i = from; i < to; i++) {
                    dx[i] = dy[i] * slope(x[i], y[i]);
                }
            });
            pass.addGradient(input, inputGradient);
        });
        return output;
    }

    /** Returns 1 where nothing was clipped, else 0; without a branch, of which the JIT makes no vector code. */
    private static float slope(float x, float y) {
        return 1 - Math.min(1, Math.abs(x - y) * CLIPPED);
    }

    @Override
    public Shape outputShape(Shape input) {
        return input;
    }
}
