package org.addernet.kernel.vector;

import java.util.Arrays;
import org.addernet.parallel.Workers;
import org.jspecify.annotations.Nullable;

/**
 * The driver of the forward pass and the input gradient: one sum of terms for every position and packed column.
 *
 * <p>A task takes consecutive positions. Unless the images are read where they are, it copies the pixels that its positions
 * see, with the border, so that what it reads stays in the cache.
 *
 * @param choice the tiles, which add the terms
 * @param source the images
 * @param grid the positions
 * @param offsets what a position sees
 * @param panels the packed matrix; row r meets the input that a span assigns to it
 * @param output what becomes of the sums
 */
record ImplicitGemm(
        GemmTiles.Choice choice, PaddedImages source, Grid grid, Offsets offsets, Panels panels, OutputStage output) {

    /**
     * The operand of the same layout as the target that stays fixed for each sum.
     *
     * @param values the operand
     * @param shift is to be added to its values
     */
    record Fixed(float[] values, float shift) {}

    /**
     * Writes what the sums of position p become to {@code target[grid.target(p) + column]}.
     *
     * @param fixed the fixed operand, if the term has one
     */
    void run(@Nullable Fixed fixed, float[] target, Workers workers) {
        // Blocks and tasks follow from the problem alone; see Workers.
        int tile = choice.wide().rows;
        int size = grid.size();
        int block = Math.max(Tuning.GEMM_LEAST_POSITIONS, Math.min(Tuning.GEMM_POSITIONS, size / Tuning.GEMM_BLOCKS))
                / tile
                * tile;
        int blocks = (size + block - 1) / block;
        int least = Math.max(1, offsets.reach() / (Tuning.GEMM_REACH * block));
        int perTask = Math.max(
                least,
                Math.min(
                        Tuning.GEMM_INPUTS / source.channels() / block,
                        (blocks + Tuning.GEMM_TASKS - 1) / Tuning.GEMM_TASKS));
        workers.runRanges(blocks, perTask, (from, to) -> {
            int first = from * block;
            positions(first, Math.min(size, to * block) - first, block, fixed, target, workers);
        });
    }

    /** Does {@code count} positions from {@code first} on, {@code size} at a time. */
    private void positions(int first, int count, int size, @Nullable Fixed fixed, float[] target, Workers workers) {
        int tile = choice.wide().rows;
        int padded = (count + tile - 1) / tile * tile;
        int[] starts = workers.scratch().borrowInts(padded);
        int[] targets = workers.scratch().borrowInts(count);
        grid.indices(grid.source(), first, count, padded, starts);
        grid.indices(grid.target(), first, count, count, targets);

        int channels = source.channels();
        int firstPixel = starts[0];
        int pixels = starts[count - 1] - firstPixel + offsets.reach();
        float[] images = source.images();
        int at = firstPixel * channels;
        boolean copies = !offsets.isEmpty() && !source.isPlain();
        if (copies) {
            images = workers.scratch().borrow(pixels * channels);
            at = 0;
            source.copy(firstPixel, firstPixel + pixels, images);
        }
        for (int p = 0; p < padded; p++) {
            starts[p] -= firstPixel;
        }
        float[] windows = sumWindows(images, at, pixels, starts, count, workers);
        for (int p = 0; p < padded; p++) {
            starts[p] = starts[p] * channels + at;
        }

        int wide = 2 * Lanes.COUNT;
        float[] sums = workers.scratch().borrow(size * wide);
        float[] fixedRows = workers.scratch().borrow(size * wide);
        for (int p = 0; p < count; p += size) {
            block(p, Math.min(size, count - p), images, starts, windows, fixed, sums, fixedRows, targets, target);
        }
        workers.scratch().release(fixedRows);
        workers.scratch().release(sums);
        workers.scratch().release(windows);
        if (copies) {
            workers.scratch().release(images);
        }
        workers.scratch().release(targets);
        workers.scratch().release(starts);
    }

    /** Returns borrowed scratch with the sum of what each position sees, or zeros if these are not needed. */
    private float[] sumWindows(float[] images, int at, int pixels, int[] starts, int count, Workers workers) {
        float[] windows = workers.scratch().borrow(count);
        if (offsets.isEmpty() || output.windowFactor() == 0) {
            Arrays.fill(windows, 0, count, 0);
            return windows;
        }
        float[] sums = workers.scratch().borrow(WindowSums.capacity(pixels, offsets));
        float[] rowSums = workers.scratch().borrow(WindowSums.capacity(pixels, offsets));
        float[] block = workers.scratch().borrow(WindowSums.BLOCK);
        WindowSums.sumChannels(images, at, source.channels(), pixels, output.centre(), sums, block);
        WindowSums.sumTaps(sums, offsets, pixels, rowSums);
        for (int p = 0; p < count; p++) {
            windows[p] = sums[starts[p]];
        }
        workers.scratch().release(block);
        workers.scratch().release(rowSums);
        workers.scratch().release(sums);
        return windows;
    }

    /** Writes the fixed operand of a panel's columns, {@code width} values for each position. */
    private void copyFixed(
            Fixed fixed, int[] targets, int first, int count, int column, int used, float[] rows, int width) {
        int pitch = grid.target().column();
        for (int p = 0; p < count; ) {
            int from = p;
            do {
                p++;
            } while (p < count && targets[first + p] - targets[first + p - 1] == pitch);
            int start = targets[first + from] + column;
            Shift.copyRows(fixed.values, start, pitch, p - from, used, fixed.shift, rows, from * width, width);
        }
    }

    /** Does {@code count} positions from {@code first} on; {@code sums} and {@code fixedRows} are scratch. */
    private void block(
            int first,
            int count,
            float[] images,
            int[] starts,
            float[] windows,
            @Nullable Fixed fixed,
            float[] sums,
            float[] fixedRows,
            int[] targets,
            float[] target) {
        int tile = choice.wide().rows;
        int padded = (count + tile - 1) / tile * tile;
        for (int panel = 0; panel < panels.count(); panel++) {
            int column = panels.column(panel);
            int width = panels.width(panel);
            int used = Math.min(width, panels.columns() - column);
            if (fixed != null) {
                copyFixed(fixed, targets, first, count, column, used, fixedRows, width);
            }
            Arrays.fill(sums, 0, padded * width, 0);
            GemmKernel any = choice.any().forColumns(width);
            GemmKernel row = choice.row().forColumns(width);
            int rowSpan = (tile - 1) * choice.pitch();
            for (int r = 0; r < offsets.spans().size(); r++) {
                Span span = offsets.spans().get(r);
                int b = panels.start(panel, span.row());
                for (int p = 0; p < count; p += tile) {
                    // A row has at least as many positions as a tile, so this tells also of those between.
                    boolean inRow = starts[first + p + tile - 1] - starts[first + p] == rowSpan;
                    (inRow ? row : any)
                            .add(
                                    images,
                                    starts,
                                    first + p,
                                    span.source(),
                                    panels,
                                    b,
                                    span.length(),
                                    output.centre(),
                                    fixedRows,
                                    sums,
                                    p * width);
                }
            }
            float[] multiplier = fixed == null ? null : fixedRows;
            output.write(sums, width, windows, first, multiplier, count, column, used, targets, target);
        }
    }
}
