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
record Span(int source, int row, int length) {

    /** Returns the same spans with neighbours joined: without dilation a kernel row becomes one span. */
    static List<Span> join(List<Span> spans) {
        List<Span> joined = new ArrayList<>();
        for (Span span : spans) {
            Span last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null && last.source + last.length == span.source && last.row + last.length == span.row) {
                joined.set(joined.size() - 1, new Span(last.source, last.row, last.length + span.length));
            } else {
                joined.add(span);
            }
        }
        return joined;
    }

    /** Returns the same spans split into equal parts that are not too long. */
    static List<Span> split(List<Span> spans) {
        List<Span> parts = new ArrayList<>();
        for (Span span : spans) {
            int count = (span.length + Tuning.SPAN_LENGTH - 1) / Tuning.SPAN_LENGTH;
            if (count == 1) {
                parts.add(span);
                continue;
            }
            for (int i = 0; i < count; i++) {
                int from = i * span.length / count;
                parts.add(new Span(span.source + from, span.row + from, (i + 1) * span.length / count - from));
            }
        }
        return parts;
    }
}
