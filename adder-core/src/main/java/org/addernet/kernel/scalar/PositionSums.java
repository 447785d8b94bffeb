package org.addernet.kernel.scalar;

import java.util.List;
import org.addernet.parallel.Workers;
import org.jspecify.annotations.Nullable;

/**
 * The driver of the forward pass and the input gradient, which loops over positions: a sum over taps and source channels
 * for every position and target channel.
 *
 * @param term what is summed: v from the planes, c from the filter, x from the fixed operand
 * @param planes the sources
 * @param taps the taps that each position sees
 * @param channelStep the distance in the filter between source channels
 * @param rowStep the distance in the filter between target channels
 * @param target the pixels of the positions in the target
 * @param images the number of images
 * @param channels the number of target channels
 * @param scale multiplies the sums at the end
 */
record PositionSums(
        TermLoop term,
        Planes planes,
        List<Tap> taps,
        int channelStep,
        int rowStep,
        View target,
        int images,
        int channels,
        float scale) {

    private static final int POSITIONS = 256;
    private static final int ROWS = 64;

    /**
     * A tap of the kernel.
     *
     * @param filter the index of its first weight in the filter
     * @param source what the positions see through it
     */
    record Tap(int filter, View source) {}

    /**
     * Writes the sums to the result {@code [N,H,W,channels]}.
     *
     * @param fixed the operand x, of the same layout as the result, if the term has one
     */
    void run(float[] filter, float @Nullable [] fixed, float[] result, Workers workers) {
        int positions = images * target.grid().height() * target.grid().width();
        int blocks = (channels + ROWS - 1) / ROWS;
        workers.run((positions + POSITIONS - 1) / POSITIONS * blocks, task -> {
            int first = task / blocks * POSITIONS;
            int length = Math.min(POSITIONS, positions - first);
            int channel = task % blocks * ROWS;
            int rows = Math.min(ROWS, channels - channel);
            Tile tile = new Tile(rows, length, workers.scratch());
            if (fixed != null) {
                for (int i = 0; i < length; i++) {
                    int pixel = target.pixel(first + i) * channels + channel;
                    for (int r = 0; r < rows; r++) {
                        tile.fixed[r][i] = fixed[pixel + r];
                    }
                }
            }
            Tile.Sources sources = (s, elements) -> {
                Tap tap = taps.get(s / planes.channels());
                int source = s % planes.channels();
                tap.source.read(planes.data(), planes.start(source), first, length, elements);
                return tap.filter + source * channelStep + channel * rowStep;
            };
            tile.sum(term, taps.size() * planes.channels(), sources, filter, rowStep);
            for (int i = 0; i < length; i++) {
                int pixel = target.pixel(first + i) * channels + channel;
                for (int r = 0; r < rows; r++) {
                    result[pixel + r] = scale * tile.sums[r][i];
                }
            }
            tile.release();
        });
    }
}
