package org.addernet.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
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
                .setParameterExceptionHandler((e, arguments) -> fail(e.getCommandLine(), e, CommandLine.ExitCode.USAGE))
                .setExecutionExceptionHandler((e, command, result) -> fail(command, e, exitCode(e)));
    }

    /** Returns a command that reads values as all commands do. */
    static CommandLine configured(CommandLine command) {
        return command.registerConverter(Similarity.class, Adder::similarity).setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static int exitCode(Exception e) {
        return e instanceof IllegalArgumentException ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }

    private static int fail(CommandLine command, Exception e, int exitCode) {
        PrintWriter err = command.getErr();
        err.println("adder: " + message(e));
        if (exitCode == CommandLine.ExitCode.USAGE) {
            err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        err.flush();
        return exitCode;
    }

    /** Returns the message in one line; file system exceptions only name the file, so the reason is put before it. */
    private static String message(Exception e) {
        if (e instanceof NoSuchFileException missing) {
            return missing.getFile() + ": no such file or folder";
        }
        if (e instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied";
        }
        if (e instanceof FileAlreadyExistsException file) {
            return file.getFile() + ": is a file, not a folder";
        }
        if (e instanceof FileSystemException other && other.getReason() == null) {
            return other.getFile() + ": " + other.getClass().getSimpleName();
        }
        String message = e.getMessage();
        boolean known = e instanceof IOException || e instanceof RuntimeException;
        return message == null || !known ? e.toString() : message.replaceAll("\\s*\\R\\s*", " ");
    }

    private static Similarity similarity(String name) {
        try {
            return Similarity.parse(name);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.TypeConversionException(e.getMessage());
        }
    }
}
