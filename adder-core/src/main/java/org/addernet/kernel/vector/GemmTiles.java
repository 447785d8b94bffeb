package org.addernet.kernel.vector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The tiles of a term in an {@link ImplicitGemm}.
 *
 * @param wide for more columns than a vector has
 * @param single for no more columns than a vector has, where many positions must use each load of them
 */
record GemmTiles(List<Tiles<GemmKernel>> wide, List<Tiles<GemmKernel>> single) {

    /**
     * The tiles for a problem; both have the same rows and widths.
     *
     * @param any for positions at any distances
     * @param row for positions at a constant distance, as neighbours of a row are; the same as the others if copies of the
     *     kernels do not pay
     * @param pitch that distance in the source
     */
    record Choice(Tiles<GemmKernel> any, Tiles<GemmKernel> row, int pitch) {

        /** Returns the kernel of all panels but perhaps the last. */
        GemmKernel wide() {
            return any.wide();
        }
    }

    /**
     * Returns the tiles of a term's kernels, in the order of preference: one that is two vectors wide forms a pair with that of as many
     * rows and one vector. Those that are left over serve no more columns than a vector has, before the narrow ones of the pairs.
     */
    static GemmTiles of(GemmKernel... kernels) {
        List<Tiles<GemmKernel>> wide = new ArrayList<>();
        List<Tiles<GemmKernel>> single = new ArrayList<>();
        for (GemmKernel kernel : kernels) {
            Optional<GemmKernel> partner = Arrays.stream(kernels)
                    .filter(other -> other != kernel && other.rows == kernel.rows)
                    .findFirst();
            if (partner.isEmpty()) {
                single.add(new Tiles<>(kernel, kernel));
            } else if (kernel.width > partner.get().width) {
                wide.add(new Tiles<>(kernel, partner.get()));
            }
        }
        for (Tiles<GemmKernel> pair : wide) {
            single.add(new Tiles<>(pair.narrow(), pair.narrow()));
        }
        return new GemmTiles(List.copyOf(wide), List.copyOf(single));
    }

    /**
     * Returns the first tiles that seldom cross the ends of a grid's rows, or those that do so least often.
     *
     * @param channels the channels of a pixel of the source
     * @param rows the rows of the packed matrix
     * @param columns its columns
     */
    Choice choose(Grid grid, int channels, int rows, int columns) {
        Tiles<GemmKernel> any = wide.get(0);
        int fewest = Integer.MAX_VALUE;
        for (Tiles<GemmKernel> tiles : columns > Lanes.COUNT ? wide : single) {
            int crossing = crossing(tiles.wide().rows, grid.columns());
            if (crossing < fewest) {
                any = tiles;
                fewest = crossing;
            }
            if (crossing <= grid.columns() / Tuning.TILE_CHOICE_CROSSING) {
                break;
            }
        }
        int pitch = grid.source().column() * channels;
        if (any.wide().rows > grid.columns() || (long) grid.size() * rows * columns < Tuning.TILE_CHOICE_TERMS) {
            return new Choice(any, any, pitch);
        }
        return new Choice(
                any, new Tiles<>(Pitch.specialize(any.wide(), pitch), Pitch.specialize(any.narrow(), pitch)), pitch);
    }

    /** Returns how many tiles of the first {@code tile} rows, which are {@code columns} tiles, cross the end of a row. */
    private static int crossing(int tile, int columns) {
        if (tile > columns) {
            return columns;
        }
        int crossing = 0;
        for (int row = 1; row < tile; row++) {
            crossing += (long) row * columns % tile == 0 ? 0 : 1;
        }
        return crossing;
    }
}
