/** Differentiable operations on tensors, of which networks are written without gradients by hand. */
@NullMarked
package org.addernet.nn.op;

import org.jspecify.annotations.NullMarked;
