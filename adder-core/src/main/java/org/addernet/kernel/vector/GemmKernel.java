package org.addernet.kernel.vector;

/** The innermost loop of a {@link ImplicitGemm}: rows of positions, whose inputs are contiguous, by vectors of packed columns. */
abstract class GemmKernel extends MicroKernel {

    /** Whether the packed columns are taken as {@linkplain Panels#bits bits}. */
    final boolean bits;

    GemmKernel(int rows, int vectors, boolean bits) {
        super(rows, vectors);
        this.bits = bits;
    }

    /**
     * Adds {@code Σ (term(a[starts[first + i] + shift + k], b[bStart + k·width + v], fixed[at + i·width + v]) - centre)} over
     * {@code k < length} to {@code sums[at + i·width + v]}, for the rows i and columns v of the tile, where b are the panels'
     * values. The sum begins anew and is added at its end, so that long sums are sums of short ones. A copy for a {@link Pitch} takes {@code starts[first] + i·pitch} for the start of row i.
     *
     * @param centre about the mean of the terms, with few enough bits that its products with lengths are exact; 0 for all terms
     *     but the maximum
     */
    abstract void add(
            float[] a,
            int[] starts,
            int first,
            int shift,
            Panels panels,
            int bStart,
            int length,
            float centre,
            float[] fixed,
            float[] sums,
            int at);
}
