package org.addernet.kernel.binary;

import java.util.Arrays;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.Size2d;
import org.addernet.parallel.Workers;

/**
 * The signs of inputs and filters as bits: set where the sign is -1. Bit i of word w is that of tap {@code 32 w + i}, with the
 * taps in the order of the filter, {@code [kH,kW,cIn]}; what is missing to a whole word is zero.
 */
final class SignBits {

    private static final int WORD = 32;
    private static final int VALUES_PER_TASK = 1 << 15;

    private SignBits() {}

    /** Returns how many words hold a number of bits. */
    static int words(int bits) {
        return (bits + WORD - 1) / WORD;
    }

    /**
     * Returns borrowed scratch with what each output position sees, {@code [positions / block][words][block]}.
     *
     * <p>The signs of the pixels are packed first, since several positions see each; windows are then put together of whole
     * words and need no fewer bits where there are few channels.
     */
    static int[] ofWindows(ConvGeometry g, float[] x, int block, Workers workers) {
        int cIn = g.inChannels();
        int pixels = g.batch() * g.image().height() * g.image().width();
        int[] bits = workers.scratch().borrowInts(pixels * words(cIn));
        workers.runRanges(pixels, Math.max(1, VALUES_PER_TASK / cIn), (from, to) -> {
            for (int p = from; p < to; p++) {
                pack(x, p * cIn, cIn, bits, p * words(cIn));
            }
        });
        Size2d out = g.output();
        int positions = g.batch() * out.height() * out.width();
        int words = words(g.taps());
        int[] windows = workers.scratch().borrowInts((positions + block - 1) / block * block * words);
        workers.runRanges(positions, block, (from, to) -> {
            for (int p = from; p < to; p++) {
                window(g, bits, p, windows, from * words + p - from, block);
            }
        });
        workers.scratch().release(bits);
        return windows;
    }

    private static void pack(float[] values, int from, int count, int[] bits, int to) {
        for (int w = 0; w < words(count); w++) {
            int word = 0;
            int end = Math.min(WORD, count - w * WORD);
            for (int i = 0; i < end; i++) {
                word |= sign(values[from + w * WORD + i]) << i;
            }
            bits[to + w] = word;
        }
    }

    /** Returns 1 for a negative value, else 0: the addition makes 0 of -0, and NaN has its canonical bits. */
    private static int sign(float v) {
        return Float.floatToIntBits(v + 0f) >>> 31;
    }

    /** Writes the words of a position, the given step apart. */
    private static void window(ConvGeometry g, int[] bits, int position, int[] windows, int to, int step) {
        Size2d out = g.output();
        int top = position / out.width() % out.height() * g.stride().height()
                - g.padding().height();
        int left = position % out.width() * g.stride().width() - g.padding().width();
        int image = position / out.width() / out.height() * g.image().height();
        int cIn = g.inChannels();
        int at = to;
        int word = 0;
        int filled = 0;
        for (int i = 0; i < g.kernel().height(); i++) {
            int h = top + i * g.dilation().height();
            for (int j = 0; j < g.kernel().width(); j++) {
                int w = left + j * g.dilation().width();
                boolean inside = h >= 0
                        && h < g.image().height()
                        && w >= 0
                        && w < g.image().width();
                int pixel = ((image + h) * g.image().width() + w) * words(cIn);
                for (int c = 0; c < cIn; c += WORD) {
                    int next = inside ? bits[pixel + c / WORD] : 0;
                    int count = Math.min(WORD, cIn - c);
                    word |= next << filled;
                    filled += count;
                    if (filled >= WORD) {
                        windows[at] = word;
                        at += step;
                        filled -= WORD;
                        word = filled == 0 ? 0 : next >>> (count - filled);
                    }
                }
            }
        }
        if (filled > 0) {
            windows[at] = word;
        }
    }

    /** Returns borrowed scratch with the words of the filters, {@code [words][cOut]}. */
    static int[] ofFilters(float[] filter, int taps, int cOut, Workers workers) {
        int[] bits = workers.scratch().borrowInts(words(taps) * cOut);
        workers.runRanges(words(taps), Math.max(1, VALUES_PER_TASK / (WORD * cOut)), (from, to) -> {
            Arrays.fill(bits, from * cOut, to * cOut, 0);
            for (int k = from * WORD; k < Math.min(to * WORD, taps); k++) {
                packRow(filter, k * cOut, cOut, k % WORD, bits, k / WORD * cOut);
            }
        });
        return bits;
    }

    private static void packRow(float[] values, int from, int count, int bit, int[] bits, int to) {
        for (int t = 0; t < count; t++) {
            bits[to + t] |= sign(values[from + t]) << bit;
        }
    }
}
