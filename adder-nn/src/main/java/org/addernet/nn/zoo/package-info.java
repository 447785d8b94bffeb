/** Ready models, each for any similarity. */
@NullMarked
package org.addernet.nn.zoo;

import org.jspecify.annotations.NullMarked;
