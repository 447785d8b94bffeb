package org.addernet.kernel.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.addernet.parallel.Workers;
import org.jspecify.annotations.Nullable;

/**
 * The {@link OuterSweep} for few contiguous taps: vectors run over neighbouring positions of a row, on both sides.
 *
 * <p>Every lane is a sum of its own over every sixteenth position or so; at last the lanes are added. A task copies a band of
 * an image and of its output gradient into planes, which stay in the cache.
 *
 * @param grid the output positions; neighbours of a row read neighbouring pixels, and a row fills a vector
 * @param rows the distances in pixels of the rows of taps, ascending
 * @param columns the distances in pixels of the taps of a row
 * @param source the input
 * @param gradient the output gradient, {@code [positions, filters]}
 * @param filters the filters
 */
record DotSweep(Grid grid, int[] rows, int[] columns, Planes source, float[] gradient, int filters) {

    private static final int SLICES = 16;
    private static final int TILE = DotProduct6x2.ROWS * DotProduct6x2.SHIFTS * Lanes.COUNT;

    /**
     * Returns whether vectors over taps would leave many lanes idle, and vectors over positions would not.
     *
     * @param grid the output positions; neighbours of a row must read neighbouring pixels
     * @param taps the contiguous taps
     */
    static boolean pays(Grid grid, int taps) {
        // A grid of one row is a matrix product, and leaves nothing to cut.
        return grid.images() * grid.rows() > 1 && grid.columns() >= Lanes.COUNT && 2 * taps <= Lanes.COUNT;
    }

    /**
     * Writes {@code scale (sum - filter[k * filters + t] columnSums[t])} to {@code target[k * filters + t]}.
     *
     * @param columnSums for each filter, or null to write the sum itself
     */
    void run(float[] filter, float @Nullable [] columnSums, float scale, float[] target, Workers workers) {
        int taps = taps();
        int size = tapBlocks() * filterBlocks() * TILE;
        int valuesPerRow = source.channels() * source.width() + planes() * vectorsPerRow() * Lanes.COUNT;
        int band = Planes.band(grid, valuesPerRow);
        int bands = (grid.rows() + band - 1) / band;
        int units = grid.images() * bands;
        int slices = Math.min(SLICES, units);
        float[] partial = workers.scratch().borrow(slices * size);
        workers.run(slices, slice -> {
            Arrays.fill(partial, slice * size, (slice + 1) * size, 0);
            Scratch scratch = Scratch.borrow(this, band, workers);
            for (int unit = slice * units / slices; unit < (slice + 1) * units / slices; unit++) {
                int first = unit % bands * band;
                add(unit / bands, first, Math.min(band, grid.rows() - first), scratch, partial, slice * size);
            }
            scratch.release(workers);
        });
        float[] lanes = workers.scratch().borrow(Lanes.COUNT);
        for (int k = 0; k < taps; k++) {
            for (int t = 0; t < filters; t++) {
                int i = k * filters + t;
                float sum = sum(partial, slices, size, at(k, t), lanes);
                target[i] = columnSums == null ? sum : scale * (sum - filter[i] * columnSums[t]);
            }
        }
        workers.scratch().release(lanes);
        workers.scratch().release(partial);
    }

    private void add(int image, int first, int count, Scratch scratch, float[] partial, int slice) {
        int step = source.step(grid);
        source.copy(image, first * step, scratch.lines, scratch.planes);
        int vectors = count * vectorsPerRow();
        for (int row = 0; row < count; row++) {
            for (int v = 0; v < vectorsPerRow(); v++) {
                int vector = row * vectorsPerRow() + v;
                // The last vector reaches back; the positions that it repeats count 0.
                int q = Math.min(v * Lanes.COUNT, grid.columns() - Lanes.COUNT);
                scratch.starts[vector] = row * step * source.width() + q;
                int position = (image * grid.rows() + first + row) * grid.columns() + q;
                copyGradient(position, v * Lanes.COUNT - q, vector * Lanes.COUNT, scratch);
            }
        }
        for (int t = 0; t < filters; t += DotProduct6x2.ROWS) {
            for (int k = 0; k < taps(); k += DotProduct6x2.SHIFTS) {
                int next = Math.min(k + 1, taps() - 1);
                DotProduct6x2.add(
                        scratch.gradients,
                        t * scratch.plane,
                        scratch.plane,
                        scratch.planes,
                        scratch.starts,
                        shift(k, scratch.lines),
                        shift(next, scratch.lines),
                        vectors,
                        partial,
                        slice + at(k, t));
            }
        }
    }

