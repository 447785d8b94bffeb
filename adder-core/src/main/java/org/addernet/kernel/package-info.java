/**
 * The similarity convolutions: what they compute ({@link org.addernet.kernel.Similarity} and its gradients), on which
 * geometry, and which implementation runs ({@link org.addernet.kernel.Kernels}).
 */
@NullMarked
package org.addernet.kernel;

import org.jspecify.annotations.NullMarked;
