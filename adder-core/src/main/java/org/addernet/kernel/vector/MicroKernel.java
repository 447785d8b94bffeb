package org.addernet.kernel.vector;

/** The innermost loop: adds terms of four broadcast streams and one stream of vectors to a tile of sums. */
interface MicroKernel {

    /** The number of rows in a tile: streams of broadcast values. */
    int ROWS = 4;

    /**
     * Adds {@code Σ term(a[aᵢ + k·step], b[bStart + k·width + v], fixed[i·width + v])} over {@code k < length} to
     * {@code sums[i·width + v]}, for the four rows i and the {@code width} columns v of the tile.
     */
    void add(
            float[] a,
            int a0,
            int a1,
            int a2,
            int a3,
            int step,
            float[] b,
            int bStart,
            int length,
            float[] fixed,
            float[] sums);
}
