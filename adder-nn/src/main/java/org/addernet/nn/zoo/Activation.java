package org.addernet.nn.zoo;

import org.addernet.kernel.Similarity;
import org.addernet.nn.Layer;
import org.addernet.nn.layer.HardTanh;
import org.addernet.nn.layer.Relu;

/** What stands between a batch normalisation and the next layer with filters. */
final class Activation {

    private Activation() {}

    /**
     * Returns the ReLU; in binary networks the clip to [-1, 1], behind which the next layer's signs are the activation and
     * have gradients.
     */
    static Layer of(Similarity similarity) {
        return similarity == Similarity.XNOR ? new HardTanh() : new Relu();
    }
}
