package org.addernet.kernel.vector;

/**
 * An innermost loop over a tile of sums, four rows by one or two vectors, which stay in registers.
 *
 * <p>How all of them are written follows from the JIT: every expression written out, for vectors that pass through a method
 * of ours may be boxed; one loop, for sums carried through nested loops are; the running sum as the argument and never
 * the receiver, for only then is its class known. The sums start at zero and are added to the tile at the end, so that a
 * long sum is one of blocks, which rounds less.
 */
interface MicroKernel {

    /** The rows of a tile: streams of values that are broadcast. */
    int ROWS = 4;

    /** Returns the columns of a tile. */
    int width();
}
