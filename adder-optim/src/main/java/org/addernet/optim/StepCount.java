package org.addernet.optim;

import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/** A count of steps in a tensor, so that a checkpoint has it. */
final class StepCount {

    /** It stops here, where float cannot count on; by then what depends on it has become constant. */
    private static final float MOST = 1 << 24;

    private final Tensor steps = Tensor.zeros(Shape.of(1));

    /** Counts a step, and returns its number; that of the first is 1. */
    float next() {
        float[] data = steps.data();
        data[0] = Math.min(MOST, data[0] + 1);
        return data[0];
    }

    /** Returns the tensor, of one element. */
    Tensor tensor() {
        return steps;
    }
}
