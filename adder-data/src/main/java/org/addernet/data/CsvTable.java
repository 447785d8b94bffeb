package org.addernet.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.addernet.io.OneLine;

/** The records of a CSV file with a header; the only class that names the library that reads it. */
final class CsvTable implements AutoCloseable {

    private final Path file;
    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> records;
    private final List<String> columns;

    /** One line, or more where a quoted field has line breaks. */
    final class Row {
        private final CsvRecord row;

        private Row(CsvRecord row) {
            this.row = row;
        }

        /** Returns a field without spaces around it. */
        String text(int column) throws IOException {
            String text = row.getField(column).strip();
            if (text.isEmpty()) {
                throw failure(column, "the value is missing; fill it in or leave the line out");
            }
            return text;
        }

        float number(int column) throws IOException {
            String text = text(column);
            float value;
            try {
                // Java also reads 1f and NaN.
                if (Character.isLetter(text.charAt(text.length() - 1))) {
                    throw new NumberFormatException();
                }
                value = Float.parseFloat(text);
            } catch (NumberFormatException e) {
                throw failure(column, "\"" + OneLine.of(text) + "\" is not a number");
            }
            if (Float.isInfinite(value)) {
                throw failure(column, OneLine.of(text) + " is beyond the range of a float");
            }
            return value;
        }

        IOException failure(int column, String message) {
            return new IOException(OneLine.of(file) + ": line " + row.getStartingLineNumber() + ", column "
                    + OneLine.of(columns.get(column)) + ": " + message);
        }
    }

    CsvTable(Path file, char separator) throws IOException {
        this.file = file;
        reader = CsvReader.builder().fieldSeparator(separator).ofCsvRecord(open(file));
        records = reader.iterator();
        try {
            columns = header();
        } catch (IOException e) {
            reader.close();
            throw e;
        }
    }

    /** Opens a text in UTF-8 behind its byte order mark, if it has one: the library misreads files of three bytes. */
    private static BufferedReader open(Path file) throws IOException {
        try {
            BufferedReader text = Files.newBufferedReader(file);
            text.mark(1);
            if (text.read() != '\ufeff') {
                text.reset();
            }
            return text;
        } catch (NoSuchFileException e) {
            throw new IOException(OneLine.of(file) + ": there is no such file", e);
        } catch (CharacterCodingException e) {
            throw new IOException(OneLine.of(file) + ": the text is not UTF-8", e);
        }
    }

    private List<String> header() throws IOException {
        if (!hasNext()) {
            throw new IOException(OneLine.of(file) + ": the file is empty; its first line must name the columns");
        }
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String field : records.next().getFields()) {
            names.add(field.strip());
            if (!seen.add(field.strip())) {
                throw new IOException(OneLine.of(file) + ": line 1: two columns have the name \""
                        + OneLine.of(field.strip()) + "\"; give each its own");
            }
        }
        return names;
    }

    List<String> columns() {
        return columns;
    }

    /**
     * Returns the number of the column of that name.
     *
     * @throws IOException if there is none
     */
    int column(String name) throws IOException {
        int column = columns.indexOf(name);
        if (column < 0) {
            throw new IOException(OneLine.of(file) + ": line 1: there is no column \"" + OneLine.of(name)
                    + "\"; the columns are " + OneLine.of(String.join(", ", columns)));
        }
        return column;
    }

    /**
     * Tells whether there is another row.
     *
     * @throws IOException if the file cannot be read, or the row has not one field for each column
     */
    boolean hasNext() throws IOException {
        try {
            return records.hasNext();
        } catch (CsvParseException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(OneLine.of(file) + ": " + OneLine.of(String.valueOf(cause.getMessage())), e);
        } catch (UncheckedIOException e) {
            boolean coding = e.getCause() instanceof CharacterCodingException;
            String message = coding ? "the text is not UTF-8" : OneLine.of(String.valueOf(e.getMessage()));
            throw new IOException(OneLine.of(file) + ": " + message, e);
        }
    }

    Row next() {
        return new Row(records.next());
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
