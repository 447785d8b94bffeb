package org.addernet.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
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
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

    /** The options that do not change the result; what a recipe says is in the others. */
    private static final Set<String> PASSING =
            Set.of("--recipe", "--out", "--resume", "--threads", "--checkpoint-minutes", "--help", "--version");

    @Option(
            names = "--recipe",
            description = "Values for the options below, as a source states them: ${COMPLETION-CANDIDATES}. "
                    + "An option that is given wins.")
    @Nullable
    Recipe recipe;

    @Mixin
    TrainingOptions options = new TrainingOptions();

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

    /**
     * Runs the command within this process.
     *
     * @throws IllegalArgumentException if an argument is wrong
     * @throws org.addernet.train.NonFiniteLossException if a loss is NaN or infinite
     * @throws IOException if a file cannot be read or written
     */
    static void run(String... arguments) throws IOException {
        TrainCommand command = new TrainCommand();
        Adder.configured(new CommandLine(command)).parseArgs(arguments);
        command.call();
    }

    @Override
    public Integer call() throws IOException {
        Checkpoint checkpoint = resume ? checkpointToContinue() : null;
        if (checkpoint == null) {
            applyRecipe();
        } else {
            runOptions().adopt(checkpoint.options(), Objects.requireNonNull(out));
        }
        Path folder = out == null ? newFolder() : out;
        if (checkpoint == null && Files.exists(folder.resolve(CheckpointWriter.LAST))) {
            throw new IllegalArgumentException(
                    folder + " holds a run already; continue it with --resume or give another --out");
        }
        if (threads == null) {
            train(folder, checkpoint, Workers.shared());
        } else {
            try (Workers workers = new Workers(threads)) {
                train(folder, checkpoint, workers);
            }
        }
        return 0;
    }

    private RunOptions runOptions() {
        return new RunOptions(spec, PASSING);
    }

    /** Takes the recipe's values for the options that are not given. */
    void applyRecipe() {
        if (recipe != null) {
            runOptions().fill(recipe.options());
        }
    }

    /** Returns the checkpoint of the run that is continued, or null if it was cut before it wrote one and begins again. */
    private @Nullable Checkpoint checkpointToContinue() throws IOException {
        if (out == null) {
            throw new IllegalArgumentException("--resume needs --out, the folder of the run to continue");
        }
        Path last = out.resolve(CheckpointWriter.LAST);
        if (Files.exists(last)) {
            return Checkpoint.read(last);
        }
        if (recipe == null && PASSING.containsAll(runOptions().given().keySet())) {
            throw new IllegalArgumentException(
                    last + " does not exist, so there is nothing to continue; if the run was cut"
                            + " before its first checkpoint, give its options again");
        }
        System.err.println("adder: " + last + " does not exist, so the run starts from the beginning");
        return null;
    }

    private void train(Path folder, @Nullable Checkpoint checkpoint, Workers workers) throws IOException {
        Schedule schedule = options.newSchedule();
        DataSplits data = Datasets.load(options.data, DataCache.standard());
        Model model = options.newModel(data.train().classes());
        EvalCommand.requireFit(model, data.train(), options.data);
        Optimizer optimizer = options.newOptimizer(model);
        DataLoader training = DataLoader.of(
                        options.images == null ? data.train() : data.train().spread(options.images))
                .batchSize(options.batch)
                .shuffle(options.seed)
                .build();
        DataLoader test = DataLoader.of(data.test()).batchSize(options.batch).build();
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
                .epochs(options.epochs)
                .startAfter(done)
                .seed(options.seed)
                .workers(workers)
                .listen(history)
                .listen(new CheckpointWriter(
                        folder, model, optimizer, runOptions().kept(), best, interval));
        PrintStream progress = System.out;
        if (System.console() != null) {
            trainer.listen(new EpochBar(progress));
        }
        trainer.listen(new EpochLines(progress))
                .listen(new LearningCurve(folder.resolve("curve.png"), options.title(), history));
        System.out.println("training " + model.name() + " (" + model.similarity() + ") on " + options.data + ", "
                + training.size() + " images, " + workers.threads() + " threads; results go to " + folder);
        Evaluation result = trainer.build().fit(training, test);
        System.out.printf(Locale.ROOT, "test accuracy %.2f %%%n", 100 * result.accuracy());
    }

    private Path newFolder() {
        Path folder = Path.of("runs", options.title());
        for (int i = 2; Files.exists(folder); i++) {
            folder = Path.of("runs", options.title() + "-" + i);
        }
        return folder;
    }
}
