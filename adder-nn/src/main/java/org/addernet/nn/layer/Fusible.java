package org.addernet.nn.layer;

import java.util.Optional;
import org.addernet.nn.Layer;

/** A layer that can take those behind it into one with its own, for inference. */
interface Fusible {

    /**
     * Returns the layer for inference, with what follows folded in.
     *
     * @param norm the batch normalisation behind it, if there is one
     * @param relu whether a ReLU follows
     */
    Layer fuse(Optional<BatchNorm> norm, boolean relu);
}
