/**
 * The kernels that run without the vector module: plain loops of such a form that the JIT vectorises them.
 *
 * <p>The JIT does so where a short loop uses the same index in every array. So what a loop runs over, output positions or
 * taps, is first copied into arrays of its own ({@link org.addernet.kernel.scalar.Tile}); the loops themselves stand in
 * {@link org.addernet.kernel.scalar.TermLoop}.
 */
@NullMarked
package org.addernet.kernel.scalar;

import org.jspecify.annotations.NullMarked;
