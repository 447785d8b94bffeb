package org.addernet.cli;

import java.io.PrintWriter;
import java.util.List;
import org.addernet.kernel.Similarity;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code adder} command; it exits with 0, 1 for a failure, or 2 for wrong usage. */
@Command(
        name = "adder",
        description = "Neural networks whose convolutions add instead of multiply.",
        mixinStandardHelpOptions = true,
        version = "addernet 0.1.0-SNAPSHOT",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            TrainCommand.class,
            EvalCommand.class,
            PredictCommand.class,
            ExportCommand.class,
            SummaryCommand.class,
            DatasetsCommand.class,
            OpsCommand.class,
            ModelsCommand.class,
            ReproduceCommand.class,
            DoctorCommand.class
        })
public final class Adder {

    /** For picocli. */
    Adder() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** Returns the command, ready to be executed. */
    static CommandLine commandLine() {
        return configured(new CommandLine(new Adder()))
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler((e, arguments) -> fail(e.getCommandLine(), e))
                .setExecutionStrategy(Adder::run);
    }

    /** Returns a command that reads values as all commands do. */
    static CommandLine configured(CommandLine command) {
        return command.registerConverter(Similarity.class, Adder::similarity).setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static int run(CommandLine.ParseResult arguments) {
        try {
            return new CommandLine.RunLast().execute(arguments);
        } catch (CommandLine.ExecutionException e) {
            return fail(e.getCommandLine(), e.getCause() == null ? e : e.getCause());
        } catch (Throwable e) { // Errors too: whoever runs out of memory is told what to do.
            List<CommandLine> commands = arguments.asCommandLineList();
            return fail(commands.get(commands.size() - 1), e);
        }
    }

    private static int fail(CommandLine command, Throwable e) {
        Failure failure = Failure.of(e);
        PrintWriter err = command.getErr();
        err.println("adder: " + failure.message());
        if (failure.exitCode() == CommandLine.ExitCode.USAGE) {
            List<String> meant = e instanceof CommandLine.UnmatchedArgumentException unmatched
                    ? unmatched.getSuggestions()
                    : List.of();
            err.println((meant.isEmpty() ? "" : "Did you mean '" + meant.get(0) + "'? ") + "Try '"
                    + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        err.flush();
        return failure.exitCode();
    }

    private static Similarity similarity(String name) {
        try {
            return Similarity.parse(name);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.TypeConversionException(e.getMessage());
        }
    }
}
