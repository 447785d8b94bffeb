package org.addernet.kernel.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.addernet.parallel.Workers;
import org.jspecify.annotations.Nullable;

/**
 * The driver of the filter gradient: one sum over all output positions for every tap k and filter t.
 *
 * <p>The vectors run over taps whose inputs are contiguous, the rows of a tile over filters. Positions are cut into blocks,
 * which are the blocks of the summation, and blocks into slices, whose partial sums are added in their order. All cuts
 * follow from the problem's size.
 *
 * @param tiles add the terms
 * @param grid the output positions; a position's source is the pixel of its first tap
 * @param runs the distances in the source from tap 0 to the beginnings of runs of contiguous taps
 * @param length the taps of a run
 * @param source the padded input, with {@link #SLACK} more values
 * @param channels the channels of its pixels
 * @param gradient the output gradient, {@code [positions, stride]}
 * @param stride the filters of a row of the gradient, at least the rows of a tile
 * @param filters those of them that exist
 */
record OuterSweep(
        Tiles<OuterKernel> tiles,
        Grid grid,
        int[] runs,
        int length,
        float[] source,
        int channels,
        float[] gradient,
        int stride,
        int filters) {

    /** How far vectors may reach beyond the last tap. */
    static final int SLACK = 2 * Lanes.COUNT;

    private static final int MOST_POSITIONS = 128;
    private static final int LEAST_POSITIONS = 32;
    private static final int GRADIENTS_PER_BLOCK = 1 << 13;
    private static final int TASKS_WANTED = 16;
    private static final int MOST_PARTIAL_SUMS = 1 << 19;
    private static final int VALUES_PER_TASK = 1 << 13;

    /**
     * Writes {@code scale (sum - filter[k * filters + t] columnSums[t])} to {@code target[k * filters + t]}.
     *
     * @param columnSums for each filter, or null to write the sum itself
     */
    void run(
            boolean fixed,
            float[] filter,
            float @Nullable [] columnSums,
            float scale,
            float[] target,
            Workers workers) {
        int size = runs.length * runSize();
        int positions = Math.max(LEAST_POSITIONS, Math.min(MOST_POSITIONS, GRADIENTS_PER_BLOCK / stride));
        int blocks = (grid.size() + positions - 1) / positions;
        int slices = Math.max(1, Math.min(Math.min(TASKS_WANTED, blocks), MOST_PARTIAL_SUMS / size));
        int units = runs.length * unitsPerRun();
        int groups = Math.min(units, (TASKS_WANTED + slices - 1) / slices);
        float[] partial = workers.scratch().borrow(slices * size);
        float[] fixedTiles = workers.scratch().borrow(size);
        if (fixed) {
            Arrays.fill(fixedTiles, 0, size, 0);
            workers.run(units, unit -> gather(unit, filter, fixedTiles));
        }
        workers.run(slices * groups, task -> {
            int slice = task / groups;
            int group = task % groups;
            int first = (int) ((long) slice * blocks / slices) * positions;
            int end = Math.min(grid.size(), (int) ((slice + 1L) * blocks / slices) * positions);
            int firstUnit = group * units / groups;
            int endUnit = (group + 1) * units / groups;
            for (int unit = firstUnit; unit < endUnit; unit++) {
                int from = slice * size + unitStart(unit);
                Arrays.fill(partial, from, from + rowBlocks() * tiles.wide().rows * unitWidth(unit), 0);
            }
            int[] starts = workers.scratch().borrowInts(positions);
            for (int p = first; p < end; p += positions) {
                int count = Math.min(positions, end - p);
                grid.indices(grid.source(), p, count, count, starts);
                for (int i = 0; i < count; i++) {
                    starts[i] *= channels;
                }
                for (int unit = firstUnit; unit < endUnit; unit++) {
                    add(unit, p, starts, count, fixedTiles, partial, slice * size);
                }
            }
            workers.scratch().release(starts);
        });
        workers.runRanges(size, VALUES_PER_TASK, (from, to) -> addSlices(partial, slices, size, from, to));
        workers.run(units, unit -> scatter(unit, partial, filter, columnSums, scale, target));
        workers.scratch().release(fixedTiles);
        workers.scratch().release(partial);
    }

    /** Adds the terms of a block of positions to the sums of a unit: up to two vectors of taps of a run. */
    private void add(int unit, int position, int[] starts, int count, float[] fixedTiles, float[] partial, int slice) {
        OuterKernel kernel = kernel(unit);
        int tile = kernel.rows * kernel.width;
        int shift = runs[unit / unitsPerRun()] + lane(unit);
        for (int block = 0; block < rowBlocks(); block++) {
            int at = slice + unitStart(unit) + block * tile;
            kernel.add(
                    gradient,
                    position * stride + firstFilter(block),
                    stride,
                    source,
                    starts,
                    0,
                    shift,
                    count,
                    fixedTiles,
                    at - slice,
                    partial,
                    at);
        }
    }

    private static void addSlices(float[] partial, int slices, int size, int from, int to) {
        FloatVector one = FloatVector.broadcast(Lanes.FLOATS, 1f);
        for (int slice = 1; slice < slices; slice++) {
            // Sizes are whole vectors.
            for (int i = from; i < to; i += Lanes.COUNT) {
                Lanes.TYPE
                        .cast(one.fma(
                                FloatVector.fromArray(Lanes.FLOATS, partial, i),
                                FloatVector.fromArray(Lanes.FLOATS, partial, slice * size + i)))
                        .intoArray(partial, i);
            }
        }
    }

    private void gather(int unit, float[] filter, float[] fixedTiles) {
        int width = unitWidth(unit);
        for (int block = 0; block < rowBlocks(); block++) {
            for (int t = firstFilter(block); t < Math.min(filters, firstFilter(block) + tiles.wide().rows); t++) {
                int at = sum(unit, block, t);
                for (int l = 0; l < Math.min(width, length - lane(unit)); l++) {
                    fixedTiles[at + l] = filter[(tap(unit) + l) * filters + t];
                }
            }
        }
    }

    private void scatter(
            int unit, float[] sums, float[] filter, float @Nullable [] columnSums, float scale, float[] target) {
        int width = unitWidth(unit);
        int used = Math.min(width, length - lane(unit));
        // By taps, so that writing is in order; a unit's sums stay in the first-level cache.
        for (int l = 0; l < used; l++) {
            int row = (tap(unit) + l) * filters;
            for (int block = 0; block < rowBlocks(); block++) {
                int first = firstFilter(block);
                int end = Math.min(filters, first + tiles.wide().rows);
                int at = sum(unit, block, first) + l;
                for (int t = first; t < end; t++) {
                    float sum = sums[at + (t - first) * width];
                    target[row + t] = columnSums == null ? sum : scale * (sum - filter[row + t] * columnSums[t]);
                }
            }
        }
    }

    /** Returns the index of a filter's sum over the first tap of a unit. */
    private int sum(int unit, int block, int filter) {
        int width = unitWidth(unit);
        return unitStart(unit) + (block * tiles.wide().rows + filter - firstFilter(block)) * width;
    }

    private int rowBlocks() {
        return (filters + tiles.wide().rows - 1) / tiles.wide().rows;
    }

    /** The last block reaches back to be full; its sums are the same bits in both. */
    private int firstFilter(int block) {
        return Math.min(block * tiles.wide().rows, stride - tiles.wide().rows);
    }

    private int runSize() {
        return rowBlocks() * tiles.wide().rows * Panels.paddedColumns(length);
    }

    private int unitsPerRun() {
        return (length + tiles.wide().width - 1) / tiles.wide().width;
    }

    private int lane(int unit) {
        return unit % unitsPerRun() * tiles.wide().width;
    }

    private int tap(int unit) {
        return unit / unitsPerRun() * length + lane(unit);
    }

    private int unitWidth(int unit) {
        return kernel(unit).width;
    }

    private OuterKernel kernel(int unit) {
        return tiles.forColumns(length - lane(unit));
    }

    private int unitStart(int unit) {
        return unit / unitsPerRun() * runSize() + rowBlocks() * tiles.wide().rows * lane(unit);
    }
}
