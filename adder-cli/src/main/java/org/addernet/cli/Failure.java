package org.addernet.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.addernet.io.OneLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;

/**
 * What went wrong, in one line for a terminal, and the exit code: 2 for wrong usage, 1 for everything else.
 *
 * @param message names what is at fault and, where there is one, the remedy
 */
record Failure(String message, int exitCode) {

    /** Longer than one name may be, since a message may show several. */
    private static final int LONGEST = 2000;

    static Failure of(Throwable e) {
        return new Failure(OneLine.of(message(e), LONGEST), usage(e) ? ExitCode.USAGE : ExitCode.SOFTWARE);
    }

    /** Wrong arguments; what is not allowed in a path is a matter of the system, as is what a file holds. */
    private static boolean usage(Throwable e) {
        return (e instanceof IllegalArgumentException && !(e instanceof InvalidPathException))
                || (e instanceof ParameterException && !(e.getCause() instanceof InvalidPathException));
    }

    /** File system exceptions only name the file, so the reason is put behind it. */
    private static String message(Throwable e) {
        if (e instanceof OutOfMemoryError) {
            return "out of memory (" + e.getMessage() + "), Java may take "
                    + Runtime.getRuntime().maxMemory() / (1 << 20)
                    + " MiB; lower --batch, or give it more with JDK_JAVA_OPTIONS=-Xmx4g";
        }
        if (e instanceof StackOverflowError) {
            return "Java's stack is full; the input is nested too deeply";
        }
        if (e instanceof InvalidPathException path) {
            return "the name \"" + path.getInput() + "\" cannot be that of a file here, where names are in "
                    + System.getProperty("sun.jnu.encoding") + "; start with LC_ALL=C.UTF-8";
        }
        if (e instanceof ParameterException && e.getCause() instanceof InvalidPathException path) {
            return message(path);
        }
        if (e instanceof CharacterCodingException) {
            return "a text is not UTF-8 (" + e + ")";
        }
        if (e instanceof UncheckedIOException unchecked) {
            return message(Objects.requireNonNull(unchecked.getCause()));
        }
        if (e instanceof NoSuchFileException missing) {
            return missing.getFile() + ": no such file or folder";
        }
        if (e instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied";
        }
        if (e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException) {
            return ((FileSystemException) e).getFile() + ": is a file, not a folder";
        }
        if (e instanceof FileSystemException other) {
            String reason = other.getReason() == null ? other.getClass().getSimpleName() : other.getReason();
            return other.getFile() + ": " + reason;
        }
        boolean speaks = e instanceof IOException
                || e instanceof IllegalArgumentException
                || e instanceof IllegalStateException
                || e instanceof CancellationException
                || e instanceof ParameterException
                || e.getClass().getName().startsWith("org.addernet.");
        String message = e.getMessage();
        return speaks && message != null ? message : e.toString();
    }
}
