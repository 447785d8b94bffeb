package org.addernet.kernel.binary;

import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.Similarity;

/**
 * What the sums at the borders have too much, where the padding was counted as inputs with the sign 1.
 *
 * @param g the convolution
 * @param sums the sum of each filter's signs over the input channels, {@code [kH,kW,cOut]}; empty without padding
 */
record PaddingSigns(ConvGeometry g, int[] sums) {

    static PaddingSigns of(ConvGeometry g, float[] filter) {
        if (g.padding().height() == 0 && g.padding().width() == 0) {
            return new PaddingSigns(g, new int[0]);
        }
        int cOut = g.outChannels();
        int[] sums = new int[g.taps() / g.inChannels() * cOut];
        for (int k = 0; k < g.taps(); k++) {
            int to = k / g.inChannels() * cOut;
            for (int t = 0; t < cOut; t++) {
                sums[to + t] += (int) Similarity.sign(filter[k * cOut + t]);
            }
        }
        return new PaddingSigns(g, sums);
    }

    /** Takes the padding's part away from the sums of consecutive positions with consecutive filters, a row for each filter. */
    void subtract(int first, int count, int firstFilter, int[][] rows) {
        if (sums.length == 0) {
            return;
        }
        for (int i = 0; i < count; i++) {
            int q = (first + i) % g.output().width();
            int m = (first + i) / g.output().width() % g.output().height();
            int top = m * g.stride().height() - g.padding().height();
            int left = q * g.stride().width() - g.padding().width();
            int bottom = top + (g.kernel().height() - 1) * g.dilation().height();
            int right = left + (g.kernel().width() - 1) * g.dilation().width();
            if (top < 0
                    || left < 0
                    || bottom >= g.image().height()
                    || right >= g.image().width()) {
                subtract(i, top, left, firstFilter, rows);
            }
        }
    }

    private void subtract(int i, int top, int left, int firstFilter, int[][] rows) {
        int width = g.kernel().width();
        for (int tap = 0; tap < g.kernel().height() * width; tap++) {
            int h = top + tap / width * g.dilation().height();
            int w = left + tap % width * g.dilation().width();
            if (h < 0 || w < 0 || h >= g.image().height() || w >= g.image().width()) {
                for (int r = 0; r < rows.length; r++) {
                    rows[r][i] -= sums[tap * g.outChannels() + firstFilter + r];
                }
            }
        }
    }
}
