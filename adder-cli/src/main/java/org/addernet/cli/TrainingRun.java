package org.addernet.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.addernet.analysis.LearningCurve;
import org.addernet.data.DataLoader;
import org.addernet.data.DataSignature;
import org.addernet.data.DataSplits;
import org.addernet.data.Dataset;
import org.addernet.io.ModelFile;
import org.addernet.io.OneLine;
import org.addernet.nn.Model;
import org.addernet.nn.loss.Loss;
import org.addernet.optim.Optimizer;
import org.addernet.optim.schedule.Schedule;
import org.addernet.parallel.Workers;
import org.addernet.train.Checkpoint;
import org.addernet.train.InterruptOnShutdown;
import org.addernet.train.RunFolder;
import org.addernet.train.Trainer;
import org.addernet.train.listener.CsvLog;
import org.addernet.train.listener.EpochLines;
import org.addernet.train.metric.Evaluation;

/** What the options of a training ask for, checked and loaded before anything is written. */
final class TrainingRun {

    private final TrainingOptions options;
    private final Schedule schedule;
    private final Model model;
    private final Optimizer optimizer;
    private final Loss loss;
    private final DataLoader training;
    private final DataLoader test;
    private final DataSignature signature;

    TrainingRun(TrainingOptions options) throws IOException {
        this.options = options;
        schedule = options.newSchedule();
        DataSplits data = options.loadData();
        model = options.newModel(data.train().classes());
        EvalCommand.requireFit(model, data.train(), options.data);
        if (options.init != null) {
            initialize(options.init);
        }
        optimizer = options.newOptimizer(model);
        loss = options.distillation.newLoss(data);
        training = training(data.train());
        test = DataLoader.of(data.test()).batchSize(options.batch).build();
        signature = DataSignature.of(training.dataset(), data.test());
    }

    /** Copies what fits of a file into the model, and says what does not, since a misspelt layer is a silent loss. */
    private void initialize(Path file) throws IOException {
        Set<String> rest = new LinkedHashSet<>(model.state().keySet());
        Set<String> copied = ModelFile.restoreMatching(file, model);
        rest.removeAll(copied);
        System.err.println("adder: " + copied.size() + " tensors begin with the values of " + OneLine.of(file)
                + (rest.isEmpty() ? ", all" : ", not " + OneLine.of(String.join(", ", rest))));
    }

    private DataLoader training(Dataset all) {
        Dataset images = options.images == null ? all : all.subsample(options.images);
        DataLoader.Builder builder =
                DataLoader.of(images).batchSize(options.batch).shuffle(options.seed);
        if (images.size() > options.batch && images.size() % options.batch == 1) {
            System.err.println("adder: the last batch of each epoch would be a single image, which batch normalisation"
                    + " cannot learn from; it is left out, another one in every epoch");
            builder.dropLast();
        }
        return builder.build();
    }

    /**
     * Trains, from where the run was interrupted if it was.
     *
     * @param before where the run goes on; empty if it begins
     * @param kept the options that checkpoints keep
     * @param interval the time between checkpoints within an epoch; 0: only after epochs
     * @throws CancellationException if it is interrupted; how to go on has been said by then
     */
    void train(
            RunFolder folder, Optional<Checkpoint> before, Map<String, String> kept, Duration interval, Workers workers)
            throws IOException {
        PrintStream out = System.out;
        Trainer trainer = Trainer.of(model)
                .optimizer(optimizer)
                .schedule(schedule)
                .loss(loss)
                .epochs(options.epochs)
                .seed(options.seed)
                .workers(workers);
        if (options.recalibrate != null) {
            trainer.recalibrate(options.recalibrate);
        }
        CsvLog history = folder.keep(trainer, before, signature, kept, interval);
        trainer.listen(EpochBar.orLines(out), new EpochLines(out))
                .listen(new LearningCurve(folder.path().resolve("curve.png"), options.title(), history));
        try (InterruptOnShutdown shutdown = new InterruptOnShutdown()) {
            out.println(
                    history.results().stream().anyMatch(result -> result.epoch() >= options.epochs)
                            ? folder.path() + " is finished: all " + options.epochs + " epochs are done"
                            : "training " + model + " on " + OneLine.of(options.data) + ", " + training.size()
                                    + " images, " + workers.threads() + " threads; results go to " + folder.path());
            Evaluation result = fit(trainer, folder.path());
            out.printf(Locale.ROOT, "test accuracy %.2f %%%n", 100 * result.accuracy());
        }
    }

    private Evaluation fit(Trainer trainer, Path folder) {
        try {
            return trainer.fit(training, test);
        } catch (CancellationException e) {
            // Said here: when the process ends, nobody waits for what its main thread says later.
            System.err.println("adder: " + e.getMessage() + "; continue with: adder train --resume --out " + folder);
            throw e;
        }
    }
}
