/** {@link org.addernet.kernel.Similarity#XNOR} for the fast kernels: sums of signs as counts of bits, gradients as products. */
@NullMarked
package org.addernet.kernel.binary;

import org.jspecify.annotations.NullMarked;
