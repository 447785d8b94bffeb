package org.addernet.kernel.vector;

import java.util.ArrayList;
import java.util.List;

/**
 * Inputs of one position that are contiguous in the source, and the packed rows that they meet.
 *
 * @param source the first input's distance from the position's own start in the source
 * @param row the first packed row
 * @param length the number of inputs and rows
 */
record Run(int source, int row, int length) {

    /** The rows of a panel that fit the first-level cache beside the inputs, and the terms that are summed in one chain. */
    static final int LONGEST = 192;

    /** Returns the same runs with neighbours joined: without dilation a kernel row becomes one run. */
    static List<Run> join(List<Run> runs) {
        List<Run> joined = new ArrayList<>();
        for (Run run : runs) {
            Run last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null && last.source + last.length == run.source && last.row + last.length == run.row) {
                joined.set(joined.size() - 1, new Run(last.source, last.row, last.length + run.length));
            } else {
                joined.add(run);
            }
        }
        return joined;
    }

    /** Returns the same runs cut into equal parts that are not too long. */
    static List<Run> cut(List<Run> runs) {
        List<Run> parts = new ArrayList<>();
        for (Run run : runs) {
            int count = (run.length + LONGEST - 1) / LONGEST;
            if (count == 1) {
                parts.add(run);
                continue;
            }
            for (int i = 0; i < count; i++) {
                int from = i * run.length / count;
                parts.add(new Run(run.source + from, run.row + from, (i + 1) * run.length / count - from));
            }
        }
        return parts;
    }
}
