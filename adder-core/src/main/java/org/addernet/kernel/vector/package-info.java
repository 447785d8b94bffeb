/**
 * Kernels on {@code jdk.incubator.vector}: drivers that pad, pack and tile, around innermost loops, the micro-kernels.
 *
 * <p>{@link org.addernet.kernel.vector.VectorKernels} prepares the arrays of a pass and chooses its loop. {@link
 * org.addernet.kernel.vector.ImplicitGemm} drives the forward pass, whose vectors run over filters, and the input gradient, whose
 * vectors run over input channels; {@link org.addernet.kernel.vector.FilterGradientGemm} drives the filter gradient, whose vectors run
 * over taps. Where these axes are short, {@link org.addernet.kernel.vector.DirectConvolution} and {@link
 * org.addernet.kernel.vector.DirectFilterGradient} have vectors over positions.
 *
 * <p>The micro-kernels ({@link org.addernet.kernel.vector.MicroKernel}) are generated from templates at build time, since
 * the JIT asks for every sum and expression to be written out. All vectors of a process have one width ({@link
 * org.addernet.kernel.vector.Lanes}). The guide is {@code docs/kernels.md}.
 *
 * <p>Only {@link org.addernet.kernel.vector.VectorProvider} may be touched where the incubator module is absent.
 */
@NullMarked
package org.addernet.kernel.vector;

import org.jspecify.annotations.NullMarked;
