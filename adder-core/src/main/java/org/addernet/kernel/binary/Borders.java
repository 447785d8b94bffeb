package org.addernet.kernel.binary;

import java.util.ArrayList;
import java.util.List;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.Size2d;

/**
 * What the sum of signs at a position is without differences, {@code starts[places[p] + t]} for position p of an image and filter t.
 *
 * <p>Away from the borders it is the number of taps. Bits have no zero, so a padded input has the bit of the sign 1; at a border
 * the signs of the filter that meet such inputs are therefore taken away. Positions that see the same taps share their numbers, so
 * there are few.
 */
record Borders(int[] places, int[] starts) {

    /** The taps along one axis that a position sees on the image. */
    private record Seen(int from, int to) {

        static Seen of(int position, int stride, int padding, int dilation, int kernel, int image) {
            int first = position * stride - padding;
            int from = Math.min(kernel, first < 0 ? (dilation - 1 - first) / dilation : 0);
            int to = first >= image ? 0 : Math.min(kernel, (image - 1 - first) / dilation + 1);
            return new Seen(from, Math.max(from, to));
        }

        boolean has(int tap) {
            return tap >= from && tap < to;
        }
    }

    /**
     * Computes the numbers.
     *
     * @param filters the words of the filters, {@link SignBits#ofFilters}
     */
    static Borders of(ConvGeometry g, int[] filters) {
        Size2d out = g.output();
        int cOut = g.outChannels();
        List<Seen> rows = new ArrayList<>();
        List<Seen> columns = new ArrayList<>();
        int[] rowKinds = new int[out.height()];
        int[] columnKinds = new int[out.width()];
        for (int m = 0; m < out.height(); m++) {
            rowKinds[m] = kind(
                    rows,
                    Seen.of(
                            m,
                            g.stride().height(),
                            g.padding().height(),
                            g.dilation().height(),
                            g.kernel().height(),
                            g.image().height()));
        }
        for (int q = 0; q < out.width(); q++) {
            columnKinds[q] = kind(
                    columns,
                    Seen.of(
                            q,
                            g.stride().width(),
                            g.padding().width(),
                            g.dilation().width(),
                            g.kernel().width(),
                            g.image().width()));
        }
        int[] places = new int[out.height() * out.width()];
        for (int p = 0; p < places.length; p++) {
            places[p] = (rowKinds[p / out.width()] * columns.size() + columnKinds[p % out.width()]) * cOut;
        }
        int[] starts = new int[rows.size() * columns.size() * cOut];
        for (int kind = 0; kind < rows.size() * columns.size(); kind++) {
            start(g, filters, rows.get(kind / columns.size()), columns.get(kind % columns.size()), starts, kind * cOut);
        }
        return new Borders(places, starts);
    }

    private static int kind(List<Seen> kinds, Seen seen) {
        int kind = kinds.indexOf(seen);
        if (kind >= 0) {
            return kind;
        }
        kinds.add(seen);
        return kinds.size() - 1;
    }

    private static void start(ConvGeometry g, int[] filters, Seen row, Seen column, int[] starts, int at) {
        int cOut = g.outChannels();
        for (int t = 0; t < cOut; t++) {
            starts[at + t] = g.taps();
        }
        int width = g.kernel().width();
        for (int tap = 0; tap < g.kernel().height() * width; tap++) {
            if (!row.has(tap / width) || !column.has(tap % width)) {
                subtractSigns(filters, tap * g.inChannels(), g.inChannels(), cOut, starts, at);
            }
        }
    }

    /** Takes away the signs of consecutive taps of each filter: of n signs b are -1, so their sum is {@code n - 2 b}. */
    private static void subtractSigns(int[] filters, int first, int n, int cOut, int[] starts, int at) {
        for (int t = 0; t < cOut; t++) {
            starts[at + t] -= n;
        }
        for (int bit = first; bit < first + n; ) {
            int word = bit / Integer.SIZE;
            int end = Math.min(first + n, (word + 1) * Integer.SIZE);
            int mask = -1 >>> (Integer.SIZE - (end - bit)) << (bit % Integer.SIZE);
            for (int t = 0; t < cOut; t++) {
                starts[at + t] += 2 * Integer.bitCount(filters[word * cOut + t] & mask);
            }
            bit = end;
        }
    }
}
