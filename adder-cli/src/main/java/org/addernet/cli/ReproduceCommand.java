package org.addernet.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.addernet.reproduce.Reproduction;
import org.addernet.reproduce.Setting;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code adder reproduce}: runs the paper's experiments again and writes a report. */
@Command(
        name = "reproduce",
        description = "Runs experiments of the AdderNet paper and writes a report of them.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Without WHAT it lists the experiments. A reproduction that was interrupted goes on",
            "when it is started again: trainings are kept in the folder of --out."
        })
final class ReproduceCommand implements Callable<Integer> {

    private static final String ALL = "all";

    @Parameters(paramLabel = "WHAT", arity = "0..*", description = "Names of experiments, or all.")
    List<String> names = new ArrayList<>();

    @Option(names = "--quick", description = "Train for a few epochs only, which takes minutes instead of hours.")
    boolean quick;

    @Option(
            names = "--seeds",
            defaultValue = "1",
            description = "Seeds for each training, for mean and standard deviation (default: ${DEFAULT-VALUE}).")
    int seeds;

    @Option(
            names = "--hours",
            description = "Leave out trainings that would end later than after so many hours (default: no limit).")
    @Nullable
    Double hours;

    @Option(
            names = "--data",
            defaultValue = "mnist",
            description = "The data set in the place of MNIST (default: ${DEFAULT-VALUE}).")
    String data = "";

    @Option(
            names = "--runs",
            defaultValue = "runs",
            description =
                    "The folder with your trainings, whose accuracies the tables quote (default: ${DEFAULT-VALUE}).")
    Path runs = Path.of("");

    @Option(
            names = "--out",
            description = "The folder for trainings, figures and report.html (default: reproduction; with --quick "
                    + "reproduction-quick).")
    @Nullable
    Path out;

    /** For picocli. */
    ReproduceCommand() {}

    @Override
    public Integer call() throws IOException {
        if (names.isEmpty()) {
            Reproduction.experiments().forEach(e -> System.out.printf("%-14s%s%n", e.name(), e.title()));
            return 0;
        }
        List<String> wanted = new ArrayList<>(names);
        if (wanted.remove(ALL)) {
            Reproduction.experiments().forEach(experiment -> wanted.add(experiment.name()));
        }
        Path folder = out == null ? Path.of(quick ? "reproduction-quick" : "reproduction") : out;
        Setting setting =
                new Setting(folder, runs, data, quick, seeds, hours == null ? Double.POSITIVE_INFINITY : hours);
        Path report = new Reproduction(setting, EpochBar.orLines(System.out), System.out).run(wanted);
        System.out.println("the report is " + report);
        return 0;
    }
}
