package org.addernet.kernel.vector;

/** The innermost loop of a {@link DirectConvolution}: neighbouring columns of a packed matrix by vectors of positions. */
abstract class DirectKernel extends MicroKernel {

    /** The distance of the rows of the matrix; a constant, so that the JIT moves range checks out of the loop. */
    static final int STEP = Lanes.COUNT;

    DirectKernel(int rows, int vectors) {
        super(rows, vectors);
    }

    /**
     * Writes {@code Σ (term(a[aStart + k·STEP + i], b[starts[first + k] + shift + v], fixed[i·width + v]) - centre)} over {@code k < length} to
     * {@code sums[at + i·width + v]}, for the rows i and columns v of the tile.
     *
     * @param a the packed matrix
     * @param aStart its first element
     * @param b the planes
     * @param starts the distances of the inputs of a position from its pixel
     * @param first the first of them
     * @param shift the pixel of the first position
     * @param length the number of inputs
     * @param centre as that of a {@link GemmKernel}
     * @param fixed the fixed operand, if the term has one
     * @param sums receives the tile's sums
     * @param at where they begin
     */
    abstract void sum(
            float[] a,
            int aStart,
            float[] b,
            int[] starts,
            int first,
            int shift,
            int length,
            float centre,
            float[] fixed,
            float[] sums,
            int at);
}
