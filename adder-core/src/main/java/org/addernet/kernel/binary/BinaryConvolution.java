package org.addernet.kernel.binary;

import java.util.Arrays;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.Epilogue;
import org.addernet.parallel.ScratchPool;
import org.addernet.parallel.Workers;
import org.jspecify.annotations.Nullable;

/**
 * The forward pass of {@link org.addernet.kernel.Similarity#XNOR}: of K products of signs, d are -1 where d bits differ, so their
 * sum is {@code K - 2 d}. It is the exact sum; at {@link Borders} the padding adds nothing.
 *
 * <p>A tile counts the differences between some positions and some filters in plain loops over the positions, which the JIT
 * makes vector code of where the machine can count the bits of vectors.
 */
public final class BinaryConvolution {

    private static final int POSITIONS = 512;
    private static final int FILTERS = 16;

    /** Loops are a multiple of this long: where the JIT has seen short ones, it no longer unrolls them well. */
    private static final int GRAIN = 32;

    /** The words that one loop counts: with fewer, reading and writing the sums takes its time. */
    private static final int SOURCES = 8;

    /** The positions whose results stay in the cache until those of all filters of a tile are written beside them. */
    private static final int WRITTEN = 16;

    private BinaryConvolution() {}

    /** Computes the sums of signs and, if there is one, the epilogue of each. */
    public static void forward(
            ConvGeometry geometry, float[] x, float[] filter, @Nullable Epilogue epilogue, float[] y, Workers workers) {
        ConvGeometry g = geometry.connected();
        int cOut = g.outChannels();
        int taps = g.taps();
        int words = SignBits.words(taps);
        int positions = g.outputShape().size() / cOut;
        int[] windows = SignBits.ofWindows(g, x, POSITIONS, workers);
        int[] filters = SignBits.ofFilters(filter, taps, cOut, workers);
        Borders borders = Borders.of(g, filters, workers.scratch());
        int panels = (cOut + FILTERS - 1) / FILTERS;
        workers.run((positions + POSITIONS - 1) / POSITIONS * panels, task -> {
            int first = task / panels * POSITIONS;
            int count = Math.min(POSITIONS, positions - first);
            int t = task % panels * FILTERS;
            int rows = Math.min(FILTERS, cOut - t);
            int[][] differences = borrow(rows, workers.scratch());
            for (int r = 0; r < rows; r++) {
                borders.begin(t + r, first, count, differences[r]);
            }
            int[] totals = workers.scratch().borrowInts(POSITIONS);
            borders.totals(first, count, totals);
            count(windows, first * words, filters, t, cOut, words, differences, count, workers.scratch());
            for (int i = 0; i < count; i += WRITTEN) {
                int end = Math.min(count, i + WRITTEN);
                for (int r = 0; r < rows; r++) {
                    write(differences[r], totals, i, end, epilogue, t + r, y, (first + i) * cOut + t + r, cOut);
                }
            }
            workers.scratch().release(totals);
            release(differences, workers.scratch());
        });
        borders.release(workers.scratch());
        workers.scratch().release(windows);
        workers.scratch().release(filters);
    }

    /** Subtracts from each row the numbers of bits in which the windows differ from a filter. */
    private static void count(
            int[] windows,
            int from,
            int[] filters,
            int t,
            int cOut,
            int words,
            int[][] differences,
            int positions,
            ScratchPool scratch) {
        int length = (positions + GRAIN - 1) / GRAIN * GRAIN;
        int[][] v = borrow(SOURCES, scratch);
        int[] c = new int[SOURCES];
        for (int w = 0; w < words; w += SOURCES) {
            for (int j = 0; j < SOURCES; j++) {
                // What is missing to a loop is zero in both and differs nowhere.
                if (w + j < words) {
                    System.arraycopy(windows, from + (w + j) * POSITIONS, v[j], 0, length);
                } else {
                    Arrays.fill(v[j], 0, length, 0);
                }
            }
            for (int r = 0; r < differences.length; r++) {
                for (int j = 0; j < SOURCES; j++) {
                    c[j] = w + j < words ? filters[(w + j) * cOut + t + r] : 0;
                }
                subtract(differences[r], v, c, length);
            }
        }
        release(v, scratch);
    }

    /** A chain of subtractions, for the JIT of JDK 17 swaps the operands of additions and then makes no vectors of them. */
    private static void subtract(int[] sums, int[][] v, int[] c, int length) {
        int[] v0 = v[0];
        int[] v1 = v[1];
        int[] v2 = v[2];
        int[] v3 = v[3];
        int[] v4 = v[4];
        int[] v5 = v[5];
        int[] v6 = v[6];
        int[] v7 = v[7];
        int c0 = c[0];
        int c1 = c[1];
        int c2 = c[2];
        int c3 = c[3];
        int c4 = c[4];
        int c5 = c[5];
        int c6 = c[6];
        int c7 = c[7];
        for (int i = 0; i < length; i++) {
            sums[i] = sums[i]
                    - Integer.bitCount(v0[i] ^ c0)
                    - Integer.bitCount(v1[i] ^ c1)
                    - Integer.bitCount(v2[i] ^ c2)
                    - Integer.bitCount(v3[i] ^ c3)
                    - Integer.bitCount(v4[i] ^ c4)
                    - Integer.bitCount(v5[i] ^ c5)
                    - Integer.bitCount(v6[i] ^ c6)
                    - Integer.bitCount(v7[i] ^ c7);
        }
    }

    /** Writes a filter's results, the given step apart. */
    private static void write(
            int[] differences,
            int[] totals,
            int from,
            int end,
            @Nullable Epilogue epilogue,
            int t,
            float[] y,
            int to,
            int step) {
        float scale = epilogue == null ? 1 : epilogue.scale()[t];
        float shift = epilogue == null ? 0 : epilogue.shift()[t];
        boolean relu = epilogue != null && epilogue.relu();
        int at = to;
        for (int i = from; i < end; i++, at += step) {
            float value = scale * (totals[i] + 2 * differences[i]) + shift;
            y[at] = relu && value < 0 ? 0 : value;
        }
    }

    private static int[][] borrow(int count, ScratchPool scratch) {
        int[][] arrays = new int[count][];
        for (int i = 0; i < count; i++) {
            arrays[i] = scratch.borrowInts(POSITIONS);
        }
        return arrays;
    }

    private static void release(int[][] arrays, ScratchPool scratch) {
        for (int[] array : arrays) {
            scratch.release(array);
        }
    }
}
