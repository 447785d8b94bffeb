package org.addernet.cli;

import java.util.concurrent.Callable;
import org.addernet.kernel.GradientRule;
import org.addernet.kernel.Similarity;
import org.addernet.nn.zoo.LeNet5;
import org.addernet.nn.zoo.ModelZoo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code adder summary}: prints a model's layers and costs. */
@Command(
        name = "summary",
        description = "Prints the layers of a model, their parameters and operations.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class SummaryCommand implements Callable<Integer> {

    @Option(names = "--model", defaultValue = LeNet5.NAME, description = "The network (default: ${DEFAULT-VALUE}).")
    String model = "";

    @Option(
            names = "--similarity",
            defaultValue = "l1",
            description = "l1, l2, cross-correlation or xnor (default: ${DEFAULT-VALUE}).")
    Similarity similarity = Similarity.L1;

    @Option(
            names = "--classes",
            defaultValue = "10",
            description = "Classes to tell apart (default: ${DEFAULT-VALUE}).")
    int classes;

    /** For picocli. */
    SummaryCommand() {}

    @Override
    public Integer call() {
        System.out.print(ModelZoo.create(model, classes, similarity, GradientRule.of(similarity))
                .summary());
        return 0;
    }
}
