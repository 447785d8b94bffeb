package org.addernet.kernel.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.addernet.parallel.Workers;
import org.jspecify.annotations.Nullable;

/**
 * The {@link FilterGradientGemm} for few contiguous taps: vectors run over neighbouring positions of a row, on both sides.
 *
 * <p>Every lane has sums of its own; at last the lanes are added. A task copies a band of an image and of its output gradient
 * into planes, which stay in the cache.
 *
 * @param bands the output positions and what they read; a row of them fills a vector
 * @param gradient the output gradient, {@code [positions, filters]}
 * @param filters the number of filters
 */
record DirectFilterGradient(Bands bands, float[] gradient, int filters) {

    private static final int ROWS = DotProduct6x2.ROWS;
    private static final int SHIFTS = DotProduct6x2.SHIFTS;
    private static final int TILE = ROWS * SHIFTS * Lanes.COUNT;

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

    /** Returns the pass of a convolution whose output gradient is given. */
    static DirectFilterGradient of(PaddedImages source, ForwardPlan plan, float[] gradient, int filters) {
        Grid grid = plan.grid();
        int planes = (filters + ROWS - 1) / ROWS * ROWS;
        Bands bands = Bands.of(source, grid, plan.offsets(), planes * vectorsPerRow(grid) * Lanes.COUNT);
        return new DirectFilterGradient(bands, gradient, filters);
    }

    /**
     * Writes {@code scale (sum - filter[k * filters + t] columnSums[t])} to {@code target[k * filters + t]}.
     *
     * @param filter the filter
     * @param columnSums for each filter, or null to write the sum itself
     * @param scale multiplies the difference
     * @param target the filter's gradient
     * @param workers run the tasks
     */
    void run(float[] filter, float @Nullable [] columnSums, float scale, float[] target, Workers workers) {
        int size = (bands.taps() + SHIFTS - 1) / SHIFTS * filterBlocks() * TILE;
        int count = bands.count();
        int slices = Math.max(1, Math.min(Math.min(Tuning.FILTER_GRADIENT_TASKS, count), Tuning.PARTIAL_SUMS / size));
        float[] partial = workers.scratch().borrow(slices * size);
        workers.run(slices, slice -> {
            Arrays.fill(partial, slice * size, (slice + 1) * size, 0);
            Scratch scratch = Scratch.borrow(this, workers);
            int end = (int) ((slice + 1L) * count / slices);
            for (int band = (int) ((long) slice * count / slices); band < end; band++) {
                add(band, scratch, partial, slice * size);
            }
            scratch.release(workers);
        });
        workers.run(bands.taps(), tap -> {
            float[] lanes = workers.scratch().borrow(Lanes.COUNT);
            for (int t = 0; t < filters; t++) {
                int i = tap * filters + t;
                float sum = sum(partial, slices, size, at(tap, t), lanes);
                target[i] = columnSums == null ? sum : scale * (sum - filter[i] * columnSums[t]);
            }
            workers.scratch().release(lanes);
        });
        workers.scratch().release(partial);
    }

    /** Adds the terms of a band to the sums that begin at {@code sumsAt}. */
    private void add(int band, Scratch scratch, float[] partial, int sumsAt) {
        Grid grid = bands.grid();
        bands.copy(band, scratch.inputs);
        int vectors = 0;
        for (int row = bands.first(band); row < bands.end(band); row++) {
            for (int v = 0; v < vectorsPerRow(grid); v++) {
                // The last vector reaches back; the positions that it repeats count 0.
                int q = Math.min(v * Lanes.COUNT, grid.columns() - Lanes.COUNT);
                int position = (bands.image(band) * grid.rows() + row) * grid.columns() + q;
                scratch.starts[vectors] = bands.pixel(band, row) + q;
                copyGradient(position, v * Lanes.COUNT - q, vectors * Lanes.COUNT, scratch);
                vectors++;
            }
        }
        int taps = bands.taps();
        for (int t = 0; t < filters; t += ROWS) {
            for (int k = 0; k < taps; k += SHIFTS) {
                DotProduct6x2.add(
                        scratch.gradients,
                        t * scratch.gradientPlane,
                        scratch.gradientPlane,
                        scratch.inputs,
                        scratch.starts,
                        scratch.distances[k],
                        scratch.distances[Math.min(k + 1, taps - 1)],
                        vectors,
                        partial,
                        sumsAt + at(k, t));
            }
        }
    }

    /** Copies a vector of positions of every filter, the first {@code repeated} as zeros. */
    private void copyGradient(int position, int repeated, int at, Scratch scratch) {
        for (int t = 0; t < filters; t++) {
            int to = at + t * scratch.gradientPlane;
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
        FloatVector sums = FloatVector.broadcast(Lanes.FLOATS, 0f);
        for (int slice = 0; slice < slices; slice++) {
            sums = Lanes.TYPE.cast(sums).add(FloatVector.fromArray(Lanes.FLOATS, partial, slice * size + at));
        }
        Lanes.TYPE.cast(sums).intoArray(lanes, 0);
        // reduceLanes adds in an order of its own, which may change when the JIT compiles it.
        float sum = 0;
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            sum += lanes[lane];
        }
        return sum;
    }

    /** Returns the index of the lanes of a sum. */
    private int at(int tap, int filter) {
        int tile = tap / SHIFTS * filterBlocks() + filter / ROWS;
        return tile * TILE + (filter % ROWS * SHIFTS + tap % SHIFTS) * Lanes.COUNT;
    }

    private int filterBlocks() {
        return (filters + ROWS - 1) / ROWS;
    }

    private static int vectorsPerRow(Grid grid) {
        return (grid.columns() + Lanes.COUNT - 1) / Lanes.COUNT;
    }

    /**
     * What a task borrows.
     *
     * @param inputs what a band reads
     * @param gradients the output gradient of a band, vector by vector in a plane for each filter, and planes of zeros that
     *     make whole blocks of filters
     * @param gradientPlane the size of such a plane
     * @param starts for each vector, the pixel of its first position
     * @param distances see {@link Bands#distances}
     */
    private record Scratch(float[] inputs, float[] gradients, int gradientPlane, int[] starts, int[] distances) {

        static Scratch borrow(DirectFilterGradient direct, Workers workers) {
            Bands bands = direct.bands;
            int vectors = bands.height() * vectorsPerRow(bands.grid());
            int plane = vectors * Lanes.COUNT;
            int planes = direct.filterBlocks() * ROWS;
            Scratch scratch = new Scratch(
                    workers.scratch().borrow(bands.source().channels() * bands.plane()),
                    workers.scratch().borrow(planes * plane),
                    plane,
                    workers.scratch().borrowInts(vectors),
                    workers.scratch().borrowInts(bands.taps()));
            Arrays.fill(scratch.gradients, direct.filters * plane, planes * plane, 0);
            bands.distances(scratch.distances);
            return scratch;
        }

        void release(Workers workers) {
            workers.scratch().release(inputs);
            workers.scratch().release(gradients);
            workers.scratch().release(starts);
            workers.scratch().release(distances);
        }
    }
}
