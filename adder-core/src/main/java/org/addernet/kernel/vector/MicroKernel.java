package org.addernet.kernel.vector;

/**
 * An innermost loop over a tile of sums, rows by one or two vectors, which stay in registers.
 *
 * <p>The classes are generated from templates in {@code src/main/codegen}, one for each term and tile, for the
 * JIT asks for code that nobody should write by hand: every sum is a variable and every expression is written out, since
 * vectors that pass through a method of ours or live in an array are boxed; and there is one loop, since sums carried
 * through nested loops are boxed too.
 */
abstract class MicroKernel {

    /** The rows of the tile: values that are broadcast. */
    final int rows;

    /** The columns of the tile. */
    final int width;

    MicroKernel(int rows, int vectors) {
        this.rows = rows;
        this.width = vectors * Lanes.COUNT;
    }
}
