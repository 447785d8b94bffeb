package org.addernet.io;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The {@link IOException}s of this package: one line each, which names the file and what is wrong with it. */
final class FileError {

    /** Names and numbers in a broken file may be millions of characters long; a message is for reading. */
    private static final int LONGEST = 500;

    /** The most of a name or text, so that the message's own words are not what is clipped. */
    private static final int LONGEST_NAME = 80;

    /** What would end the line, move the cursor of a terminal, turn the direction of the text or be no character at all. */
    private static final Pattern UNREADABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+");

    private FileError() {}

    static IOException cannotRead(Path file, IOException cause) {
        return new IOException("cannot read " + file + ": " + oneLine(reason(cause)), cause);
    }

    static IOException cannotWrite(Path file, IOException cause) {
        return new IOException("cannot write " + file + ": " + oneLine(reason(cause)), cause);
    }

    static IOException cannotRemove(Path file, IOException cause) {
        return new IOException("cannot remove " + file + ": " + oneLine(reason(cause)), cause);
    }

    /** Returns the error for content that breaks its format at a byte offset from the start of the file. */
    static IOException broken(Path file, long offset, String problem) {
        return broken(file, "byte " + offset + ": " + problem);
    }

    /** Returns the error for content that is not what was expected. */
    static IOException broken(Path file, String problem) {
        return new IOException(file + ": " + oneLine(problem));
    }

    /** Returns a name or text of a file in quotes, so short and clean that it fits into a message. */
    static String quote(String text) {
        return "'" + clean(text, LONGEST_NAME) + "'";
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

    private static String oneLine(String text) {
        return clean(text, LONGEST);
    }

    private static String clean(String text, int longest) {
        String clipped = text.length() <= longest ? text : text.substring(0, longest) + "...";
        return UNREADABLE.matcher(clipped).replaceAll(" ");
    }
}
