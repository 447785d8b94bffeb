package org.addernet.nn.zoo;

import org.addernet.kernel.Similarity;
import org.addernet.nn.Layer;
import org.addernet.nn.layer.Relu;
import org.addernet.nn.layer.Sequential;

/** What stands between a batch normalisation and the next layer with filters. */
final class Activation {

    private Activation() {}

    /** Returns the rectifier, or the identity in binary networks: there the next layer's signs are the activation. */
    static Layer of(Similarity similarity) {
        return similarity == Similarity.XNOR ? new Sequential() : new Relu();
    }
}
