package org.addernet.kernel.vector;

import java.util.ArrayList;
import java.util.List;

/**
 * What each position of a convolution sees: taps at the same distances from the pixel where its window begins.
 *
 * @param rows the distances of the rows of taps, in pixels, ascending; none if a position sees nothing
 * @param columns the distances of the taps of a row, in pixels, ascending
 * @param spans all taps with all channels, tap by tap, as spans of contiguous inputs, joined and split
 */
record Offsets(int[] rows, int[] columns, List<Span> spans) {

    /** Returns the offsets of taps with so many channels each. */
    static Offsets of(int[] rows, int[] columns, int channels) {
        List<Span> spans = new ArrayList<>();
        for (int row : rows) {
            for (int column : columns) {
                spans.add(new Span((row + column) * channels, spans.size() * channels, channels));
            }
        }
        return new Offsets(rows, columns, Span.split(Span.join(spans)));
    }

    boolean isEmpty() {
        return spans.isEmpty();
    }

    /** Returns the number of taps. */
    int taps() {
        return rows.length * columns.length;
    }

    /** Returns the number of pixels from the first that a position sees to the last; 1 if it sees none. */
    int reach() {
        return isEmpty() ? 1 : rows[rows.length - 1] + columns[columns.length - 1] + 1;
    }
}
