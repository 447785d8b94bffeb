package org.addernet.kernel.vector;

/**
 * How the taps of a filter gradient are cut for an {@link OuterSweep}.
 *
 * <p>Channels that fill whole kernels are cut into panels of a wide kernel's width; others make one panel. What a position sees
 * of a panel are runs of contiguous taps: the rows of the kernel or, in a part of the channels or with dilation, its taps. Runs
 * are cut into units, which a micro-kernel does at once. Units are numbered panel by panel and run by run.
 *
 * @param tiles the micro-kernels
 * @param allChannels the channels of a pixel
 * @param window what a position sees
 * @param filters the number of filters
 */
record TapUnits(Tiles<OuterKernel> tiles, int allChannels, Window window, int filters) {

    private int[] columns() {
        return window.columns();
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

    private int runs() {
        return isJoined() ? window.rows().length : window.taps();
    }

    /** Returns the taps of a run. */
    private int length() {
        return isJoined() ? columns().length * channels() : channels();
    }

    private int perRun() {
        return (length() + tiles.wide().width - 1) / tiles.wide().width;
    }

    /** Returns the number of units of a panel. */
    int perPanel() {
        return runs() * perRun();
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
        return panels() * runs() * rows() * Panels.paddedColumns(length());
    }

    /** Returns the index of a unit's first sum; there are {@link #rows} times the width of its {@link #kernel}. */
    int start(int unit) {
        return unit / perRun() * rows() * Panels.paddedColumns(length()) + rows() * lane(unit);
    }

    /** Returns the micro-kernel of a unit. */
    OuterKernel kernel(int unit) {
        return tiles.forColumns(length() - lane(unit));
    }

    /** Returns the number of a unit's taps. */
    int taps(int unit) {
        return Math.min(kernel(unit).width, length() - lane(unit));
    }

    /** Returns the first tap of a unit: the row of the filter {@code [kH·kW·cIn, cOut]}. */
    int tap(int unit) {
        return run(unit) * length() * panels() + unit / perPanel() * channels() + lane(unit);
    }

    /** Returns the distance of a unit's first input from a position's pixel, in a panel {@code [pixels, channels]}. */
    int shift(int unit) {
        int run = run(unit);
        int[] rows = window.rows();
        int pixels = isJoined() ? rows[run] : rows[run / columns().length] + columns()[run % columns().length];
        return pixels * channels() + lane(unit);
    }

    private int run(int unit) {
        return unit / perRun() % runs();
    }

    /** Returns the first tap of a unit in its run. */
    private int lane(int unit) {
        return unit % perRun() * tiles.wide().width;
    }
}
