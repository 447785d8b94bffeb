package org.addernet.kernel.vector;

import java.util.Arrays;
import org.addernet.parallel.Workers;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Sweep} for few columns: vectors run over neighbouring positions of a row, and the matrix is broadcast.
 *
 * <p>With vectors over the columns, six filters would leave ten of sixteen lanes idle. A task copies a band of an image into
 * planes and sums its windows there, so that what it reads stays in the cache.
 *
 * @param tiles add the terms
 * @param bands the positions and what they read
 * @param skipsPadding whether a zero around the image adds nothing
 * @param panels the packed matrix, a panel of {@link PlanarKernel#STEP} columns, at least as many as the tiles' rows make of
 *     those that exist; its rows are tap by tap, channel by channel
 * @param finish what becomes of the sums
 */
record PlanarSweep(Tiles<PlanarKernel> tiles, Bands bands, boolean skipsPadding, Panels panels, Finish finish) {

    private static final int MOST_TASKS = 64;

    /**
     * Returns whether at least half of the lanes would be idle over the columns, and more than half be used over a row of
     * positions.
     *
     * @param rows the rows of positions of all images; a single one is a matrix product, and leaves nothing to cut
     * @param positions the positions of a row; they must read neighbouring pixels
     * @param columns the columns of the matrix
     */
    static boolean pays(int rows, int positions, int columns) {
        return rows > 1 && 2 * columns <= Lanes.COUNT && 2 * positions > Lanes.COUNT;
    }

    /**
     * Writes what the sums of position p become to {@code target[grid.target(p) + column]}.
     *
     * @param fixed the fixed operand, if the term has one
     * @param target the results
     * @param workers run the tasks
     */
    void run(Sweep.@Nullable Fixed fixed, float[] target, Workers workers) {
        int count = bands.count();
        workers.runRanges(count, (count + MOST_TASKS - 1) / MOST_TASKS, (from, to) -> {
            Scratch scratch = Scratch.borrow(this, workers);
            for (int band = from; band < to; band++) {
                bands.copy(band, scratch.planes);
                if (finish.windowFactor() != 0) {
                    sumWindows(scratch);
                }
                for (int row = bands.first(band); row < bands.end(band); row++) {
                    row(band, row, fixed, target, scratch);
                }
            }
            scratch.release(workers);
        });
    }

    private void sumWindows(Scratch scratch) {
        int plane = bands.plane();
        int[] rows = bands.tapRows();
        int[] columns = bands.tapColumns();
        int channels = bands.source().channels();
        WindowSums.sumShifted(scratch.planes, scratch.channels, channels, scratch.pixels, 0, plane);
        WindowSums.sumShifted(scratch.pixels, columns, columns.length, scratch.rowWindows, 0, plane);
        WindowSums.sumShifted(scratch.rowWindows, rows, rows.length, scratch.windows, 0, plane - last(rows));
    }

    private static int last(int[] distances) {
        return distances[distances.length - 1];
    }

    private void row(int band, int row, Sweep.@Nullable Fixed fixed, float[] target, Scratch scratch) {
        Grid grid = bands.grid();
        Grid.Strides to = grid.target();
        int start = to.start() + bands.image(band) * to.image() + row * to.row();
        int pixel = bands.pixel(band, row);
        int perTapRow = bands.taps() / bands.tapRows().length;
        int first = 0;
        int end = bands.tapRows().length;
        float[] multiplier = fixed == null ? null : scratch.fixed;
        while (first < end && skips(row, first)) {
            first++;
        }
        while (first < end && skips(row, end - 1)) {
            end--;
        }
        for (int q = 0; q < grid.columns(); ) {
            PlanarKernel kernel = tiles.forColumns(grid.columns() - q);
            int count = Math.min(kernel.width, grid.columns() - q);
            int at = start + q * to.column();
            for (int column = 0; column < panels.columns(); column += kernel.rows) {
                int used = Math.min(kernel.rows, panels.columns() - column);
                for (int c = 0; fixed != null && c < used; c++) {
                    gather(fixed, at + column + c, to.column(), count, scratch.fixed, c * kernel.width);
                }
                kernel.sum(
                        panels.floats(),
                        first * perTapRow * PlanarKernel.STEP + column,
                        scratch.planes,
                        scratch.distances,
                        first * perTapRow,
                        pixel + q,
                        (end - first) * perTapRow,
                        scratch.fixed,
                        scratch.sums);
                for (int c = 0; c < used; c++) {
                    int sums = c * kernel.width;
                    finish.apply(scratch.sums, sums, kernel.width, column + c, scratch.windows, pixel + q, multiplier);
                    scatter(scratch.sums, sums, count, target, at + column + c, to.column());
                }
            }
            q += count;
        }
    }

    /** Returns whether a row of taps sees only zeros that add nothing; around a small image there are many. */
    private boolean skips(int row, int tapRow) {
        Planes source = bands.source();
        return skipsPadding && source.isPadding(row * bands.step() + bands.tapRows()[tapRow] / source.width());
    }

    private static void gather(Sweep.Fixed fixed, int start, int step, int count, float[] to, int at) {
        for (int i = 0; i < count; i++) {
            to[at + i] = fixed.values()[start + i * step] + fixed.shift();
        }
    }

    private static void scatter(float[] sums, int at, int count, float[] target, int start, int step) {
        for (int i = 0; i < count; i++) {
            target[start + i * step] = sums[at + i];
        }
    }

    /**
     * What a task borrows.
     *
     * @param planes what a band reads
     * @param pixels the sums over its channels
     * @param rowWindows the sums over the taps of a row too
     * @param windows the sums of the whole windows that begin at a pixel
     * @param sums those of a tile
     * @param fixed the fixed operand of a tile
     * @param channels for each channel, where its plane begins
     * @param distances see {@link Bands#distances}
     */
    private record Scratch(
            float[] planes,
            float[] pixels,
            float[] rowWindows,
            float[] windows,
            float[] sums,
            float[] fixed,
            int[] channels,
            int[] distances) {

        static Scratch borrow(PlanarSweep sweep, Workers workers) {
            int channels = sweep.bands.source().channels();
            int plane = sweep.bands.plane();
            // The last vector of a row may reach beyond it, and beyond the last plane.
            int slack = 2 * Lanes.COUNT;
            int tile = sweep.tiles.wide().rows * sweep.tiles.wide().width;
            Scratch scratch = new Scratch(
                    workers.scratch().borrow(channels * plane + slack),
                    workers.scratch().borrow(plane + last(sweep.bands.tapColumns()) + slack),
                    workers.scratch().borrow(plane + slack),
                    workers.scratch().borrow(plane + slack),
                    workers.scratch().borrow(tile),
                    workers.scratch().borrow(tile),
                    workers.scratch().borrowInts(channels),
                    workers.scratch().borrowInts(sweep.bands.taps()));
            Arrays.fill(scratch.planes, channels * plane, channels * plane + slack, 0);
            for (int c = 0; c < channels; c++) {
                scratch.channels[c] = c * plane;
            }
            sweep.bands.distances(scratch.distances);
            return scratch;
        }

        void release(Workers workers) {
            workers.scratch().release(planes);
            workers.scratch().release(pixels);
            workers.scratch().release(rowWindows);
            workers.scratch().release(windows);
            workers.scratch().release(sums);
            workers.scratch().release(fixed);
            workers.scratch().release(channels);
            workers.scratch().release(distances);
        }
    }
}
