/** Losses. */
@NullMarked
package org.addernet.nn.loss;

import org.jspecify.annotations.NullMarked;
