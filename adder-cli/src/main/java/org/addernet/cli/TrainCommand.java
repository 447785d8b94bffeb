package org.addernet.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.addernet.data.DataLoader;
import org.addernet.data.DataSignature;
import org.addernet.data.DataSplits;
import org.addernet.data.Dataset;
import org.addernet.data.Datasets;
import org.addernet.data.cache.DataCache;
import org.addernet.nn.Model;
import org.addernet.optim.Optimizer;
import org.addernet.optim.schedule.Schedule;
import org.addernet.parallel.Workers;
import org.addernet.train.Checkpoint;
import org.addernet.train.CheckpointWriter;
import org.addernet.train.RunFolder;
import org.addernet.train.Trainer;
import org.addernet.train.listener.EpochBar;
import org.addernet.train.listener.EpochLines;
import org.addernet.train.listener.History;
import org.addernet.train.listener.LearningCurve;
import org.addernet.train.listener.Progress;
import org.addernet.train.listener.ProgressLines;
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
            "A run that was interrupted continues with: adder train --resume --out DIR"
        })
final class TrainCommand implements Callable<Integer> {

    /** The options that do not change the result; what a recipe says is in the others. */
    private static final Set<String> PASSING =
            Set.of("--recipe", "--out", "--resume", "--threads", "--checkpoint-minutes", "--help", "--version");

    private static final String DATA = "--data";

    /** How often a log without a terminal gets a line in a long epoch. */
    private static final Duration ONE_MINUTE = Duration.ofMinutes(1);

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
     * @throws CancellationException if it was interrupted; the run can be continued
     * @throws org.addernet.train.NonFiniteLossException if a loss is NaN or infinite
     * @throws IOException if a file cannot be read or written
     */
    static void run(String... arguments) throws IOException {
        TrainCommand command = new TrainCommand();
        Adder.configured(new CommandLine(command)).parseArgs(arguments);
        command.execute();
    }

    @Override
    public Integer call() throws IOException {
        try {
            execute();
            return 0;
        } catch (CancellationException e) {
            return 1; // It has said so already: when the process ends, nobody waits for its main thread.
        }
    }

    private void execute() throws IOException {
        if (!resume) {
            applyRecipe();
            if (out != null && RunFolder.holdsRun(out)) {
                throw new IllegalArgumentException(
                        out + " holds a run already; continue it with --resume or give another --out");
            }
            Setup setup = new Setup();
            Map<String, String> kept = runOptions().kept();
            kept.put(DATA, options.absoluteData());
            try (RunFolder folder = RunFolder.create(out == null ? newFolder() : out, kept)) {
                train(folder.path(), null, setup);
            }
            return;
        }
        if (out == null) {
            throw new IllegalArgumentException("--resume needs --out, the folder of the run to continue");
        }
        try (RunFolder folder = RunFolder.reopen(out)) {
            Path last = out.resolve(CheckpointWriter.LAST);
            Checkpoint checkpoint = Files.exists(last) ? Checkpoint.read(last) : null;
            Optional<Map<String, String>> stored = folder.options();
            runOptions()
                    .adopt(stored.isEmpty() && checkpoint != null ? checkpoint.options() : stored.orElseThrow(), out);
            options.requireData(out);
            train(out, checkpoint, new Setup());
        }
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

    /** What the options ask for, checked and loaded before anything is written. */
    private final class Setup {
        final Schedule schedule = options.newSchedule();
        final DataSplits data = Datasets.load(options.data, DataCache.standard());
        final Model model = options.newModel(data.train().classes());
        final Optimizer optimizer = options.newOptimizer(model);
        final DataLoader training;
        final DataLoader test =
                DataLoader.of(data.test()).batchSize(options.batch).build();

        Setup() throws IOException {
            EvalCommand.requireFit(model, data.train(), options.data);
            Dataset images =
                    options.images == null ? data.train() : data.train().spread(options.images);
            DataLoader.Builder builder =
                    DataLoader.of(images).batchSize(options.batch).shuffle(options.seed);
            if (images.size() > options.batch && images.size() % options.batch == 1) {
                System.err.println("adder: the last batch of each epoch would be a single image, which batch"
                        + " normalisation cannot learn from; it is left out, another one in every epoch");
                builder.dropLast();
            }
            training = builder.build();
        }
    }

    private void train(Path folder, @Nullable Checkpoint checkpoint, Setup setup) throws IOException {
        if (threads == null) {
            train(folder, checkpoint, setup, Workers.shared());
        } else {
            try (Workers workers = new Workers(threads)) {
                train(folder, checkpoint, setup, workers);
            }
        }
    }

    private void train(Path folder, @Nullable Checkpoint checkpoint, Setup setup, Workers workers) throws IOException {
        DataSignature data = DataSignature.of(setup.training.dataset(), setup.test.dataset());
        Progress done = Progress.after(0);
        double best = -1;
        if (checkpoint != null) {
            requireSameData(folder, checkpoint, data);
            checkpoint.restore(setup.model);
            checkpoint.restore(setup.optimizer);
            done = checkpoint.progress();
            best = checkpoint.bestAccuracy();
        }
        Duration interval = Duration.ofNanos((long) (checkpointMinutes * 60e9));
        History history = History.resume(folder.resolve("metrics.csv"), done.epochs());
        Map<String, String> kept = runOptions().kept();
        kept.put(DATA, options.dataWithoutPath());
        PrintStream progress = System.out;
        Trainer trainer = Trainer.of(setup.model, setup.optimizer)
                .schedule(setup.schedule)
                .epochs(options.epochs)
                .startAfter(done)
                .seed(options.seed)
                .workers(workers)
                .listen(history)
                .listen(new CheckpointWriter(folder, setup.model, setup.optimizer, data, kept, best, interval))
                .listen(System.console() == null ? new ProgressLines(progress, ONE_MINUTE) : new EpochBar(progress))
                .listen(new EpochLines(progress))
                .listen(new LearningCurve(folder.resolve("curve.png"), options.title(), history))
                .build();
        progress.println("training " + setup.model.name() + " (" + setup.model.similarity() + ") on "
                + Failure.printable(options.data) + ", " + setup.training.size() + " images, " + workers.threads()
                + " threads; results go to " + folder);
        try (Shutdown shutdown = new Shutdown()) {
            Evaluation result = fit(trainer, setup, folder);
            progress.printf(Locale.ROOT, "test accuracy %.2f %%%n", 100 * result.accuracy());
        }
    }

    private static Evaluation fit(Trainer trainer, Setup setup, Path folder) throws IOException {
        try {
            return trainer.fit(setup.training, setup.test);
        } catch (CancellationException e) {
            System.err.println("adder: " + e.getMessage() + "; continue with: adder train --resume --out " + folder);
            throw e;
        }
    }

    private static void requireSameData(Path folder, Checkpoint checkpoint, DataSignature data) throws IOException {
        List<String> differences = checkpoint
                .data()
                .map(before -> before.obstaclesToTraining(data))
                .orElse(List.of());
        if (!differences.isEmpty()) {
            throw new IOException(
                    folder + ": the run began with other data (those of the checkpoint against those of now): "
                            + String.join("; ", differences) + "; put the old data back, or start a new run");
        }
    }

    /** Makes a folder that no other process has. */
    private Path newFolder() throws IOException {
        Path runs = Files.createDirectories(Path.of("runs"));
        for (int i = 1; ; i++) {
            try {
                return Files.createDirectory(runs.resolve(i == 1 ? options.title() : options.title() + "-" + i));
            } catch (FileAlreadyExistsException e) {
                // Take the next number.
            }
        }
    }
}
