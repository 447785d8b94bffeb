package org.addernet.nn.op;

import org.addernet.nn.Pass;
import org.addernet.tensor.Tensor;

/** A function from each value, or from each row of values, to one of the same place. */
final class Elementwise {

    static final int VALUES_PER_TASK = 1 << 15;

    private Elementwise() {}

    /** Computes the values from {@code from} to {@code to - 1}. */
    interface Forward {
        void run(float[] x, float[] y, int from, int to);
    }

    /** Computes those values of the input's gradient dx. */
    interface Backward {
        void run(float[] x, float[] y, float[] dy, float[] dx, int from, int to);
    }

    static Tensor apply(Tensor input, Pass pass, Forward forward, Backward backward) {
        return apply(input, pass, 1, forward, backward);
    }

    /** Computes the output in tasks of whole rows of the given length, and records the gradient. */
    static Tensor apply(Tensor input, Pass pass, int row, Forward forward, Backward backward) {
        int grain = Math.max(1, VALUES_PER_TASK / row) * row;
        Tensor output = pass.newTensor(input.shape());
        float[] x = input.data();
        float[] y = output.data();
        pass.workers().runRanges(x.length, grain, (from, to) -> forward.run(x, y, from, to));
        pass.record(output, input, gradient -> {
            Tensor inputGradient = pass.newTensor(input.shape());
            float[] dy = gradient.data();
            float[] dx = inputGradient.data();
            pass.workers().runRanges(x.length, grain, (from, to) -> backward.run(x, y, dy, dx, from, to));
            pass.addGradient(input, inputGradient);
        });
        return output;
    }
}
