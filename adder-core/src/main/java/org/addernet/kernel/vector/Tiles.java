package org.addernet.kernel.vector;

/**
 * The two forms of a micro-kernel.
 *
 * @param wide has two vectors in a row, to use each broadcast twice; or one, where there is no more than one
 * @param narrow has one, for what is left over
 */
record Tiles<K extends MicroKernel>(K wide, K narrow) {

    /** 32 registers are enough for twice the sums of 16. */
    static final boolean LARGE = Lanes.REGISTERS >= 32;

    /** Returns the kernel for the columns that are left: the wide one unless they fit the narrow one. */
    K forColumns(int left) {
        return left > narrow.width ? wide : narrow;
    }
}
