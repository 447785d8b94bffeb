package org.addernet.kernel.vector;

import java.util.Arrays;
import org.addernet.parallel.Workers;
import org.jspecify.annotations.Nullable;

/**
 * The driver of the filter gradient: one sum over all output positions for every tap k and filter t.
 *
 * <p>Positions are cut into segments of a row, which are the blocks of the summation, and segments into slices, whose
 * partial sums are added in their order. All cuts follow from the problem's size.
 *
 * @param kernel adds the terms
 * @param grid the output positions; a position's source is its input at tap 0
 * @param columnStep the distance in the source between neighbouring positions of a row
 * @param taps for every k, the distance in the source from a position's start
 * @param source the padded input
 * @param gradient the packed output gradient, a row for each position
 */
record FilterSweep(FilterKernel kernel, Grid grid, int columnStep, int[] taps, float[] source, Panels gradient) {

    private static final int SEGMENT = 128;
    private static final int SEGMENTS_PER_CHUNK = 8;
    private static final int TAPS_PER_TASK = 64;
    private static final int TASKS_WANTED = 16;

    /**
     * Writes the sum of tap k and filter t to {@code target[k * columns + t]}.
     *
     * @param fixed the filter {@code [K, cOut]}, if the term has it as its fixed operand
     */
    void run(float @Nullable [] fixed, float[] target, Workers workers) {
        int segmentsPerRow = (grid.columns() + SEGMENT - 1) / SEGMENT;
        int segments = grid.images() * grid.rows() * segmentsPerRow;
        int blocks = (taps.length + TAPS_PER_TASK - 1) / TAPS_PER_TASK;
        int slices = Math.min(segments, (TASKS_WANTED + blocks - 1) / blocks);
        int size = taps.length * gradient.columns();
        float[] partial = workers.scratch().borrow(slices * size);
        workers.run(slices * blocks, task -> {
            int slice = task / blocks;
            int firstTap = task % blocks * TAPS_PER_TASK;
            int lastTap = Math.min(taps.length, firstTap + TAPS_PER_TASK);
            int columns = gradient.columns();
            Arrays.fill(partial, slice * size + firstTap * columns, slice * size + lastTap * columns, 0);
            int end = (int) ((slice + 1L) * segments / slices);
            for (int s = (int) ((long) slice * segments / slices); s < end; s += SEGMENTS_PER_CHUNK) {
                // A chunk's source and gradient stay in the cache while all taps of the task pass over them.
                int chunkEnd = Math.min(end, s + SEGMENTS_PER_CHUNK);
                chunk(s, chunkEnd, segmentsPerRow, firstTap, lastTap, fixed, partial, slice * size, workers);
            }
        });
        int rowsPerTask = 64;
        workers.run((taps.length + rowsPerTask - 1) / rowsPerTask, task -> {
            int last = Math.min(taps.length, (task + 1) * rowsPerTask) * gradient.columns();
            for (int i = task * rowsPerTask * gradient.columns(); i < last; i++) {
                float sum = 0;
                for (int slice = 0; slice < slices; slice++) {
                    sum += partial[slice * size + i];
                }
                target[i] = sum;
            }
        });
        workers.scratch().release(partial);
    }

    private void chunk(
            int firstSegment,
            int lastSegment,
            int segmentsPerRow,
            int firstTap,
            int lastTap,
            float @Nullable [] fixed,
            float[] partial,
            int partialStart,
            Workers workers) {
        int width = gradient.width();
        float[] sums = workers.scratch().borrow(MicroKernel.ROWS * width);
        float[] fixedTile = workers.scratch().borrow(MicroKernel.ROWS * width);
        Arrays.fill(fixedTile, 0);
        for (int panel = 0; panel < gradient.count(); panel++) {
            int column = panel * width;
            int used = Math.min(width, gradient.columns() - column);
            for (int k = firstTap; k < lastTap; k += MicroKernel.ROWS) {
                int rows = Math.min(MicroKernel.ROWS, lastTap - k);
                if (fixed != null) {
                    for (int row = 0; row < rows; row++) {
                        System.arraycopy(fixed, (k + row) * gradient.columns() + column, fixedTile, row * width, used);
                    }
                }
                Arrays.fill(sums, 0);
                for (int segment = firstSegment; segment < lastSegment; segment++) {
                    int q = segment % segmentsPerRow * SEGMENT;
                    int position = segment / segmentsPerRow * grid.columns() + q;
                    int start = grid.source(position);
                    kernel.add(
                            source,
                            start + taps[k],
                            start + taps[Math.min(k + 1, lastTap - 1)],
                            start + taps[Math.min(k + 2, lastTap - 1)],
                            start + taps[Math.min(k + 3, lastTap - 1)],
                            columnStep,
                            gradient.data(),
                            gradient.start(panel, position),
                            Math.min(SEGMENT, grid.columns() - q),
                            fixedTile,
                            sums);
                }
                for (int row = 0; row < rows; row++) {
                    int to = partialStart + (k + row) * gradient.columns() + column;
                    for (int v = 0; v < used; v++) {
                        partial[to + v] += sums[row * width + v];
                    }
                }
            }
        }
        workers.scratch().release(sums);
        workers.scratch().release(fixedTile);
    }
}
