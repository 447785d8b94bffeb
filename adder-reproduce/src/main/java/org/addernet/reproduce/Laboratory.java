package org.addernet.reproduce;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.addernet.data.DataSplits;
import org.addernet.data.Datasets;
import org.addernet.data.cache.DataCache;
import org.addernet.kernel.Similarity;
import org.addernet.nn.zoo.LeNet5;
import org.addernet.train.NonFiniteLossException;
import org.addernet.train.RunFolder;
import org.addernet.train.listener.EpochResult;
import org.jspecify.annotations.Nullable;

/** What experiments work with: the data, and trainings that are made once and kept. */
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
        return Training.of(LeNet5.NAME, setting.data(), similarity, epochs());
    }

    private int epochs() {
        return setting.quick() ? QUICK_EPOCHS : FULL_EPOCHS;
    }

    /** Returns a sentence about the trainings of LeNet-5-BN with so many seeds. */
    String leNet5Setting(int seeds) {
        return (setting.quick() ? "A quick run: " : "") + epochs() + " epochs"
                + (setting.quick() ? " where the paper has " + FULL_EPOCHS : "") + ", "
                + (seeds == 1 ? "seed 1" : "seeds 1 to " + seeds) + ", " + setting.data() + ".";
    }

    /**
     * Returns the runs of a training with each seed, diverged ones too, after making those that are missing.
     *
     * @throws NoResultException if one does not fit the time that is left
     */
    List<Run> train(Training training, Draft draft) throws IOException {
        List<Run> runs = new ArrayList<>();
        for (int seed = 1; seed <= setting.seeds(); seed++) {
            runs.add(train(training, seed, draft));
        }
        return runs;
    }

    /**
     * Returns the run of a training with seed 1.
     *
     * @throws NoResultException if it diverges or does not fit the time that is left
     */
    Run trainFirst(Training training, Draft draft) throws IOException {
        Run run = train(training, 1, draft);
        if (run.diverged()) {
            throw new NoResultException(training.command() + " diverged, says " + run.note());
        }
        return run;
    }

    private Run train(Training seedless, int seed, Draft draft) throws IOException {
        Training training = seedless.with("--seed", seed);
        draft.command(training.command());
        Run run = new Run(setting.folder().resolve("trainings").resolve(training.name()));
        run.requireOptions(training.options());
        noteSeconds(training, run);
        int left = training.epochs() - run.epochs();
        if (left > 0 && !run.diverged()) {
            requireTime(training, left);
            List<String> arguments = training.arguments();
            if (RunFolder.holdsRun(run.folder())) {
                arguments.add("--resume");
            }
            arguments.addAll(List.of("--out", run.folder().toString()));
            out.println("adder train " + String.join(" ", arguments));
            try {
                command.train(arguments.toArray(String[]::new));
            } catch (NonFiniteLossException e) {
                Files.createDirectories(run.folder());
                Files.writeString(run.note(), e + "\n");
                out.println(e + "; to try again, delete " + run.note());
            }
            noteSeconds(training, run);
        }
        return run;
    }

    private void noteSeconds(Training training, Run run) throws IOException {
        run.history().stream()
                .mapToDouble(EpochResult::seconds)
                .max()
                .ifPresent(seconds -> secondsPerEpoch.put(training.kind(), seconds));
    }

    /** Where no training of the kind was seen yet, any time will do. */
    private void requireTime(Training training, int epochs) {
        double needed = epochs * secondsPerEpoch.getOrDefault(training.kind(), 0.0);
        double left = 3600 * setting.hours() - (System.nanoTime() - begin) / 1e9;
        if (left <= 0 || needed > left) {
            throw new NoResultException(String.format(
                    Locale.ROOT,
                    "%s needs %s, and %.2f of the %s hours are left",
                    training.command(),
                    needed > 0 ? String.format(Locale.ROOT, "about %.2f hours", needed / 3600) : "an unknown time",
                    Math.max(0, left) / 3600,
                    setting.hours()));
        }
    }

    /** Returns the command that runs an experiment like this, and where and when the section was written. */
    String made(Experiment experiment) {
        return "adder reproduce " + experiment.name()
                + (setting.quick() ? " --quick" : "")
                + (setting.seeds() == 1 ? "" : " --seeds " + setting.seeds())
                + (setting.data().equals("mnist") ? "" : " --data " + setting.data()) + "; written "
                + Environment.describe();
    }
}
