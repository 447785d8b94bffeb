package org.addernet.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code adder summary}: prints a model's layers and costs. */
@Command(
        name = "summary",
        description = "Prints the layers of a model, their parameters and operations.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class SummaryCommand implements Callable<Integer> {

    @Mixin
    ModelOptions options = new ModelOptions();

    /** For picocli. */
    SummaryCommand() {}

    @Override
    public Integer call() {
        System.out.print(options.newModel().summary());
        return 0;
    }
}
