/**
 * Kernels on {@code jdk.incubator.vector}: a driver that pads, packs and tiles, around one micro-kernel.
 *
 * <p>Only {@link org.addernet.kernel.vector.VectorProvider} may be touched where the incubator module is absent.
 */
@NullMarked
package org.addernet.kernel.vector;

import org.jspecify.annotations.NullMarked;
