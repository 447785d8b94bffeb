package org.addernet.kernel.vector;

/** The innermost loop of an {@link OuterSweep}: rows of neighbouring filters by vectors of inputs, over positions. */
abstract class OuterKernel extends MicroKernel {

    OuterKernel(int rows, int vectors) {
        super(rows, vectors);
    }

    /**
     * Adds {@code Σ term(a[aStart + k·COUNT + i], b[starts[k] + shift + v], fixed[fixedAt + i·width + v])} over
     * {@code k < length} to {@code sums[at + i·width + v]}, for the rows i and columns v of the tile.
     */
    abstract void add(
            float[] a,
            int aStart,
            float[] b,
            int[] starts,
            int shift,
            int length,
            float[] fixed,
            int fixedAt,
            float[] sums,
            int at);
}
