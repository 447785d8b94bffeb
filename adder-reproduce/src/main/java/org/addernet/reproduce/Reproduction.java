package org.addernet.reproduce;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.addernet.io.AtomicFile;
import org.addernet.train.listener.TrainingListener;

/**
 * Runs experiments of the paper and writes one report of them, {@code report.html}.
 *
 * <p>The folder gets a folder for each experiment, with its figures as CSV, its pictures as PNG and {@code section.json}, and
 * {@code trainings}, whose runs {@code adder eval} and the others can read. A reproduction that was interrupted goes on where it was.
 */
public final class Reproduction {

    /** In the order in which they run: what is quick or needed by others first. */
    private static final List<Experiment> EXPERIMENTS = List.of(
            new FirstGradients(),
            new OutputVariance(),
            new Propositions(),
            AccuracyTable.CIFAR_TABLE,
            AccuracyTable.IMAGENET_TABLE,
            AccuracyTable.L2_TABLE,
            new LearningCurves(),
            new FilterImages(),
            new WeightHistograms(),
            new EtaTable(),
            new FeatureScatter());

    private final Setting setting;
    private final Laboratory laboratory;
    private final PrintStream out;

    /**
     * Creates a reproduction.
     *
     * @param progress is told of every training
     * @param out where results are told
     */
    public Reproduction(Setting setting, TrainingListener progress, PrintStream out) {
        this(setting, new Laboratory(setting, progress, out), out);
    }

    Reproduction(Setting setting, Laboratory laboratory, PrintStream out) {
        this.setting = setting;
        this.laboratory = laboratory;
        this.out = out;
    }

    /** What can be reproduced. */
    public record Entry(String name, String title) {}

    /** Returns the experiments in the order in which they run. */
    public static List<Entry> experiments() {
        return EXPERIMENTS.stream()
                .map(experiment -> new Entry(experiment.name(), experiment.title()))
                .toList();
    }

    /**
     * Runs experiments, and writes the report after each; those whose trainings do not fit the time or diverge
     * are left out.
     *
     * @param names which ones; in what order does not matter
     * @return the report
     * @throws IllegalArgumentException if there is no experiment of a name
     * @throws IOException if data cannot be read or a file cannot be written
     */
    public Path run(List<String> names) throws IOException {
        for (String name : names) {
            if (EXPERIMENTS.stream().noneMatch(experiment -> experiment.name().equals(name))) {
                throw new IllegalArgumentException("there is no experiment \"" + name + "\", known are "
                        + String.join(
                                ", ", EXPERIMENTS.stream().map(Experiment::name).toList()));
            }
        }
        Files.createDirectories(setting.folder());
        Path report = report();
        for (Experiment experiment : EXPERIMENTS) {
            if (!names.contains(experiment.name())) {
                continue;
            }
            out.println(experiment.name() + ": " + experiment.title());
            try {
                Draft draft = new Draft(experiment, setting.folder().resolve(experiment.name()));
                experiment.run(laboratory, draft);
                Section section = draft.section(laboratory.made(experiment));
                byte[] json = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asBytes(section);
                AtomicFile.write(file(experiment), stream -> stream.write(json));
                section.findings().forEach(finding -> out.println("  " + finding));
                report();
            } catch (NoResultException e) {
                out.println("  left out: " + e.getMessage());
            }
        }
        return report;
    }

    /** Writes the report of all experiments that have been run in the folder, and returns its file. */
    private Path report() throws IOException {
        List<Section> sections = new ArrayList<>();
        for (Experiment experiment : EXPERIMENTS) {
            if (Files.exists(file(experiment))) {
                sections.add(JSON.std.beanFrom(Section.class, Files.readAllBytes(file(experiment))));
            }
        }
        Path report = setting.folder().resolve("report.html");
        byte[] html = new Report(setting.folder()).html(sections);
        AtomicFile.write(report, stream -> stream.write(html));
        return report;
    }

    private Path file(Experiment experiment) {
        return setting.folder().resolve(experiment.name()).resolve("section.json");
    }
}
