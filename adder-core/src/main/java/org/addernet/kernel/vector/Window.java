package org.addernet.kernel.vector;

import java.util.ArrayList;
import java.util.List;

/**
 * What each position of a convolution sees: taps at the same distances from the pixel where its window begins.
 *
 * @param rows the distances of the rows of taps, in pixels, ascending; none if a position sees nothing
 * @param columns the distances of the taps of a row, in pixels, ascending
 * @param runs all taps with all channels, tap by tap, as runs of contiguous inputs, joined and cut
 */
record Window(int[] rows, int[] columns, List<Run> runs) {

    /** Returns the window of taps with so many channels each. */
    static Window of(int[] rows, int[] columns, int channels) {
        List<Run> runs = new ArrayList<>();
        for (int row : rows) {
            for (int column : columns) {
                runs.add(new Run((row + column) * channels, runs.size() * channels, channels));
            }
        }
        return new Window(rows, columns, Run.cut(Run.join(runs)));
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    /** Returns the number of taps. */
    int taps() {
        return rows.length * columns.length;
    }

    /** Returns the number of pixels from the first that a position sees to the last; 1 if it sees none. */
    int span() {
        return isEmpty() ? 1 : rows[rows.length - 1] + columns[columns.length - 1] + 1;
    }
}
