package org.addernet.kernel.vector;

import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.addernet.parallel.Workers;
import org.jspecify.annotations.Nullable;

/**
 * The driver of the forward pass and the input gradient: one sum of terms for every position and packed column.
 *
 * @param choice the tiles, which add the terms
 * @param grid the positions
 * @param runs the inputs of a position
 * @param source the array that the grid's source and the runs point into
 * @param panels the packed matrix; row r meets the input that a run assigns to it
 * @param windows the sums of all inputs of a position, or null if there are none or the finish needs none
 * @param finish what becomes of the sums
 */
record Sweep(
        SweepTiles.Choice choice,
        Grid grid,
        List<Run> runs,
        float[] source,
        Panels panels,
        @Nullable WindowSums windows,
        Finish finish) {

    private static final int TERMS_PER_BLOCK = 1 << 19;

    /** Enough to share them out evenly, and few enough that what a task begins with costs nothing. */
    private static final int MOST_TASKS = 64;

    /** The positions whose sums stay in the first-level cache, and those that repay the preparation of a block. */
    private static final int MOST_POSITIONS = 96;

    private static final int LEAST_POSITIONS = 24;

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
        int wanted = TERMS_PER_BLOCK / Math.max(1, panels.rows() * Panels.paddedColumns(panels.columns()));
        int positions = Math.max(LEAST_POSITIONS, Math.min(MOST_POSITIONS, wanted)) / tile * tile;
        int slots = grid.images() * grid.rows() * grid.slotsPerRow(choice.slots());
        int blocks = (slots + positions - 1) / positions;
        workers.runRanges(blocks, (blocks + MOST_TASKS - 1) / MOST_TASKS, (from, to) -> {
            int wide = 2 * Lanes.COUNT;
            float[] sums = workers.scratch().borrow(positions * wide);
            float[] fixedRows = workers.scratch().borrow(positions * wide);
            float[] windowSums = workers.scratch().borrow(positions);
            int[] starts = workers.scratch().borrowInts(positions);
            int[] targets = workers.scratch().borrowInts(positions);
            int[] rows = workers.scratch().borrowInts(positions);
            for (int block = from; block < to; block++) {
                int first = block * positions;
                int count = Math.min(positions, slots - first);
                block(first, count, fixed, target, sums, fixedRows, windowSums, starts, targets, rows);
            }
            workers.scratch().release(sums);
            workers.scratch().release(fixedRows);
            workers.scratch().release(windowSums);
            workers.scratch().release(starts);
            workers.scratch().release(targets);
            workers.scratch().release(rows);
        });
    }

    /** The arrays, but the target, are for each position of the block, or for each sum of a position. */
    private void block(
            int first,
            int count,
            @Nullable Fixed fixed,
            float[] target,
            float[] sums,
            float[] fixedRows,
            float[] windowSums,
            int[] starts,
            int[] targets,
            int[] rows) {
        int tile = choice.wide().rows;
        int padded = (count + tile - 1) / tile * tile;
        if (windows != null) {
            grid.indices(windows.strides(), choice.slots(), first, count, count, starts);
            for (int p = 0; p < count; p++) {
                windowSums[p] = finish.windowFactor() * windows.at(starts[p]);
            }
        } else {
            Arrays.fill(windowSums, 0, count, 0);
        }
        grid.indices(grid.source(), choice.slots(), first, count, padded, starts);
        grid.indices(grid.target(), choice.slots(), first, count, count, targets);
        for (int panel = 0; panel < panels.count(); panel++) {
            int column = panels.column(panel);
            int width = panels.width(panel);
            int used = Math.min(width, panels.columns() - column);
            if (fixed != null) {
                for (int p = 0; p < count; p++) {
                    copyRow(fixed.values, targets[p] + column, used, fixed.shift, fixedRows, p * width);
                }
            }
            Arrays.fill(sums, 0, padded * width, 0);
            SweepKernel kernel = choice.tiles().forColumns(width);
            for (int r = 0; r < runs.size(); r++) {
                Run run = runs.get(r);
                int b = panels.start(panel, run.row());
                for (int p = 0; p < count; p += tile) {
                    kernel.add(source, starts, p, run.source(), panels, b, run.length(), fixedRows, sums, p * width);
                }
            }
            for (int p = 0; p < count; p++) {
                rows[p] = p * width;
            }
            finish.write(
                    sums,
                    rows,
                    width,
                    windowSums,
                    fixed == null ? null : fixedRows,
                    column,
                    used,
                    targets,
                    count,
                    target);
        }
    }

    private static void copyRow(float[] from, int start, int count, float shift, float[] to, int at) {
        FloatVector shifts = FloatVector.broadcast(Lanes.FLOATS, shift);
        int v = 0;
        for (; v <= count - Lanes.COUNT; v += Lanes.COUNT) {
            Lanes.TYPE
                    .cast(shifts.add(FloatVector.fromArray(Lanes.FLOATS, from, start + v)))
                    .intoArray(to, at + v);
        }
        for (; v < count; v++) {
            to[at + v] = from[start + v] + shift;
        }
    }
}