    /** Copies a vector of positions of every filter, the first {@code repeated} as zeros. */
    private void copyGradient(int position, int repeated, int at, Scratch scratch) {
        for (int t = 0; t < filters; t++) {
            int to = at + t * scratch.plane;
            copy(position * filters + t, scratch.gradients, to);
            for (int lane = 0; lane < repeated; lane++) {
                scratch.gradients[to + lane] = 0;
            }
        }
    }

    private void copy(int from, float[] to, int at) {
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            to[at + lane] = gradient[from + lane * filters];
        }
    }

    private static float sum(float[] partial, int slices, int size, int at, float[] lanes) {
        FloatVector one = FloatVector.broadcast(Lanes.FLOATS, 1f);
        FloatVector sums = FloatVector.broadcast(Lanes.FLOATS, 0f);
        for (int slice = 0; slice < slices; slice++) {
            sums = one.fma(FloatVector.fromArray(Lanes.FLOATS, partial, slice * size + at), sums);
        }
        Lanes.TYPE.cast(sums).intoArray(lanes, 0);
        // reduceLanes adds in an order of its own, which may change when the JIT compiles it.
        float sum = 0;
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            sum += lanes[lane];
        }
        return sum;
    }

    private int taps() {
        return rows.length * columns.length * source.channels();
    }

    /** Returns the distance from a position's first pixel to the input of a tap: tap by tap, channel by channel. */
    private int shift(int tap, int lines) {
        int channel = tap % source.channels();
        int column = tap / source.channels() % columns.length;
        int row = tap / source.channels() / columns.length;
        return channel * lines * source.width() + rows[row] + columns[column];
    }

    /** Returns the index of the lanes of a sum. */
    private int at(int tap, int filter) {
        int tile = tap / DotProduct6x2.SHIFTS * filterBlocks() + filter / DotProduct6x2.ROWS;
        int row = filter % DotProduct6x2.ROWS;
        return tile * TILE + (row * DotProduct6x2.SHIFTS + tap % DotProduct6x2.SHIFTS) * Lanes.COUNT;
    }

    private int tapBlocks() {
        return (taps() + DotProduct6x2.SHIFTS - 1) / DotProduct6x2.SHIFTS;
    }

    private int filterBlocks() {
        return (filters + DotProduct6x2.ROWS - 1) / DotProduct6x2.ROWS;
    }

    /** Returns the planes of the output gradient: whole blocks of filters. */
    private int planes() {
        return filterBlocks() * DotProduct6x2.ROWS;
    }

    private int vectorsPerRow() {
        return (grid.columns() + Lanes.COUNT - 1) / Lanes.COUNT;
    }

    /**
     * What a task borrows.
     *
     * @param lines the rows of a band of the input
     * @param planes a band of the input
     * @param plane the size of a plane of the output gradient
     * @param gradients a band of the output gradient, vector by vector
     * @param starts for each vector, the pixel of its first position
     */
    private record Scratch(int lines, float[] planes, int plane, float[] gradients, int[] starts) {

        static Scratch borrow(DotSweep sweep, int band, Workers workers) {
            int lines = sweep.source.lines(sweep.grid, band, sweep.rows);
            int vectors = band * sweep.vectorsPerRow();
            int plane = vectors * Lanes.COUNT;
            Scratch scratch = new Scratch(
                    lines,
                    workers.scratch().borrow(sweep.source.channels() * lines * sweep.source.width()),
                    plane,
                    workers.scratch().borrow(sweep.planes() * plane),
                    workers.scratch().borrowInts(vectors));
            Arrays.fill(scratch.gradients, sweep.filters * plane, sweep.planes() * plane, 0);
            return scratch;
        }

        void release(Workers workers) {
            workers.scratch().release(planes);
            workers.scratch().release(gradients);
            workers.scratch().release(starts);
        }
    }
}
