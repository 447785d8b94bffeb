package org.addernet.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.addernet.parallel.Workers;
import org.addernet.train.Checkpoint;
import org.addernet.train.CheckpointWriter;
import org.addernet.train.RunFolder;
import org.jspecify.annotations.Nullable;
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
            TrainingRun run = new TrainingRun(options);
            Map<String, String> kept = runOptions().kept();
            kept.putAll(options.absolutePaths());
            try (RunFolder folder = RunFolder.create(out == null ? newFolder() : out, kept)) {
                try {
                    train(folder, Optional.empty(), run);
                } catch (IllegalArgumentException e) {
                    folder.abandon(); // It never began, and cannot with these options.
                    throw e;
                }
            }
            return;
        }
        if (out == null) {
            throw new IllegalArgumentException("--resume needs --out, the folder of the run to continue");
        }
        try (RunFolder folder = RunFolder.reopen(out)) {
            Optional<Checkpoint> checkpoint = folder.checkpoint();
            Optional<Map<String, String>> stored = folder.options();
            runOptions()
                    .adopt(
                            stored.isEmpty() && checkpoint.isPresent()
                                    ? checkpoint.get().options()
                                    : stored.orElseThrow(),
                            out);
            options.requireFiles(out);
            if (checkpoint.isPresent()) {
                options.requireSameFiles(out, checkpoint.get().options());
            }
            train(folder, checkpoint, new TrainingRun(options));
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

    private void train(RunFolder folder, Optional<Checkpoint> before, TrainingRun run) throws IOException {
        Map<String, String> kept = runOptions().kept();
        kept.putAll(options.withoutPaths());
        Duration interval = Duration.ofNanos((long) (checkpointMinutes * 60e9));
        if (threads == null) {
            run.train(folder, before, kept, interval, Workers.shared());
        } else {
            try (Workers workers = new Workers(threads)) {
                run.train(folder, before, kept, interval, workers);
            }
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
