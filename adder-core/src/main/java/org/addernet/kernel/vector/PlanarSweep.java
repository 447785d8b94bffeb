package org.addernet.kernel.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.addernet.parallel.Workers;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Sweep} for few columns: vectors run over neighbouring positions of a row, and the matrix is broadcast.
 *
 * <p>With vectors over the columns, six filters would leave ten of sixteen lanes idle. A task copies a band of an image into
 * planes and sums its windows there, so all that it reads stays in the cache.
 *
 * @param tiles add the terms
 * @param grid the positions; neighbours of a row read neighbouring pixels
 * @param rows the distances in pixels of the rows of taps, ascending
 * @param columns the distances in pixels of the taps of a row
 * @param source the images that the positions read
 * @param panels the packed matrix of one panel; its rows are tap by tap, channel by channel
 * @param finish what becomes of the sums
 */
record PlanarSweep(
        Tiles<PlanarKernel> tiles, Grid grid, int[] rows, int[] columns, Planes source, Panels panels, Finish finish) {

    private static final int MOST_TASKS = 64;

    /**
     * Returns whether most lanes would be idle over the columns, and most be used over the positions.
     *
     * @param positions the positions of a row; they must read neighbouring pixels
     */
    static boolean pays(int positions, int columns) {
        return 2 * columns <= Lanes.COUNT && 2 * positions > Lanes.COUNT;
    }

    /**
     * Writes what the sums of position p become to {@code target[grid.target(p) + column]}.
     *
     * @param fixed the fixed operand, if the term has one
     */
    void run(Sweep.@Nullable Fixed fixed, float[] target, Workers workers) {
        int step = source.step(grid);
        int band = Planes.band(grid, step * source.width() * source.channels());
        int lines = source.lines(grid, band, rows);
        int bands = (grid.rows() + band - 1) / band;
        int units = grid.images() * bands;
        workers.runRanges(units, (units + MOST_TASKS - 1) / MOST_TASKS, (from, to) -> {
            Scratch scratch = Scratch.borrow(this, lines, workers);
            for (int unit = from; unit < to; unit++) {
                int first = unit % bands * band;
                int image = unit / bands;
                source.copy(image, first * step, lines, scratch.planes);
                if (windowed()) {
                    sumWindows(lines, scratch);
                }
                for (int row = first; row < Math.min(grid.rows(), first + band); row++) {
                    row(image, row, (row - first) * step * source.width(), fixed, target, scratch);
                }
            }
            scratch.release(workers);
        });
    }

    private void sumWindows(int lines, Scratch scratch) {
        int plane = lines * source.width();
        WindowSums.sumShifted(scratch.planes, scratch.channels, source.channels(), scratch.pixels, 0, plane);
        WindowSums.sumShifted(scratch.pixels, columns, columns.length, scratch.rowWindows, 0, plane);
        WindowSums.sumShifted(scratch.rowWindows, rows, rows.length, scratch.windows, 0, plane - last(rows));
    }

    private static int last(int[] distances) {
        return distances[distances.length - 1];
    }

    private boolean windowed() {
        return finish.windowFactor() != 0;
    }

    /** Computes a row of positions whose first begins at the given pixel of the band. */
    private void row(int image, int row, int pixel, Sweep.@Nullable Fixed fixed, float[] target, Scratch scratch) {
        Grid.Strides to = grid.target();
        int first = to.start() + image * to.image() + row * to.row();
        int step = source.step(grid);
        int perTapRow = columns.length * source.channels();
        // A zero of the output gradient adds nothing, and there may be many around a small image.
        int firstTapRow = 0;
        int endTapRow = rows.length;
        if (fixed != null) {
            while (firstTapRow < endTapRow && isPadding(row * step + rows[firstTapRow] / source.width())) {
                firstTapRow++;
            }
            while (firstTapRow < endTapRow && isPadding(row * step + rows[endTapRow - 1] / source.width())) {
                endTapRow--;
            }
        }
        for (int q = 0; q < grid.columns(); ) {
            PlanarKernel kernel = tiles.forColumns(grid.columns() - q);
            int count = Math.min(kernel.width, grid.columns() - q);
            int start = first + q * to.column();
            for (int column = 0; column < panels.columns(); column += kernel.rows) {
                int used = Math.min(kernel.rows, panels.columns() - column);
                if (fixed != null) {
                    for (int c = 0; c < used; c++) {
                        gather(fixed, start + column + c, to.column(), count, scratch.fixed, c * kernel.width);
                    }
                }
                kernel.sum(
                        panels.floats(),
                        firstTapRow * perTapRow * PlanarKernel.STEP + column,
                        scratch.planes,
                        scratch.starts,
                        firstTapRow * perTapRow,
                        pixel + q,
                        (endTapRow - firstTapRow) * perTapRow,
                        scratch.fixed,
                        scratch.sums);
                for (int c = 0; c < used; c++) {
                    int at = c * kernel.width;
                    finish(column + c, at, kernel.width, pixel + q, fixed != null, scratch);
                    scatter(scratch.sums, at, count, target, start + column + c, to.column());
                }
            }
            q += count;
        }
    }

    /** Returns whether a row of the padded image is above or below the image. */
    private boolean isPadding(int row) {
        int h = row - source.before().height();
        return h < 0 || h >= source.image().height();
    }

    private static void gather(Sweep.Fixed fixed, int start, int step, int count, float[] to, int at) {
        for (int i = 0; i < count; i++) {
            to[at + i] = fixed.values()[start + i * step] + fixed.shift();
        }
    }

    /** Turns the sums of a column, whole vectors of them, into results. */
    private void finish(int column, int at, int count, int pixel, boolean fixed, Scratch scratch) {
        float[] sums = scratch.sums;
        FloatVector factor = FloatVector.broadcast(Lanes.FLOATS, finish.factor() * finish.scale()[column]);
        FloatVector offset = FloatVector.broadcast(Lanes.FLOATS, finish.offset()[column]);
        FloatVector window = FloatVector.broadcast(Lanes.FLOATS, -finish.windowFactor());
        for (int i = 0; i < count; i += Lanes.COUNT) {
            FloatVector sum = FloatVector.fromArray(Lanes.FLOATS, sums, at + i);
            if (windowed()) {
                FloatVector windows = FloatVector.fromArray(Lanes.FLOATS, scratch.windows, pixel + i);
                sum = fixed
                        ? window.mul(windows).fma(FloatVector.fromArray(Lanes.FLOATS, scratch.fixed, at + i), sum)
                        : window.fma(windows, sum);
            }
            Lanes.TYPE.cast(factor.fma(sum, offset)).intoArray(sums, at + i);
        }
        for (int i = at; finish.relu() && i < at + count; i++) {
            sums[i] = Math.max(0, sums[i]);
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
     * @param planes the band
     * @param pixels the sums over its channels
     * @param rowWindows the sums over the taps of a row too
     * @param windows the sums of the whole windows that begin at a pixel
     * @param sums those of a tile
     * @param fixed the fixed operand of a tile
     * @param channels for each channel, where its plane begins
     * @param starts for each tap and channel, the distance in the planes from a position's first pixel
     */
    private record Scratch(
            float[] planes,
            float[] pixels,
            float[] rowWindows,
            float[] windows,
            float[] sums,
            float[] fixed,
            int[] channels,
            int[] starts) {

        static Scratch borrow(PlanarSweep sweep, int lines, Workers workers) {
            int channels = sweep.source.channels();
            int plane = lines * sweep.source.width();
            // The last vector of a row may reach beyond it, and beyond the last plane.
            int slack = 2 * Lanes.COUNT;
            int tile = sweep.tiles.wide().rows * sweep.tiles.wide().width;
            Scratch scratch = new Scratch(
                    workers.scratch().borrow(channels * plane + slack),
                    workers.scratch().borrow(plane + last(sweep.columns) + slack),
                    workers.scratch().borrow(plane + slack),
                    workers.scratch().borrow(plane + slack),
                    workers.scratch().borrow(tile),
                    workers.scratch().borrow(tile),
                    workers.scratch().borrowInts(channels),
                    workers.scratch().borrowInts(sweep.rows.length * sweep.columns.length * channels));
            Arrays.fill(scratch.planes, channels * plane, channels * plane + slack, 0);
            for (int c = 0; c < channels; c++) {
                scratch.channels[c] = c * plane;
            }
            int k = 0;
            for (int row : sweep.rows) {
                for (int column : sweep.columns) {
                    for (int c = 0; c < channels; c++) {
                        scratch.starts[k++] = scratch.channels[c] + row + column;
                    }
                }
            }
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
            workers.scratch().release(starts);
        }
    }
}
