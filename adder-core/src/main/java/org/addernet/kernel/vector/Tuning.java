package org.addernet.kernel.vector;

/**
 * The sizes of blocks and tasks, which only the measurement can tell: those of the caches, of what a task costs, and of the JIT.
 *
 * <p>Those that are also the blocks of a summation decide the last bits of the results; the others do not.
 */
final class Tuning {

    /** The rows of a panel that fit the first-level cache beside the inputs; the terms that are summed in one chain. */
    static final int SPAN_LENGTH = 192;

    /** The positions of a block, whose sums stay in the cache: many, since each block reads all panels. */
    static final int GEMM_POSITIONS = 192;

    /** Blocks are smaller where there are fewer of them than this, to share them out. */
    static final int GEMM_BLOCKS = 16;

    /** But not smaller than this. */
    static final int GEMM_LEAST_POSITIONS = 24;

    /** Enough tasks to share them out evenly, and few enough that what a task begins with costs nothing. */
    static final int GEMM_TASKS = 64;

    /** There are more tasks where the pixels of one, one a position, would not stay in the second-level cache. */
    static final int GEMM_INPUTS = 1 << 16;

    /** There are fewer where the last position of one reaches further than so many times its positions: all of that is copied. */
    static final int GEMM_REACH = 4;

    /** Problems of fewer terms do not repay that the JIT compiles a copy of the kernel for them. */
    static final long TILE_CHOICE_TERMS = 1 << 20;

    /** Tiles are fast enough if no more than one in so many cross the end of a row. */
    static final int TILE_CHOICE_CROSSING = 8;

    /** The values of a band: few enough to stay in the second-level cache. */
    static final int BAND_VALUES = 1 << 14;

    /** The fewest rows of a band: each band copies again what its taps share with the one before. */
    static final int BAND_LEAST_ROWS = 4;

    /** There should be so many bands if there are enough rows. */
    static final int BANDS = 16;

    /** The most tasks of a direct convolution. */
    static final int DIRECT_TASKS = 64;

    /** The positions of a block of the filter gradient, one chain of its sums: many, since each tile begins and ends it with them. */
    static final int FILTER_GRADIENT_POSITIONS = 192;

    /** There should be so many tasks of a filter gradient, each with sums of its own. */
    static final int FILTER_GRADIENT_TASKS = 16;

    /** There are fewer where the sums of all tasks would be more than this. */
    static final int PARTIAL_SUMS = 1 << 19;

    /** The results of which a task adds the sums of all tasks. */
    static final int FILTER_GRADIENT_VALUES = 1 << 13;

    /** The rows that a task of column sums adds, one chain of them. */
    static final int COLUMN_SUM_ROWS = 64 * Lanes.COUNT;

    /** The pixels whose channels are summed at a time. */
    static final int WINDOW_SUM_PIXELS = 16 * Lanes.COUNT;

    /** The values that a task looks at for their range and mean; a sixteenth of them is the sample. */
    static final int MAGNITUDE_VALUES = 1 << 15;

    /** The rows that a task packs into panels. */
    static final int PANEL_ROWS = 256;

    private Tuning() {}
}
