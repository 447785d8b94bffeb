package org.addernet.kernel.vector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The tiles of a sweep's term.
 *
 * @param wide for more columns than a vector has; the first serves positions at any distance
 * @param single for no more columns than a vector has, where many positions must use each load of them
 */
record SweepTiles(List<Tiles<SweepKernel>> wide, List<Tiles<SweepKernel>> single) {

    /** Smaller problems do not repay that the JIT compiles a copy of the kernel for them. */
    private static final long LEAST_TERMS = 1 << 20;

    /** Of the slots of a row, at most one in five may repeat a position. */
    private static final double MOST_SLOTS = 1.25;

    /**
     * A choice of tiles.
     *
     * @param tiles the kernels, for a pitch if a tile stays within a row
     * @param slots the consecutive positions of a row that a tile takes, or 1 if a tile takes any positions
     */
    record Choice(Tiles<SweepKernel> tiles, int slots) {

        /** Returns the kernel of all panels but perhaps the last. */
        SweepKernel wide() {
            return tiles.wide();
        }
    }

    /**
     * Returns the tiles of a term's kernels, in the order of preference: one that is two vectors wide forms a pair with that of as many
     * rows and one vector. Those that are left over serve no more columns than a vector has; the pairs do if there are none.
     */
    static SweepTiles of(SweepKernel... kernels) {
        List<Tiles<SweepKernel>> wide = new ArrayList<>();
        List<Tiles<SweepKernel>> single = new ArrayList<>();
        for (SweepKernel kernel : kernels) {
            Optional<SweepKernel> partner = Arrays.stream(kernels)
                    .filter(other -> other != kernel && other.rows == kernel.rows)
                    .findFirst();
            if (partner.isEmpty()) {
                single.add(new Tiles<>(kernel, kernel));
            } else if (kernel.width > partner.get().width) {
                wide.add(new Tiles<>(kernel, partner.get()));
            }
        }
        return new SweepTiles(List.copyOf(wide), single.isEmpty() ? List.copyOf(wide) : List.copyOf(single));
    }

    /**
     * Returns the tiles that repeat the fewest positions when they stay within the rows of a grid.
     *
     * @param channels the channels of a pixel of the source
     * @param rows the rows of the packed matrix
     * @param columns its columns
     */
    Choice choose(Grid grid, int channels, int rows, int columns) {
        Tiles<SweepKernel> best = null;
        long fewest = (long) (MOST_SLOTS * grid.size()) + 1;
        for (Tiles<SweepKernel> tiles : columns > Lanes.COUNT ? wide : single) {
            int tile = tiles.wide().rows;
            long slots = (long) grid.images() * grid.rows() * grid.slotsPerRow(tile);
            if (tile <= grid.columns() && slots < fewest) {
                best = tiles;
                fewest = slots;
            }
        }
        int pitch = grid.source().column() * channels;
        if (best == null || fewest > Integer.MAX_VALUE || (long) grid.size() * rows * columns < LEAST_TERMS) {
            return new Choice(wide.get(0), 1);
        }
        return new Choice(
                new Tiles<>(Pitch.specialize(best.wide(), pitch), Pitch.specialize(best.narrow(), pitch)),
                best.wide().rows);
    }
}
