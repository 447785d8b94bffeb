package org.addernet.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.addernet.data.DataLoader;
import org.addernet.data.DataSplits;
import org.addernet.data.Datasets;
import org.addernet.data.cache.DataCache;
import org.addernet.nn.Model;
import org.addernet.optim.Optimizer;
import org.addernet.optim.schedule.Schedule;
import org.addernet.parallel.Workers;
import org.addernet.train.Checkpoint;
import org.addernet.train.CheckpointWriter;
import org.addernet.train.Trainer;
import org.addernet.train.listener.EpochBar;
import org.addernet.train.listener.EpochLines;
import org.addernet.train.listener.History;
import org.addernet.train.listener.LearningCurve;
import org.addernet.train.listener.Progress;
import org.addernet.train.metric.Evaluation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code adder train}: trains a model and writes checkpoints, metrics and a learning curve. */
@Command(
        name = "train",
        description = "Trains a model.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "The run's folder gets last.safetensors, best.safetensors, metrics.csv and curve.png.",
            "A run that was cut continues with: adder train --resume --out DIR"
        })
final class TrainCommand implements Callable<Integer> {

    /** The options that do not change the result, and so are not kept in checkpoints. */
    private static final List<String> NOT_KEPT =
            List.of("--out", "--resume", "--threads", "--checkpoint-minutes", "--help", "--version");

    @Mixin
    Recipe recipe = new Recipe();

    @Option(names = "--threads", description = "Threads to compute on (default: all processors).")
    @Nullable
    Integer threads;

    @Option(names = "--out", description = "The run's folder (default: a new one in runs/).")
    @Nullable
    Path out;

    @Option(names = "--resume", description = "Continue the run in --out with its own options.")
    boolean resume;

    @Option(
            names = "--checkpoint-minutes",
            defaultValue = "" + CheckpointWriter.DEFAULT_MINUTES,
            description =
                    "Minutes between checkpoints within an epoch; 0: only after epochs (default: ${DEFAULT-VALUE}).")
    double checkpointMinutes;

    @Spec
    CommandSpec spec = CommandSpec.create();

    /** For picocli. */
    TrainCommand() {}

    @Override
    public Integer call() throws IOException {
        Path folder = out == null ? newFolder() : out;
        Path last = folder.resolve(CheckpointWriter.LAST);
        Checkpoint checkpoint = null;
        if (resume) {
            if (out == null) {
                throw new IllegalArgumentException("--resume needs --out, the folder of the run to continue");
            }
            if (Files.exists(last)) {
                checkpoint = Checkpoint.read(last);
                adopt(checkpoint.options());
            } else {
                System.err.println("adder: " + last + " does not exist, so the run starts from the beginning");
            }
        } else if (Files.exists(last)) {
            throw new IllegalArgumentException(
                    folder + " holds a run already; continue it with --resume or give another --out");
        }
        try (Workers workers = threads == null ? new Workers(processors()) : new Workers(threads)) {
            train(folder, checkpoint, workers);
        }
        return 0;
    }

    private void train(Path folder, @Nullable Checkpoint checkpoint, Workers workers) throws IOException {
        Schedule schedule = recipe.newSchedule();
        DataSplits data = Datasets.load(recipe.data, DataCache.standard());
        Model model = recipe.newModel(data.train().classes());
        Optimizer optimizer = recipe.newOptimizer(model);
        DataLoader training = DataLoader.of(data.train())
                .batchSize(recipe.batch)
                .shuffle(recipe.seed)
                .build();
        DataLoader test = DataLoader.of(data.test()).build();
        Progress done = Progress.after(0);
        double best = -1;
        if (checkpoint != null) {
            checkpoint.restore(model);
            checkpoint.restore(optimizer);
            done = checkpoint.progress();
            best = checkpoint.bestAccuracy();
        }
        Duration interval = Duration.ofNanos((long) (checkpointMinutes * 60e9));
        Files.createDirectories(folder);
        History history = checkpoint == null
                ? new History(folder.resolve("metrics.csv"))
                : History.resume(folder.resolve("metrics.csv"), done.epochs());
        Trainer.Builder trainer = Trainer.of(model, optimizer)
                .schedule(schedule)
                .epochs(recipe.epochs)
                .startAfter(done)
                .seed(recipe.seed)
                .workers(workers)
                .listen(history)
                .listen(new CheckpointWriter(folder, model, optimizer, keptOptions(), best, interval));
        PrintStream progress = System.out;
        if (System.console() != null) {
            trainer.listen(new EpochBar(progress));
        }
        trainer.listen(new EpochLines(progress))
                .listen(new LearningCurve(folder.resolve("curve.png"), recipe.title(), history));
        System.out.println("training " + model.name() + " (" + model.similarity() + ") on " + recipe.data + ", "
                + training.size() + " images, " + workers.threads() + " threads; results go to " + folder);
        Evaluation result = trainer.build().fit(training, test);
        System.out.printf(Locale.ROOT, "test accuracy %.2f %%%n", 100 * result.accuracy());
    }

    /** Returns the options that decide the result, by name. */
    private Map<String, String> keptOptions() {
        Map<String, String> kept = new TreeMap<>();
        for (OptionSpec option : spec.options()) {
            List<String> values = option.originalStringValues();
            String name = option.longestName();
            if (!NOT_KEPT.contains(name) && (!values.isEmpty() || option.defaultValue() != null)) {
                kept.put(name, values.isEmpty() ? option.defaultValue() : String.join(",", values));
            }
        }
        return kept;
    }

    /** Takes over the options of the run that is continued, which those given now must not contradict. */
    private void adopt(Map<String, String> stored) {
        List<String> arguments = new ArrayList<>();
        for (Map.Entry<String, String> option : stored.entrySet()) {
            if (spec.findOption(option.getKey()) == null) {
                throw new IllegalArgumentException(
                        out + ": the run has the option " + option.getKey() + ", which this version does not know");
            }
            arguments.add(option.getKey() + "=" + option.getValue());
        }
        for (OptionSpec given : spec.commandLine().getParseResult().matchedOptions()) {
            String name = given.longestName();
            String value = String.join(",", given.originalStringValues());
            if (!NOT_KEPT.contains(name) && !value.equals(stored.get(name))) {
                throw new IllegalArgumentException(
                        name + " " + value + " contradicts the run in " + out + ", which has "
                                + stored.getOrDefault(name, "no such option") + "; leave it away or start a new run");
            }
        }
        if (threads != null) {
            arguments.add("--threads=" + threads);
        }
        arguments.add("--checkpoint-minutes=" + checkpointMinutes);
        arguments.add("--out=" + out);
        arguments.add("--resume");
        spec.commandLine().parseArgs(arguments.toArray(String[]::new));
    }

    private Path newFolder() {
        Path folder = Path.of("runs", recipe.title());
        for (int i = 2; Files.exists(folder); i++) {
            folder = Path.of("runs", recipe.title() + "-" + i);
        }
        return folder;
    }

    private static int processors() {
        return Integer.getInteger(Workers.THREADS_PROPERTY, Runtime.getRuntime().availableProcessors());
    }
}
