package org.addernet.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.addernet.nn.zoo.ModelZoo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code adder models}: lists the networks that there are. */
@Command(
        name = "models",
        description = "Lists the networks; each can have any similarity.",
        mixinStandardHelpOptions = true)
final class ModelsCommand implements Callable<Integer> {

    private static final String ROW = "%-12s %-14s %7s  %s%n";

    @Spec
    CommandSpec spec = CommandSpec.create();

    /** For picocli. */
    ModelsCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(ROW, "model", "image", "classes", "description");
        for (ModelZoo.Entry model : ModelZoo.entries()) {
            out.printf(Locale.ROOT, ROW, model.name(), model.imageShape(), model.classes(), model.description());
        }
        out.flush();
        return 0;
    }
}
