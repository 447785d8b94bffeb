package org.addernet.kernel.vector;

import java.util.function.Supplier;

/**
 * The two forms of a micro-kernel.
 *
 * @param wide has two vectors in a row, to use each broadcast twice
 * @param narrow has one, for what is left over
 */
record Tiles<K extends MicroKernel>(K wide, K narrow) {

    /** Machines with 512-bit vectors have 32 registers for them, enough for twice the sums. */
    private static final boolean LARGE = Lanes.BITS == 512;

    /** Returns the kernels for the number of this machine's registers. */
    static <K extends MicroKernel> Tiles<K> of(
            Supplier<K> largeWide, Supplier<K> largeNarrow, Supplier<K> smallWide, Supplier<K> smallNarrow) {
        return LARGE
                ? new Tiles<>(largeWide.get(), largeNarrow.get())
                : new Tiles<>(smallWide.get(), smallNarrow.get());
    }

    /**
     * Returns the kernels for terms of integers. Those two vectors wide are left to JDK 25: the JIT of JDK 17 may box their
     * vectors, as it happens to have met other kernels before or not.
     */
    static <K extends MicroKernel> Tiles<K> ofIntegers(
            Supplier<K> largeWide, Supplier<K> largeNarrow, Supplier<K> smallWide, Supplier<K> smallNarrow) {
        return Runtime.version().feature() >= 25
                ? of(largeWide, largeNarrow, smallWide, smallNarrow)
                : of(largeNarrow, largeNarrow, smallNarrow, smallNarrow);
    }

    /** Returns the kernel for the columns that are left: the wide one unless they fit the narrow one. */
    K forColumns(int left) {
        return left > narrow.width ? wide : narrow;
    }
}
