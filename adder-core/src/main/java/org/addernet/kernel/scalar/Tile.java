package org.addernet.kernel.scalar;

import java.util.Arrays;
import org.addernet.parallel.ScratchPool;

/**
 * Sums over sources s, {@code sums[r][i] = Σ term(c(s,r), v_s[i], fixed[r][i])}, each row in an array of its own.
 *
 * <p>They are summed in blocks of {@value #BLOCK} sources, so that long sums keep their accuracy in float.
 */
final class Tile {

    private static final int BLOCK = 256;

    /** Rows are filled up to a multiple of this: where the JIT has seen many short loops, it no longer vectorises them. */
    private static final int GRAIN = 32;

    /** The sums, a row each; {@link #sum} leaves the result here. */
    final float[][] sums;

    /** The operands that stay fixed for each sum, to be filled by the caller if the term has one. */
    final float[][] fixed;

    private final int rows;
    private final int length;
    private final float[][] block;
    private final float[][] sources = new float[4][];
    private final ScratchPool scratch;

    /** Borrows a tile; {@link #release} it afterwards. */
    Tile(int rows, int length, ScratchPool scratch) {
        this.rows = rows;
        this.length = (length + GRAIN - 1) / GRAIN * GRAIN;
        this.scratch = scratch;
        sums = borrow(new float[rows][]);
        fixed = borrow(new float[rows][]);
        block = borrow(new float[rows][]);
        borrow(sources);
    }

    /** The sources, in order. */
    interface Sources {
        /** Writes the elements of source s to the target and returns the index of its coefficient for row 0. */
        int load(int s, float[] target);
    }

    /** Sums a term over sources; the coefficient of source s and row r stands {@code r * rowStep} after that of row 0. */
    void sum(TermLoop term, int count, Sources from, float[] coefficients, int rowStep) {
        for (int r = 0; r < rows; r++) {
            Arrays.fill(sums[r], 0, length, 0);
            Arrays.fill(block[r], 0, length, 0);
        }
        int[] start = new int[4];
        float[] c = new float[4];
        for (int s = 0; s < count; s += 4) {
            int loaded = Math.min(4, count - s);
            for (int j = 0; j < loaded; j++) {
                start[j] = from.load(s + j, sources[j]);
            }
            // What is missing to four sources is zero, and so are its coefficients: every term of them is zero.
            Arrays.fill(c, 0);
            for (int j = loaded; j < 4; j++) {
                Arrays.fill(sources[j], 0, length, 0);
            }
            for (int r = 0; r < rows; r++) {
                for (int j = 0; j < loaded; j++) {
                    c[j] = coefficients[start[j] + r * rowStep];
                }
                term.add(block[r], fixed[r], sources, c, length);
            }
            if ((s + 4) % BLOCK == 0 || s + 4 >= count) {
                endBlock();
            }
        }
    }

    private void endBlock() {
        for (int r = 0; r < rows; r++) {
            float[] sum = sums[r];
            float[] part = block[r];
            for (int i = 0; i < length; i++) {
                sum[i] += part[i];
                part[i] = 0;
            }
        }
    }

    void release() {
        for (float[][] arrays : new float[][][] {sums, fixed, block, sources}) {
            for (float[] array : arrays) {
                scratch.release(array);
            }
        }
    }

    private float[][] borrow(float[][] arrays) {
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = scratch.borrow(this.length);
        }
        return arrays;
    }
}
