package org.addernet.kernel.vector;

/**
 * How the taps of a filter gradient are split for a {@link FilterGradientGemm}.
 *
 * <p>Channels that fill whole kernels are split into panels of a wide kernel's width; others make one panel. What a position sees
 * of a panel are spans of contiguous taps: the rows of the kernel or, in a part of the channels or with dilation, its taps. Spans
 * are split into units, which a micro-kernel does at once. Units are numbered panel by panel and span by span.
 *
 * @param tiles the micro-kernels
 * @param allChannels the channels of a pixel
 * @param offsets what a position sees
 * @param filters the number of filters
 */
record TapUnits(Tiles<OuterProductKernel> tiles, int allChannels, Offsets offsets, int filters) {

    private int[] columns() {
        return offsets.columns();
    }

    private boolean isCut() {
        return allChannels % tiles.wide().width == 0;
    }

    private boolean isJoined() {
        return !isCut() && columns()[columns().length - 1] == columns().length - 1;
    }

    private int panels() {
        return isCut() ? allChannels / tiles.wide().width : 1;
    }

    /** Returns the channels of a panel. */
    int channels() {
        return allChannels / panels();
    }

    private int spans() {
        return isJoined() ? offsets.rows().length : offsets.taps();
    }

    /** Returns the taps of a span. */
    private int length() {
        return isJoined() ? columns().length * channels() : channels();
    }

    private int perSpan() {
        return (length() + tiles.wide().width - 1) / tiles.wide().width;
    }

    /** Returns the number of units of a panel. */
    int perPanel() {
        return spans() * perSpan();
    }

    /** Returns the number of units. */
    int count() {
        return panels() * perPanel();
    }

    /** Returns the number of filters, filled up to whole tiles. */
    int rows() {
        int tile = tiles.wide().rows;
        return (filters + tile - 1) / tile * tile;
    }

    /** Returns the number of sums of all units. */
    int size() {
        return panels() * spans() * rows() * Panels.paddedColumns(length());
    }

    /** Returns the index of a unit's first sum; there are {@link #rows} times the width of its {@link #kernel}. */
    int start(int unit) {
        return unit / perSpan() * rows() * Panels.paddedColumns(length()) + rows() * lane(unit);
    }

    /** Returns the micro-kernel of a unit. */
    OuterProductKernel kernel(int unit) {
        return tiles.forColumns(length() - lane(unit));
    }

    /** Returns the number of a unit's taps. */
    int taps(int unit) {
        return Math.min(kernel(unit).width, length() - lane(unit));
    }

    /** Returns the first tap of a unit: the row of the filter {@code [kH·kW·cIn, cOut]}. */
    int tap(int unit) {
        return span(unit) * length() * panels() + unit / perPanel() * channels() + lane(unit);
    }

    /** Returns the distance of a unit's first input from a position's pixel, in a panel {@code [pixels, channels]}. */
    int shift(int unit) {
        int span = span(unit);
        int[] rows = offsets.rows();
        int pixels = isJoined() ? rows[span] : rows[span / columns().length] + columns()[span % columns().length];
        return pixels * channels() + lane(unit);
    }

    private int span(int unit) {
        return unit / perSpan() % spans();
    }

    /** Returns the first tap of a unit in its span. */
    private int lane(int unit) {
        return unit % perSpan() * tiles.wide().width;
    }
}
