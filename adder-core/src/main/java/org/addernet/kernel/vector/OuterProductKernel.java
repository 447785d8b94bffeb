package org.addernet.kernel.vector;

/** The innermost loop of a {@link FilterGradientGemm}: rows of neighbouring filters by vectors of inputs, over positions. */
abstract class OuterProductKernel extends MicroKernel {

    /** The distance of the gradients of neighbouring positions: a vector, but not less than the rows of any tile. */
    static final int STEP = Math.max(Lanes.COUNT, 8);

    OuterProductKernel(int rows, int vectors) {
        super(rows, vectors);
    }

    /**
     * Adds {@code Σ term(a[aStart + k·STEP + i], b[starts[k] + shift + v], fixed[fixedAt + i·width + v])} over
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
