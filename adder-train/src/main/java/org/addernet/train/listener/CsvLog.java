package org.addernet.train.listener;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.addernet.io.AtomicFile;
import org.addernet.io.OneLine;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the results of all epochs in a table such as {@code metrics.csv}, which is replaced whole after each. Metrics have
 * columns of their own behind the others.
 */
public final class CsvLog implements TrainingListener {

    /** The header of tables that do not tell the share of waiting yet. */
    private static final String OLD_HEADER = "epoch,train_loss,train_accuracy,test_loss,test_accuracy,seconds";

    private static final String HEADER = OLD_HEADER + ",waited";

    /** The columns of metrics behind the others. */
    private static final Pattern METRICS = Pattern.compile("(,[\\w.-]{1,60}){0,60}");

    /** The columns before those of metrics. */
    private static final int FIXED = 7;

    /** Enough for the epochs of weeks. */
    private static final int MOST_BYTES = 1 << 24;

    /** Characters of a broken line that a message shows. */
    private static final int SHOWN = 120;

    private final Path file;
    private final List<EpochResult> results = new ArrayList<>();

    /** Starts an empty history; the file is written after the first epoch, in a folder that must exist. */
    public CsvLog(Path file) {
        this.file = file;
    }

    /**
     * Continues a history with the epochs up to {@code lastEpoch}; later rows are from a run that was interrupted and are dropped.
     *
     * <p>An older table without the column {@code waited} gets it with the next epoch, NaN in the rows that are there.
     *
     * @throws IOException if the file cannot be read or is no such table
     */
    public static CsvLog resume(Path file, int lastEpoch) throws IOException {
        CsvLog history = new CsvLog(file);
        if (!Files.exists(file)) {
            return history;
        }
        List<String> lines = lines(file);
        String first = lines.isEmpty() ? HEADER : lines.get(0);
        boolean old = first.equals(OLD_HEADER);
        if (!old
                && !(first.startsWith(HEADER)
                        && METRICS.matcher(first.substring(HEADER.length())).matches())) {
            throw broken(file, 1, first, HEADER, null);
        }
        String[] columns = (old ? HEADER : first).split(",", -1);
        for (int i = 1; i < lines.size(); i++) {
            String line = old ? lines.get(i) + ",NaN" : lines.get(i);
            if (line.split(",", -1).length != columns.length) {
                throw broken(file, i + 1, lines.get(i), String.join(",", columns), null);
            }
            EpochResult result = parse(line, i + 1, file, columns);
            if (result.epoch() <= lastEpoch) {
                history.results.add(result);
            }
        }
        return history;
    }

    /** Returns the results so far, in order. */
    public List<EpochResult> results() {
        return List.copyOf(results);
    }

    @Override
    public void epochFinished(EpochResult result) throws IOException {
        results.add(result);
        StringBuilder table = new StringBuilder(HEADER);
        result.metrics().keySet().forEach(name -> table.append(',').append(name.replaceAll("[^\\w.-]", "_")));
        table.append('\n');
        for (EpochResult r : results) {
            table.append(r.epoch())
                    .append(',')
                    .append(r.trainLoss())
                    .append(',')
                    .append(r.trainAccuracy())
                    .append(',')
                    .append(r.testLoss())
                    .append(',')
                    .append(r.testAccuracy())
                    .append(',')
                    .append(r.seconds())
                    .append(',')
                    .append(r.dataWait());
            // A run that goes on may be asked for other metrics than before.
            result.metrics()
                    .keySet()
                    .forEach(name -> table.append(',').append(r.metrics().getOrDefault(name, Double.NaN)));
            table.append('\n');
        }
        AtomicFile.write(file, out -> out.write(table.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static EpochResult parse(String line, int number, Path file, String[] columns) throws IOException {
        String[] f = line.split(",", -1);
        try {
            Map<String, Double> metrics = new LinkedHashMap<>();
            for (int i = FIXED; i < columns.length; i++) {
                metrics.put(columns[i], Double.valueOf(f[i]));
            }
            return new EpochResult(
                    Integer.parseInt(f[0]),
                    Double.parseDouble(f[1]),
                    Double.parseDouble(f[2]),
                    Double.parseDouble(f[3]),
                    Double.parseDouble(f[4]),
                    Double.parseDouble(f[5]),
                    Double.parseDouble(f[6]),
                    metrics);
        } catch (NumberFormatException e) {
            throw broken(file, number, line, "numbers", e);
        }
    }

    /** Reads the lines as spreadsheets write them: with a byte order mark perhaps, and blank lines at the end. */
    private static List<String> lines(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException(file + ": has more than " + MOST_BYTES + " bytes, so it is no table of epochs");
        }
        // Bytes that are not UTF-8 become U+FFFD, and so an error that names their line.
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return text.replaceFirst("^\\uFEFF", "").stripTrailing().lines().toList();
    }

    private static IOException broken(
            Path file, int number, String line, String expected, @Nullable NumberFormatException cause) {
        return new IOException(
                file + ": line " + number + " is \"" + OneLine.of(line, SHOWN) + "\", expected "
                        + OneLine.of(expected, SHOWN) + "; move the file away",
                cause);
    }
}
