package org.addernet.nn.layer;

import org.addernet.nn.Layer;
import org.addernet.nn.Tape;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/** The rectifier, {@code y = max(0, x)}; a NaN stays one. */
public final class Relu extends Layer {

    private static final int VALUES_PER_TASK = 1 << 15;

    /** Creates the layer. */
    public Relu() {}

    @Override
    public Tensor forward(Tensor input, Tape tape) {
        Tensor output = tape.newTensor(input.shape());
        float[] x = input.data();
        float[] y = output.data();
        tape.workers().runRanges(x.length, VALUES_PER_TASK, (from, to) -> {
            for (int i = from; i < to; i++) {
                y[i] = Math.max(x[i], 0);
            }
        });
        tape.record(output, gradient -> {
            Tensor inputGradient = tape.newTensor(input.shape());
            float[] dy = gradient.data();
            float[] dx = inputGradient.data();
            tape.workers().runRanges(x.length, VALUES_PER_TASK, (from, to) -> {
                for (int i = from; i < to; i++) {
                    // All ones where y > 0, without a branch that no one could predict.
                    int mask = -Float.floatToRawIntBits(y[i]) >> 31;
                    dx[i] = Float.intBitsToFloat(Float.floatToRawIntBits(dy[i]) & mask);
                }
            });
            tape.addGradient(input, inputGradient);
        });
        return output;
    }

    @Override
    public Shape outputShape(Shape input) {
        return input;
    }
}
