package org.addernet.kernel.scalar;

import java.util.Arrays;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.Size2d;
import org.addernet.parallel.Workers;

/**
 * The driver of the filter gradient, which loops over taps: a sum over output positions for every tap and filter.
 *
 * <p>Positions are cut into slices, whose sums are added in their order; all cuts follow from the problem's size.
 *
 * @param term what is summed: v the input, c the output gradient, x the filter weight
 * @param g the convolution
 * @param scale multiplies the sums at the end
 */
record FilterSums(TermLoop term, ConvGeometry g, float scale) {

    private static final int MOST_ROWS = 64;
    private static final int ELEMENTS_PER_TILE = 1 << 16;
    private static final int POSITIONS_PER_SLICE = 512;
    private static final int TASKS_WANTED = 16;

    /** Writes the filter gradient {@code [kH,kW,cIn,cOut]}. */
    void run(float[] x, float[] filter, float[] outputGradient, float[] result, Workers workers) {
        int cOut = g.outChannels();
        int taps = result.length / cOut;
        int positions = outputGradient.length / cOut;
        int most = Math.max(1, Math.min(MOST_ROWS, ELEMENTS_PER_TILE / taps));
        int blocks = (cOut + most - 1) / most;
        int slices = Math.min(
                (positions + POSITIONS_PER_SLICE - 1) / POSITIONS_PER_SLICE, (TASKS_WANTED + blocks - 1) / blocks);
        float[] partial = workers.scratch().borrow(slices * result.length);
        workers.run(slices * blocks, task -> {
            int slice = task / blocks;
            int first = (int) ((long) slice * positions / slices);
            int end = (int) ((slice + 1L) * positions / slices);
            int t = task % blocks * most;
            int rows = Math.min(most, cOut - t);
            Tile tile = new Tile(rows, taps, workers.scratch());
            for (int k = 0; k < taps; k++) {
                for (int r = 0; r < rows; r++) {
                    tile.fixed[r][k] = filter[k * cOut + t + r];
                }
            }
            Tile.Sources sources = (s, elements) -> {
                patch(x, first + s, elements);
                return (first + s) * cOut + t;
            };
            tile.sum(term, end - first, sources, outputGradient, 1);
            for (int k = 0; k < taps; k++) {
                int to = slice * result.length + k * cOut + t;
                for (int r = 0; r < rows; r++) {
                    partial[to + r] = tile.sums[r][k];
                }
            }
            tile.release();
        });
        workers.runRanges(result.length, ELEMENTS_PER_TILE, (from, to) -> {
            for (int i = from; i < to; i++) {
                float sum = 0;
                for (int slice = 0; slice < slices; slice++) {
                    sum += partial[slice * result.length + i];
                }
                result[i] = scale * sum;
            }
        });
        workers.scratch().release(partial);
    }

    /** Copies the inputs {@code [kH,kW,cIn]} that an output position sees, zeros in the padding included. */
    private void patch(float[] x, int position, float[] target) {
        Size2d out = g.output();
        int top = position / out.width() % out.height() * g.stride().height()
                - g.padding().height();
        int left = position % out.width() * g.stride().width() - g.padding().width();
        int image = position / out.width() / out.height() * g.image().height();
        int cIn = g.inChannels();
        // Without dilation the taps of a kernel row are neighbours in the input: one piece of kW pixels.
        boolean dense = g.dilation().width() == 1;
        int pieces = dense ? 1 : g.kernel().width();
        int pixels = dense ? g.kernel().width() : 1;
        int to = 0;
        for (int i = 0; i < g.kernel().height(); i++) {
            int h = top + i * g.dilation().height();
            for (int j = 0; j < pieces; j++, to += pixels * cIn) {
                int w = left + j * g.dilation().width();
                int begin = Math.min(pixels, Math.max(0, -w));
                int end = Math.max(begin, Math.min(pixels, g.image().width() - w));
                if (h < 0 || h >= g.image().height() || begin == end) {
                    Arrays.fill(target, to, to + pixels * cIn, 0);
                    continue;
                }
                Arrays.fill(target, to, to + begin * cIn, 0);
                int from = ((image + h) * g.image().width() + w + begin) * cIn;
                System.arraycopy(x, from, target, to + begin * cIn, (end - begin) * cIn);
                Arrays.fill(target, to + end * cIn, to + pixels * cIn, 0);
            }
        }
    }
}
