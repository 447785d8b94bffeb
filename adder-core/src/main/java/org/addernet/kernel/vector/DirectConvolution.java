package org.addernet.kernel.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.addernet.parallel.Workers;
import org.jspecify.annotations.Nullable;

/**
 * The {@link ImplicitGemm} for few columns: vectors run over neighbouring positions of a row, and the matrix is broadcast.
 *
 * <p>With vectors over the columns, six filters would leave ten of sixteen lanes idle. A task copies a band of an image into
 * planes and sums its windows there, so that what it reads stays in the cache.
 *
 * @param tiles add the terms
 * @param bands the positions and what they read
 * @param skipsPadding whether a zero around the image adds nothing
 * @param panels the packed matrix, a panel of {@link DirectKernel#STEP} columns, at least as many as the tiles' rows make of
 *     those that exist; its rows are tap by tap, channel by channel
 * @param output what becomes of the sums
 */
record DirectConvolution(
        Tiles<DirectKernel> tiles, Bands bands, boolean skipsPadding, Panels panels, OutputStage output) {

    /** The last vector of a row may reach beyond it, and beyond the last plane. */
    private static final int SLACK = 2 * Lanes.COUNT;

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
    void run(ImplicitGemm.@Nullable Fixed fixed, float[] target, Workers workers) {
        int count = bands.count();
        workers.runRanges(count, (count + Tuning.DIRECT_TASKS - 1) / Tuning.DIRECT_TASKS, (from, to) -> {
            int channels = bands.source().channels();
            int plane = bands.plane();
            int tile = tiles.wide().rows * tiles.wide().width;
            float[] planes = workers.scratch().borrow(channels * plane + SLACK);
            float[] rowWindows = workers.scratch().borrow(plane + SLACK);
            float[] windows = workers.scratch().borrow(WindowSums.capacity(plane, bands.offsets()) + SLACK);
            float[] sums = workers.scratch().borrow(2 * tile);
            float[] fixedTile = workers.scratch().borrow(tile);
            int[] distances = workers.scratch().borrowInts(bands.taps());
            Arrays.fill(planes, channels * plane, channels * plane + SLACK, 0);
            bands.distances(distances);
            for (int band = from; band < to; band++) {
                bands.copy(band, planes);
                if (output.windowFactor() != 0) {
                    WindowSums.sumPlanes(planes, channels, plane, output.centre(), windows);
                    WindowSums.sumTaps(windows, bands.offsets(), plane, rowWindows);
                }
                for (int row = bands.first(band); row < bands.end(band); row++) {
                    row(band, row, fixed, target, planes, distances, windows, sums, fixedTile);
                }
            }
            workers.scratch().release(planes);
            workers.scratch().release(rowWindows);
            workers.scratch().release(windows);
            workers.scratch().release(sums);
            workers.scratch().release(fixedTile);
            workers.scratch().release(distances);
        });
    }

    /** The arrays after the target are the task's scratch. */
    private void row(
            int band,
            int row,
            ImplicitGemm.@Nullable Fixed fixed,
            float[] target,
            float[] planes,
            int[] distances,
            float[] windows,
            float[] sums,
            float[] fixedTile) {
        Grid grid = bands.grid();
        Grid.Strides to = grid.target();
        int start = to.start() + bands.image(band) * to.image() + row * to.row();
        int pixel = bands.pixel(band, row);
        int tapRows = bands.offsets().rows().length;
        int perTapRow = bands.taps() / tapRows;
        int first = 0;
        int end = tapRows;
        float[] multiplier = fixed == null ? null : fixedTile;
        while (first < end && skips(row, first)) {
            first++;
        }
        while (first < end && skips(row, end - 1)) {
            end--;
        }
        for (int q = 0; q < grid.columns(); ) {
            DirectKernel kernel = tiles.forColumns(grid.columns() - q);
            int count = Math.min(kernel.width, grid.columns() - q);
            int at = start + q * to.column();
            for (int column = 0; column < panels.columns(); column += kernel.rows) {
                int used = Math.min(kernel.rows, panels.columns() - column);
                for (int c = 0; fixed != null && c < used; c++) {
                    gather(fixed, at + column + c, to.column(), count, fixedTile, c * kernel.width);
                }
                sum(kernel, column, planes, distances, pixel + q, first * perTapRow, end * perTapRow, fixedTile, sums);
                for (int c = 0; c < used; c++) {
                    int sum = c * kernel.width;
                    output.apply(sums, sum, kernel.width, column + c, windows, pixel + q, multiplier);
                    scatter(sums, sum, count, target, at + column + c, to.column());
                }
            }
            q += count;
        }
    }

    /** Writes a tile's sums over some of the inputs of a position; {@code sums} has room for another tile. */
    private void sum(
            DirectKernel kernel,
            int column,
            float[] planes,
            int[] distances,
            int pixel,
            int from,
            int to,
            float[] fixedTile,
            float[] sums) {
        int size = kernel.rows * kernel.width;
        // No divisions: there may be few inputs.
        for (int start = from; start == from || start < to; start += Tuning.SPAN_LENGTH) {
            int length = Math.min(Tuning.SPAN_LENGTH, to - start);
            int row = start * DirectKernel.STEP + column;
            int at = start == from ? 0 : size;
            float centre = output.centre();
            kernel.sum(panels.floats(), row, planes, distances, start, pixel, length, centre, fixedTile, sums, at);
            for (int i = 0; start > from && i < size; i += Lanes.COUNT) {
                Lanes.TYPE
                        .cast(Lanes.TYPE
                                .cast(FloatVector.fromArray(Lanes.FLOATS, sums, i))
                                .add(FloatVector.fromArray(Lanes.FLOATS, sums, size + i)))
                        .intoArray(sums, i);
            }
        }
    }

    /** Returns whether a row of taps sees only zeros that add nothing; around a small image there are many. */
    private boolean skips(int row, int tapRow) {
        PaddedImages source = bands.source();
        return skipsPadding
                && source.isPadding(row * bands.step() + bands.offsets().rows()[tapRow] / source.width());
    }

    private static void gather(ImplicitGemm.Fixed fixed, int start, int step, int count, float[] to, int at) {
        for (int i = 0; i < count; i++) {
            to[at + i] = fixed.values()[start + i * step] + fixed.shift();
        }
    }

    private static void scatter(float[] sums, int at, int count, float[] target, int start, int step) {
        int to = start;
        for (int i = at; i < at + count; i++) {
            target[to] = sums[i];
            to += step;
        }
    }
}
