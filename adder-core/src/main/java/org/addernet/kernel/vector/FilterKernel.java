package org.addernet.kernel.vector;

/** The micro-kernel of a {@link FilterSweep}: the four broadcast streams advance by a step. */
interface FilterKernel extends MicroKernel {

    /**
     * Adds {@code Σ term(a[aᵢ + k·step], b[bStart + k·width + v], fixed[i·width + v])} over {@code k < length} to
     * {@code sums[i·width + v]}, for the rows i and columns v of the tile; not every term has a fixed operand.
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
