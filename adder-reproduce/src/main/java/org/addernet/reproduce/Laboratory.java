package org.addernet.reproduce;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.addernet.analysis.LearningCurve;
import org.addernet.data.DataLoader;
import org.addernet.data.DataSignature;
import org.addernet.data.DataSplits;
import org.addernet.data.Datasets;
import org.addernet.data.cache.DataCache;
import org.addernet.kernel.Similarity;
import org.addernet.nn.zoo.LeNet5;
import org.addernet.train.CheckpointWriter;
import org.addernet.train.InterruptOnShutdown;
import org.addernet.train.NonFiniteLossException;
import org.addernet.train.RunFolder;
import org.addernet.train.Trainer;
import org.addernet.train.listener.CsvLog;
import org.addernet.train.listener.EpochLines;
import org.addernet.train.listener.EpochResult;
import org.addernet.train.listener.TrainingListener;
import org.jspecify.annotations.Nullable;

/** What experiments work with: the data, and trainings that are made once and kept. */
class Laboratory {

    private static final int FULL_EPOCHS = 50;
    private static final int QUICK_EPOCHS = 4;

    private final Setting setting;
    private final TrainingListener progress;
    private final PrintStream out;
    private final long begin = System.nanoTime();
    private final Map<String, Double> secondsPerEpoch = new HashMap<>();
    private @Nullable DataSplits data;

    Laboratory(Setting setting, TrainingListener progress, PrintStream out) {
        this.setting = setting;
        this.progress = progress;
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
    TrainingSetup leNet5(Similarity similarity) {
        return TrainingSetup.of(LeNet5.NAME, setting.data(), similarity, epochs());
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
    List<Run> train(TrainingSetup training, Draft draft) throws IOException {
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
    Run trainFirst(TrainingSetup training, Draft draft) throws IOException {
        Run run = train(training, 1, draft);
        if (run.diverged()) {
            throw new NoResultException(training.command() + " diverged, says " + run.note());
        }
        return run;
    }

    private Run train(TrainingSetup seedless, int seed, Draft draft) throws IOException {
        TrainingSetup training = seedless.withSeed(seed);
        draft.command(training.command());
        Run run = new Run(setting.folder().resolve("trainings").resolve(training.name()));
        run.requireOptions(training.options());
        noteSeconds(training, run);
        int left = training.epochs() - run.epochs();
        if (left > 0 && !run.diverged()) {
            requireTime(training, left);
            boolean resume = RunFolder.holdsRun(run.folder());
            out.println(training.command() + (resume ? " --resume" : "") + " --out " + run.folder());
            try {
                make(training, run.folder());
            } catch (NonFiniteLossException e) {
                Files.writeString(run.note(), e + "\n");
                out.println(e + "; to try again, delete " + run.note());
            }
            noteSeconds(training, run);
        }
        return run;
    }

    /**
     * Makes what is left of a training; tests put something else in its place.
     *
     * @param path the folder of its run
     */
    void make(TrainingSetup training, Path path) throws IOException {
        DataLoader images = training.loader(data().train());
        DataLoader test =
                DataLoader.of(data().test()).batchSize(TrainingSetup.BATCH).build();
        Trainer trainer = training.trainer(data().train().classes());
        Map<String, String> options = training.kept();
        try (RunFolder folder = RunFolder.holdsRun(path) ? RunFolder.reopen(path) : RunFolder.create(path, options);
                InterruptOnShutdown shutdown = new InterruptOnShutdown()) {
            CsvLog history = folder.keep(
                    trainer,
                    folder.checkpoint(),
                    DataSignature.of(images.dataset(), data().test()),
                    options,
                    Duration.ofMinutes(CheckpointWriter.DEFAULT_MINUTES));
            trainer.listen(progress, new EpochLines(out))
                    .listen(new LearningCurve(path.resolve("curve.png"), training.name(), history));
            fit(trainer, images, test);
        }
    }

    private void fit(Trainer trainer, DataLoader images, DataLoader test) throws IOException {
        try {
            trainer.fit(images, test);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (CancellationException e) {
            // Said here: when the process ends, nobody waits for what its main thread says later.
            out.println(e.getMessage() + "; to go on, start the reproduction again");
            throw e;
        }
    }

    private void noteSeconds(TrainingSetup training, Run run) throws IOException {
        run.history().stream()
                .mapToDouble(EpochResult::seconds)
                .max()
                .ifPresent(seconds -> secondsPerEpoch.put(training.kind(), seconds));
    }

    /** Where no training of the kind was seen yet, any time will do. */
    private void requireTime(TrainingSetup training, int epochs) {
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
