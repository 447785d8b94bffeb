package org.addernet.kernel.binary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.Size2d;
import org.addernet.parallel.ScratchPool;
import org.jspecify.annotations.Nullable;

/**
 * What the padding changes: a sum of K signs that differ in d places is {@code K - 2 d}, and at a border {@code K - 2 (d - h) + o}.
 *
 * <p>Bits have no zero, so a padded input has the bit of the sign 1. The signs of the filter that meet such inputs are taken away by
 * h, half of their negative sum, from which a filter's count at a position begins, and o, 1 where that sum is odd.
 *
 * @param positions how many positions an image has
 * @param taps K
 * @param halves h of each filter at each position of an image, {@code [cOut][positions]}; null if no padding is seen
 * @param odd o of each position of an image; null if no padding is seen
 */
@SuppressWarnings("ArrayRecordComponent") // They are not compared.
record Borders(int positions, int taps, int @Nullable [] halves, int @Nullable [] odd) {

    /** The taps along one axis that a position sees on the image. */
    private record Seen(int from, int to) {

        static Seen of(int position, ConvGeometry g, ToIntFunction<Size2d> axis) {
            int dilation = axis.applyAsInt(g.dilation());
            int kernel = axis.applyAsInt(g.kernel());
            int image = axis.applyAsInt(g.image());
            int first = position * axis.applyAsInt(g.stride()) - axis.applyAsInt(g.padding());
            int from = Math.min(kernel, first < 0 ? (dilation - 1 - first) / dilation : 0);
            int to = first >= image ? 0 : Math.min(kernel, (image - 1 - first) / dilation + 1);
            return new Seen(from, Math.max(from, to));
        }

        boolean isAll(int kernel) {
            return from == 0 && to == kernel;
        }

        boolean has(int tap) {
            return tap >= from && tap < to;
        }
    }

    /**
     * Computes the numbers.
     *
     * @param filters the words of the filters, {@link SignBits#ofFilters}
     * @param scratch lends the arrays until {@link #release}
     */
    static Borders of(ConvGeometry g, int[] filters, ScratchPool scratch) {
        Size2d out = g.output();
        int cOut = g.outChannels();
        List<Seen> rows = new ArrayList<>();
        List<Seen> columns = new ArrayList<>();
        int[] rowKinds = new int[out.height()];
        int[] columnKinds = new int[out.width()];
        for (int m = 0; m < rowKinds.length; m++) {
            rowKinds[m] = kind(rows, Seen.of(m, g, Size2d::height));
        }
        for (int q = 0; q < columnKinds.length; q++) {
            columnKinds[q] = kind(columns, Seen.of(q, g, Size2d::width));
        }
        int kinds = rows.size() * columns.size();
        int positions = out.height() * out.width();
        if (kinds == 1
                && rows.get(0).isAll(g.kernel().height())
                && columns.get(0).isAll(g.kernel().width())) {
            return new Borders(positions, g.taps(), null, null);
        }
        int[] excess = new int[kinds * cOut];
        for (int kind = 0; kind < kinds; kind++) {
            addHidden(
                    g,
                    filters,
                    rows.get(kind / columns.size()),
                    columns.get(kind % columns.size()),
                    excess,
                    kind * cOut);
        }
        int[] halves = scratch.borrowInts(cOut * positions);
        int[] odd = scratch.borrowInts(positions);
        for (int p = 0; p < positions; p++) {
            int place = (rowKinds[p / out.width()] * columns.size() + columnKinds[p % out.width()]) * cOut;
            for (int t = 0; t < cOut; t++) {
                halves[t * positions + p] = -excess[place + t] >> 1;
            }
            odd[p] = excess[place] & 1; // that of the number of hidden signs, so of every filter
        }
        return new Borders(positions, g.taps(), halves, odd);
    }

    /** Gives the arrays back. */
    void release(ScratchPool scratch) {
        if (halves != null && odd != null) {
            scratch.release(halves);
            scratch.release(odd);
        }
    }

    /** Writes what a filter's counts begin with at consecutive positions. */
    void begin(int filter, int first, int count, int[] target) {
        if (halves == null) {
            Arrays.fill(target, 0, count, 0);
        } else {
            copy(halves, filter * positions, first, count, target);
        }
    }

    /** Writes what is left of a sum where the count is 0, {@code K + o}, at consecutive positions. */
    void totals(int first, int count, int[] target) {
        if (odd == null) {
            Arrays.fill(target, 0, count, taps);
            return;
        }
        copy(odd, 0, first, count, target);
        for (int i = 0; i < count; i++) {
            target[i] += taps;
        }
    }

    /** Copies the values of positions of one image after another. */
    private void copy(int[] ofImage, int offset, int first, int count, int[] target) {
        int position = first % positions;
        for (int i = 0; i < count; position = 0) {
            int length = Math.min(count - i, positions - position);
            System.arraycopy(ofImage, offset + position, target, i, length);
            i += length;
        }
    }

    private static int kind(List<Seen> kinds, Seen seen) {
        int kind = kinds.indexOf(seen);
        if (kind >= 0) {
            return kind;
        }
        kinds.add(seen);
        return kinds.size() - 1;
    }

    /** Adds the signs of each filter that meet the padding where only some rows and columns of taps are seen. */
    private static void addHidden(ConvGeometry g, int[] filters, Seen row, Seen column, int[] sums, int at) {
        int width = g.kernel().width();
        for (int tap = 0; tap < g.kernel().height() * width; tap++) {
            if (!row.has(tap / width) || !column.has(tap % width)) {
                addSigns(filters, tap * g.inChannels(), g.inChannels(), g.outChannels(), sums, at);
            }
        }
    }

    /** Adds the signs of consecutive taps of each filter: of n signs b are -1, so their sum is {@code n - 2 b}. */
    private static void addSigns(int[] filters, int first, int n, int cOut, int[] sums, int at) {
        for (int t = 0; t < cOut; t++) {
            sums[at + t] += n;
        }
        for (int bit = first; bit < first + n; ) {
            int word = bit / Integer.SIZE;
            int end = Math.min(first + n, (word + 1) * Integer.SIZE);
            int mask = -1 >>> (Integer.SIZE - (end - bit)) << (bit % Integer.SIZE);
            for (int t = 0; t < cOut; t++) {
                sums[at + t] -= 2 * Integer.bitCount(filters[word * cOut + t] & mask);
            }
            bit = end;
        }
    }
}
