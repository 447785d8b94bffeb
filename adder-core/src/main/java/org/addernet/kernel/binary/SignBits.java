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
     * <p>The signs of the pixels are packed first, since several positions see each. The windows have no gaps between the taps,
     * so that few channels need few words.
     */
    static int[] ofWindows(ConvGeometry g, float[] x, int block, Workers workers) {
        int cIn = g.inChannels();
        int pixels = g.inputShape().size() / cIn;
        int[] planes = workers.scratch().borrowInts(pixels * words(cIn));
        workers.runRanges(pixels, Math.max(1, VALUES_PER_TASK / cIn), (from, to) -> {
            for (int p = from; p < to; p++) {
                for (int w = 0; w < words(cIn); w++) {
                    int start = p * cIn + w * WORD;
                    planes[w * pixels + p] = pack(x, start, Math.min(WORD, cIn - w * WORD));
                }
            }
        });
        int positions = g.outputShape().size() / g.outChannels();
        int blocks = (positions + block - 1) / block;
        int size = words(g.taps()) * block;
        int[] windows = workers.scratch().borrowInts(blocks * size);
        workers.run(blocks, b -> {
            int count = Math.min(block, positions - b * block);
            int[] pixel = workers.scratch().borrowInts(block);
            int[] word = workers.scratch().borrowInts(block);
            windows(g, planes, pixels, b * block, count, pixel, word, windows, b * size, block);
            workers.scratch().release(pixel);
            workers.scratch().release(word);
        });
        workers.scratch().release(planes);
        return windows;
    }

    private static int pack(float[] values, int from, int count) {
        int word = 0;
        for (int i = 0; i < count; i++) {
            word |= sign(values[from + i]) << i;
        }
        return word;
    }

    /** Returns 1 for a negative value, else 0: the addition makes 0 of -0, and NaN has its canonical bits. */
    private static int sign(float v) {
        return Float.floatToIntBits(v + 0f) >>> 31;
    }

    /** Writes the words of consecutive positions, each word of all of them in a row of the given length. */
    private static void windows(
            ConvGeometry g,
            int[] planes,
            int pixels,
            int first,
            int count,
            int[] pixel,
            int[] word,
            int[] windows,
            int to,
            int row) {
        int cIn = g.inChannels();
        int at = to;
        int filled = 0;
        Arrays.fill(word, 0, count, 0);
        for (int tap = 0; tap < g.kernel().height() * g.kernel().width(); tap++) {
            for (int c = 0; c < cIn; c += WORD) {
                read(g, planes, c / WORD * pixels, tap, first, count, pixel);
                append(word, pixel, filled, count);
                int bits = Math.min(WORD, cIn - c);
                filled += bits;
                if (filled >= WORD) {
                    System.arraycopy(word, 0, windows, at, count);
                    at += row;
                    filled -= WORD;
                    Arrays.fill(word, 0, count, 0);
                    if (filled > 0) {
                        append(word, pixel, filled - bits, count);
                    }
                }
            }
        }
        if (filled > 0) {
            System.arraycopy(word, 0, windows, at, count);
        }
    }

    /** Copies the words of the pixels that consecutive positions see through a tap, and zero for those outside. */
    private static void read(ConvGeometry g, int[] planes, int plane, int tap, int first, int count, int[] target) {
        Size2d out = g.output();
        int width = g.image().width();
        int stride = g.stride().width();
        int top = tap / g.kernel().width() * g.dilation().height() - g.padding().height();
        int left = tap % g.kernel().width() * g.dilation().width() - g.padding().width();
        int end;
        for (int done = 0; done < count; done = end) {
            int q = (first + done) % out.width();
            int line = (first + done) / out.width();
            end = Math.min(count, done + out.width() - q);
            int h = top + line % out.height() * g.stride().height();
            int start = plane + (line / out.height() * g.image().height() + h) * width;
            boolean inside = h >= 0 && h < g.image().height();
            int w = left + q * stride;
            for (int i = done; i < end; i++, w += stride) {
                target[i] = inside && w >= 0 && w < width ? planes[start + w] : 0;
            }
        }
    }

    /** Moves bits up, or down by less than nothing, and adds them to words. */
    private static void append(int[] words, int[] bits, int shift, int count) {
        if (shift >= 0) {
            for (int i = 0; i < count; i++) {
                words[i] |= bits[i] << shift;
            }
        } else {
            for (int i = 0; i < count; i++) {
                words[i] |= bits[i] >>> -shift;
            }
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
