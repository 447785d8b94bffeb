/** The layers: similarity convolutions, batch normalisation, activations, pooling and the containers. */
@NullMarked
package org.addernet.nn.layer;

import org.jspecify.annotations.NullMarked;
