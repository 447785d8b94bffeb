package org.addernet.nn.layer;

import org.addernet.nn.Tape;
import org.addernet.tensor.Tensor;

/** A layer that can apply a {@link Relu} behind it in its own last loop, which saves two passes over memory each way. */
interface Rectifiable {

    /** Computes the output, rectified if asked for. */
    Tensor forward(Tensor input, Tape tape, boolean rectify);
}
