package org.addernet.io;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The {@link IOException}s of this package: one line each, which names the file and what is wrong with it. */
final class FileError {

    /** The most of a name or text, so that the message's own words are not what is clipped. */
    private static final int LONGEST_NAME = 80;

    private FileError() {}

    static IOException cannotRead(Path file, IOException cause) {
        return new IOException("cannot read " + file + ": " + OneLine.of(reason(cause)), cause);
    }

    static IOException cannotWrite(Path file, IOException cause) {
        return new IOException("cannot write " + file + ": " + OneLine.of(reason(cause)), cause);
    }

    static IOException cannotRemove(Path file, IOException cause) {
        return new IOException("cannot remove " + file + ": " + OneLine.of(reason(cause)), cause);
    }

    /** Returns the error for content that breaks its format at a byte offset from the start of the file. */
    static IOException broken(Path file, long offset, String problem) {
        return broken(file, "byte " + offset + ": " + problem);
    }

    /** Returns the error for content that is not what was expected. */
    static IOException broken(Path file, String problem) {
        return new IOException(file + ": " + OneLine.of(problem));
    }

    /** Returns the error for content that is not what was expected, with what noticed it. */
    static IOException broken(Path file, String problem, Exception cause) {
        return new IOException(file + ": " + OneLine.of(problem), cause);
    }

    /** Returns a name or text of a file in quotes, so short and clean that it fits into a message. */
    static String quote(String text) {
        return "'" + OneLine.of(text, LONGEST_NAME) + "'";
    }

    /** The messages of {@link FileSystemException} are often the path alone, with the reason in the class name. */
    private static String reason(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "no such file";
        }
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof ClosedByInterruptException) {
            return "the thread was interrupted";
        }
        String message = cause instanceof FileSystemException system ? system.getReason() : cause.getMessage();
        return message != null ? message : cause.getClass().getSimpleName();
    }
}
