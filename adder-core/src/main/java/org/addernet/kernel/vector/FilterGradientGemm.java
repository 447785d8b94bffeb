package org.addernet.kernel.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.addernet.parallel.Workers;
import org.jspecify.annotations.Nullable;

/**
 * The driver of the filter gradient: one sum over all output positions for every tap k and filter t.
 *
 * <p>The vectors run over taps whose inputs are contiguous, the rows of a tile over filters. Positions are split into blocks,
 * which are the blocks of the summation, and these are joined to slices, whose partial sums are added in their order. All parts
 * follow from the problem's size.
 *
 * <p>A block's operands are copied, the inputs a panel at a time, so that neighbouring positions are neighbours in memory. Where
 * they are they lie far apart, often by a power of two, and then share few sets of the first-level cache.
 *
 * @param units the taps
 * @param source the images
 * @param grid the output positions
 * @param gradient the output gradient, {@code [positions, filters]}
 */
record FilterGradientGemm(TapUnits units, PaddedImages source, Grid grid, float[] gradient) {

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
        int size = units.size();
        int blocks = (grid.size() + Tuning.FILTER_GRADIENT_POSITIONS - 1) / Tuning.FILTER_GRADIENT_POSITIONS;
        int slices = Math.max(1, Math.min(Math.min(Tuning.FILTER_GRADIENT_TASKS, blocks), Tuning.PARTIAL_SUMS / size));
        int groups = Math.min(units.count(), (Tuning.FILTER_GRADIENT_TASKS + slices - 1) / slices);
        float[] partial = workers.scratch().borrow(slices * size);
        float[] fixedTiles = workers.scratch().borrow(size);
        if (fixed) {
            Arrays.fill(fixedTiles, 0, size, 0);
            workers.run(units.count(), unit -> gather(unit, filter, fixedTiles));
        }
        workers.run(slices * groups, task -> {
            int slice = task / groups;
            int group = task % groups;
            int first = (int) ((long) slice * blocks / slices) * Tuning.FILTER_GRADIENT_POSITIONS;
            int end = Math.min(grid.size(), (int) ((slice + 1L) * blocks / slices) * Tuning.FILTER_GRADIENT_POSITIONS);
            int firstUnit = group * units.count() / groups;
            int endUnit = (group + 1) * units.count() / groups;
            for (int unit = firstUnit; unit < endUnit; unit++) {
                int from = slice * size + units.start(unit);
                Arrays.fill(partial, from, from + units.rows() * units.kernel(unit).width, 0);
            }
            int[] starts = workers.scratch().borrowInts(Tuning.FILTER_GRADIENT_POSITIONS);
            float[] gradients = workers.scratch().borrow(gradients(units.filters() + OuterProductKernel.STEP - 1));
            for (int p = first; p < end; p += Tuning.FILTER_GRADIENT_POSITIONS) {
                int count = Math.min(Tuning.FILTER_GRADIENT_POSITIONS, end - p);
                grid.indices(grid.source(), p, count, count, starts);
                copyGradient(p, count, gradients);
                block(starts, count, gradients, firstUnit, endUnit, fixedTiles, partial, slice * size, workers);
            }
            workers.scratch().release(gradients);
            workers.scratch().release(starts);
        });
        workers.runRanges(
                size, Tuning.FILTER_GRADIENT_VALUES, (from, to) -> addSlices(partial, slices, size, from, to));
        workers.run(units.count(), unit -> scatter(unit, partial, filter, columnSums, scale, target));
        workers.scratch().release(fixedTiles);
        workers.scratch().release(partial);
    }

    /** Writes the gradients of {@code count} positions as {@code [filters / STEP, positions, STEP]}, filled up with zeros. */
    private void copyGradient(int position, int count, float[] gradients) {
        int filters = units.filters();
        for (int first = 0; first < filters; first += OuterProductKernel.STEP) {
            int to = gradients(first);
            int used = Math.min(OuterProductKernel.STEP, filters - first);
            if (used < OuterProductKernel.STEP) {
                Arrays.fill(gradients, to, to + count * OuterProductKernel.STEP, 0);
            }
            int start = position * filters + first;
            Shift.copyRows(gradient, start, filters, count, used, 0, gradients, to, OuterProductKernel.STEP);
        }
    }

    /** Returns the index of a filter's gradient at the first position of a block. */
    private static int gradients(int filter) {
        return filter / OuterProductKernel.STEP * Tuning.FILTER_GRADIENT_POSITIONS * OuterProductKernel.STEP
                + filter % OuterProductKernel.STEP;
    }

    /**
     * Adds the terms of a block of positions to the sums of some units.
     *
     * @param starts the pixels where the positions begin; spoiled
     */
    private void block(
            int[] starts,
            int count,
            float[] gradients,
            int firstUnit,
            int endUnit,
            float[] fixedTiles,
            float[] partial,
            int slice,
            Workers workers) {
        int firstPixel = starts[0];
        int endPixel = starts[count - 1] + units.offsets().reach();
        int channels = units.channels();
        for (int p = 0; p < count; p++) {
            starts[p] = (starts[p] - firstPixel) * channels;
        }
        // The last vector may reach beyond the last tap.
        float[] inputs = workers.scratch()
                .borrow((endPixel - firstPixel) * channels + units.tiles().wide().width);
        int perPanel = units.perPanel();
        for (int unit = firstUnit; unit < endUnit; ) {
            int panel = unit / perPanel;
            source.copy(firstPixel, endPixel, panel * channels, channels, inputs);
            for (int end = Math.min(endUnit, (panel + 1) * perPanel); unit < end; unit++) {
                add(unit, inputs, starts, count, gradients, fixedTiles, partial, slice);
            }
        }
        workers.scratch().release(inputs);
    }

    /** Adds the terms of a block of positions to the sums of a unit: up to two vectors of taps of a span. */
    private void add(
            int unit,
            float[] inputs,
            int[] starts,
            int count,
            float[] gradients,
            float[] fixedTiles,
            float[] partial,
            int slice) {
        OuterProductKernel kernel = units.kernel(unit);
        int shift = units.shift(unit);
        int at = units.start(unit);
        int rows = units.rows();
        for (int t = 0; t < rows; t += kernel.rows) {
            kernel.add(gradients, gradients(t), inputs, starts, shift, count, fixedTiles, at, partial, slice + at);
            at += kernel.rows * kernel.width;
        }
    }

    private static void addSlices(float[] partial, int slices, int size, int from, int to) {
        for (int slice = 1; slice < slices; slice++) {
            // Sizes are whole vectors.
            for (int i = from; i < to; i += Lanes.COUNT) {
                Lanes.TYPE
                        .cast(Lanes.TYPE
                                .cast(FloatVector.fromArray(Lanes.FLOATS, partial, i))
                                .add(FloatVector.fromArray(Lanes.FLOATS, partial, slice * size + i)))
                        .intoArray(partial, i);
            }
        }
    }

    private void gather(int unit, float[] filter, float[] fixedTiles) {
        int filters = units.filters();
        int start = units.start(unit);
        int width = units.kernel(unit).width;
        int tap = units.tap(unit);
        int taps = units.taps(unit);
        for (int k = 0; k < taps; k++) {
            for (int t = 0; t < filters; t++) {
                fixedTiles[start + t * width + k] = filter[(tap + k) * filters + t];
            }
        }
    }

    private void scatter(
            int unit, float[] sums, float[] filter, float @Nullable [] columnSums, float scale, float[] target) {
        int filters = units.filters();
        int start = units.start(unit);
        int width = units.kernel(unit).width;
        int tap = units.tap(unit);
        int taps = units.taps(unit);
        // By taps, so that writing is in order; a unit's sums stay in the first-level cache.
        for (int k = 0; k < taps; k++) {
            int row = (tap + k) * filters;
            for (int t = 0; t < filters; t++) {
                float sum = sums[start + t * width + k];
                target[row + t] = columnSums == null ? sum : scale * (sum - filter[row + t] * columnSums[t]);
            }
        }
    }
}
