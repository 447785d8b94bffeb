package org.addernet.reproduce;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of an experiment.
 *
 * @param name the name of its file
 * @param caption what it shows
 * @param header the names of the columns
 * @param rows the cells
 */
public record Table(String name, String caption, List<String> header, List<List<String>> rows) {

    /** Returns the table as comma-separated values, RFC 4180. */
    String toCsv() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(header);
        lines.addAll(rows);
        StringBuilder csv = new StringBuilder();
        for (List<String> line : lines) {
            csv.append(String.join(",", line.stream().map(Table::quoted).toList()))
                    .append("\r\n");
        }
        return csv.toString();
    }

    private static String quoted(String cell) {
        return cell.matches("[^,\"\\r\\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
