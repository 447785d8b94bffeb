package org.addernet.nn.layer;

import org.addernet.nn.Pass;
import org.addernet.tensor.Tensor;

/** A layer that can apply a {@link Relu} behind it in its own last loop, which saves two passes over memory each way. */
interface FusesRelu {

    /** Computes the output, with the ReLU if asked for. */
    Tensor compute(Tensor input, Pass pass, boolean relu);
}
