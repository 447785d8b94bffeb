package org.addernet.reproduce;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.addernet.data.DataSplits;
import org.addernet.data.Datasets;
import org.addernet.data.cache.DataCache;
import org.addernet.io.AtomicFile;
import org.addernet.kernel.Similarity;
import org.addernet.nn.zoo.LeNet5;
import org.addernet.train.NonFiniteLossException;
import org.addernet.train.listener.EpochResult;
import org.jspecify.annotations.Nullable;

/** What experiments work with: data, trainings that are made once and kept, and a folder for their figures. */
final class Laboratory {

    private static final int FULL_EPOCHS = 50;
    private static final int QUICK_EPOCHS = 4;

    private final Setting setting;
    private final TrainingCommand command;
    private final PrintStream out;
    private final long begin = System.nanoTime();
    private final Map<String, Double> secondsPerEpoch = new HashMap<>();
    private @Nullable DataSplits data;

    Laboratory(Setting setting, TrainingCommand command, PrintStream out) {
        this.setting = setting;
        this.command = command;
        this.out = out;
    }

    Setting setting() {
        return setting;
    }

    /** Returns the data set of the experiments on MNIST. */
    DataSplits data() throws IOException {
        if (data == null) {
            data = Datasets.load(setting.data(), DataCache.standard());
        }
        return data;
    }

    /** Returns the paper's training of LeNet-5-BN, or a quick one. */
    Training leNet5(Similarity similarity) {
        return Training.of(LeNet5.NAME, setting.data(), similarity).with("--epochs", epochs());
    }

    /** Returns how many epochs LeNet-5-BN is trained for. */
    int epochs() {
        return setting.quick() ? QUICK_EPOCHS : FULL_EPOCHS;
    }

    /** Returns a sentence about epochs and seeds. */
    String trainingSetting() {
        return (setting.quick() ? "A quick run: " : "") + epochs() + " epochs"
                + (setting.quick() ? " where the paper has " + FULL_EPOCHS : "") + ", "
                + (setting.seeds() == 1 ? "seed 1" : "seeds 1 to " + setting.seeds()) + ", " + setting.data() + ".";
    }

    /**
     * Returns the runs of a training with each seed, after making those that are missing.
     *
     * @throws OutOfTimeException if one does not fit the time that is left
     */
    List<Run> train(Training training) throws IOException {
        List<Run> runs = new ArrayList<>();
        for (int seed = 1; seed <= setting.seeds(); seed++) {
            runs.add(trainOnce(training.with("--seed", seed)));
        }
        return runs;
    }

    private Run trainOnce(Training training) throws IOException {
        Run run = new Run(setting.folder().resolve("trainings").resolve(training.name()));
        int left = training.epochs() - run.epochs();
        String kind = training.with("--epochs", "").with("--seed", "").name();
        if (left > 0 && !run.diverged()) {
            requireTime(training, left * secondsPerEpoch.getOrDefault(kind, 0.0));
            List<String> arguments = run.begun() ? new ArrayList<>(List.of("--resume")) : training.arguments();
            arguments.addAll(List.of("--out", run.folder().toString()));
            out.println("adder train " + String.join(" ", arguments));
            try {
                command.train(arguments.toArray(String[]::new));
            } catch (NonFiniteLossException e) {
                out.println(e);
                run.markDiverged(e.toString());
            }
        }
        run.history().stream().mapToDouble(EpochResult::seconds).max().ifPresent(s -> secondsPerEpoch.put(kind, s));
        return run;
    }

    private void requireTime(Training training, double seconds) {
        double left = 3600 * setting.hours() - (System.nanoTime() - begin) / 1e9;
        if (left <= 0 || seconds > left) {
            throw new OutOfTimeException(String.format(
                    Locale.ROOT,
                    "%s takes about %.1f hours, and %.1f of the %s hours are left",
                    training.command(),
                    seconds / 3600,
                    Math.max(0, left) / 3600,
                    setting.hours()));
        }
    }

    /** Returns the command that runs an experiment like this, and where and when it ran. */
    String made(Experiment experiment) {
        return "adder reproduce " + experiment.name() + (setting.quick() ? " --quick" : "")
                + (setting.seeds() == 1 ? "" : " --seeds " + setting.seeds()) + "; " + Environment.describe();
    }

    /** Returns a file in an experiment's folder, which it creates. */
    Path file(Experiment experiment, String name) throws IOException {
        Path folder = setting.folder().resolve(experiment.name());
        Files.createDirectories(folder);
        return folder.resolve(name);
    }

    /** Writes a table into an experiment's folder, for others to work with. */
    Table write(Experiment experiment, Table table) throws IOException {
        byte[] csv = table.toCsv().getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file(experiment, table.name() + ".csv"), stream -> stream.write(csv));
        return table;
    }
}
