package org.addernet.kernel.vector;

/** The innermost loop of a {@link Sweep}: rows of positions, whose inputs are contiguous, by vectors of packed columns. */
abstract class SweepKernel extends MicroKernel {

    SweepKernel(int rows, int vectors) {
        super(rows, vectors);
    }

    /**
     * Adds {@code Σ term(a[starts[first + i] + shift + k], b[bStart + k·width + v], fixed[at + i·width + v])} over
     * {@code k < length} to {@code sums[at + i·width + v]}, for the rows i and columns v of the tile.
     */
    abstract void add(
            float[] a,
            int[] starts,
            int first,
            int shift,
            float[] b,
            int bStart,
            int length,
            float[] fixed,
            float[] sums,
            int at);
}
