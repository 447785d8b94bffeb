package org.addernet.kernel.vector;

/**
 * An innermost loop over a tile of sums, four rows by one or two vectors, which stay in registers.
 *
 * <p>How all of them are written follows from the JIT. Every expression is written out, for vectors that pass through a
 * method of ours may be boxed; there is one loop, for sums carried through nested loops are boxed too. The receiver of every
 * call is a broadcast or the result of arithmetic on one, never a vector that was loaded or is carried through the loop:
 * only of the former does JDK 17 know the class, and it inlines nothing else once several widths are in use.
 */
interface MicroKernel {

    /** The rows of a tile: streams of values that are broadcast. */
    int ROWS = 4;

    /** Returns the columns of a tile. */
    int width();
}
