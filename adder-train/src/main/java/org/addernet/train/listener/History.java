package org.addernet.train.listener;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.addernet.io.AtomicFile;

/** Keeps the results of all epochs in {@code metrics.csv}, which is replaced whole after each. */
public final class History implements TrainingListener {

    private static final String HEADER = "epoch,train_loss,train_accuracy,test_loss,test_accuracy,seconds";

    private final Path file;
    private final List<EpochResult> results = new ArrayList<>();

    /** Starts an empty history; the file is written after the first epoch. */
    public History(Path file) {
        this.file = file;
    }

    /**
     * Continues a history with the epochs up to {@code lastEpoch}; later rows are from a run that was cut and are dropped.
     *
     * @throws IOException if the file cannot be read or is no such table
     */
    public static History resume(Path file, int lastEpoch) throws IOException {
        History history = new History(file);
        if (!Files.exists(file)) {
            return history;
        }
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        for (int i = 0; i < lines.size(); i++) {
            if (i == 0 ? !lines.get(0).equals(HEADER) : lines.get(i).split(",", -1).length != 6) {
                throw new IOException(file + ": line " + (i + 1) + " is \"" + lines.get(i) + "\", expected " + HEADER
                        + "; move the file away");
            }
            if (i > 0) {
                EpochResult result = parse(lines.get(i), i + 1, file);
                if (result.epoch() <= lastEpoch) {
                    history.results.add(result);
                }
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
        StringBuilder table = new StringBuilder(HEADER).append('\n');
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
                    .append('\n');
        }
        AtomicFile.write(file, out -> out.write(table.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static EpochResult parse(String line, int number, Path file) throws IOException {
        String[] f = line.split(",", -1);
        try {
            return new EpochResult(
                    Integer.parseInt(f[0]),
                    Double.parseDouble(f[1]),
                    Double.parseDouble(f[2]),
                    Double.parseDouble(f[3]),
                    Double.parseDouble(f[4]),
                    Double.parseDouble(f[5]));
        } catch (NumberFormatException e) {
            throw new IOException(
                    file + ": line " + number + " is \"" + line + "\", expected numbers; move the file away", e);
        }
    }
}
