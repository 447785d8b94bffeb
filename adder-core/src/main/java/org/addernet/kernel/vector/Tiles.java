package org.addernet.kernel.vector;

/**
 * The two forms of a micro-kernel.
 *
 * @param wide has two vectors in a row, to use each broadcast twice; or one, where there is no more than one
 * @param narrow has one, for what is left over
 */
record Tiles<K extends MicroKernel>(K wide, K narrow) {

    /** Machines with 512-bit vectors have 32 registers for them, enough for twice the sums. */
    static final boolean LARGE = Lanes.BITS == 512;

    /** Returns the kernel for the columns that are left: the wide one unless they fit the narrow one. */
    K forColumns(int left) {
        return left > narrow.width ? wide : narrow;
    }
}
