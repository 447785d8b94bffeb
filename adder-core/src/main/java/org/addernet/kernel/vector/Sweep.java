package org.addernet.kernel.vector;

import java.util.Arrays;
import java.util.List;
import org.addernet.parallel.Workers;
import org.jspecify.annotations.Nullable;

/**
 * The driver of the forward pass and the input gradient: one sum of terms for every position and packed column.
 *
 * @param kernel adds the terms
 * @param grid the positions
 * @param runs the inputs of a position
 * @param source the array that the grid's source and the runs point into
 * @param panels the packed matrix; row r meets the input that a run assigns to it
 * @param scale multiplies the sums at the end
 */
record Sweep(SweepKernel kernel, Grid grid, List<Run> runs, float[] source, Panels panels, float scale) {

    private static final int TERMS_PER_TASK = 1 << 18;
    private static final int MOST_POSITIONS = 256;

    /**
     * Writes the scaled sums of position p to {@code target[grid.target(p) + column]}.
     *
     * @param fixed the operand of the same layout as the target that stays fixed for each sum, if the term has one
     */
    void run(float @Nullable [] fixed, float[] target, Workers workers) {
        // A task's size follows from the problem alone; see Workers.
        int termsPerPosition = Math.max(1, panels.rows() * panels.count() * panels.width());
        int wanted = Math.max(1, Math.min(MOST_POSITIONS, TERMS_PER_TASK / termsPerPosition));
        int positions = (wanted + MicroKernel.ROWS - 1) / MicroKernel.ROWS * MicroKernel.ROWS;
        workers.run((grid.size() + positions - 1) / positions, task -> {
            int first = task * positions;
            block(first, Math.min(grid.size(), first + positions), fixed, target, workers);
        });
    }

    private void block(int first, int end, float @Nullable [] fixed, float[] target, Workers workers) {
        int width = panels.width();
        float[] sums = workers.scratch().borrow(MicroKernel.ROWS * width);
        float[] fixedTile = workers.scratch().borrow(MicroKernel.ROWS * width);
        Arrays.fill(fixedTile, 0);
        for (int panel = 0; panel < panels.count(); panel++) {
            int column = panel * width;
            int used = Math.min(width, panels.columns() - column);
            for (int p = first; p < end; p += MicroKernel.ROWS) {
                // The last tile repeats its last position in the rows that are left over.
                int s0 = grid.source(p);
                int s1 = grid.source(Math.min(p + 1, end - 1));
                int s2 = grid.source(Math.min(p + 2, end - 1));
                int s3 = grid.source(Math.min(p + 3, end - 1));
                int rows = Math.min(MicroKernel.ROWS, end - p);
                if (fixed != null) {
                    for (int row = 0; row < rows; row++) {
                        System.arraycopy(fixed, grid.target(p + row) + column, fixedTile, row * width, used);
                    }
                }
                Arrays.fill(sums, 0);
                for (int r = 0; r < runs.size(); r++) {
                    Run run = runs.get(r);
                    kernel.add(
                            source,
                            s0 + run.source(),
                            s1 + run.source(),
                            s2 + run.source(),
                            s3 + run.source(),
                            panels.data(),
                            panels.start(panel, run.row()),
                            run.length(),
                            fixedTile,
                            sums);
                }
                for (int row = 0; row < rows; row++) {
                    int to = grid.target(p + row) + column;
                    for (int v = 0; v < used; v++) {
                        target[to + v] = scale * sums[row * width + v];
                    }
                }
            }
        }
        workers.scratch().release(sums);
        workers.scratch().release(fixedTile);
    }
}
