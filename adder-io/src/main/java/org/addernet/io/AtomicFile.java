package org.addernet.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Writes a file whole or not at all: beside the target first, synced to the disk, then renamed in one step.
 *
 * <p>Until the rename the old file is untouched; on failure nothing is left behind, unless the process is killed (see
 * {@link #removeLeftovers}). A target that is a symbolic link is
 * replaced by the file, the one it points to stays.
 */
public final class AtomicFile {

    private static final String PREFIX = ".adder-";
    private static final String SUFFIX = ".tmp";

    /** The names of temporary files: exactly what {@link #temporaryName} gives, so that no file of the user is one. */
    private static final Pattern TEMPORARY = Pattern.compile(
            Pattern.quote(PREFIX) + "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}" + Pattern.quote(SUFFIX));

    private AtomicFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Writer {

        /**
         * Writes the content to a buffered stream, which it may close or leave open.
         *
         * @throws IOException if the content cannot be written; the target then stays as it was
         */
        void write(OutputStream out) throws IOException;
    }

    /**
     * Writes or replaces a file; its folder must exist.
     *
     * @throws IOException if the file cannot be written or the thread is interrupted; the message names the target
     *     and the reason
     */
    public static void write(Path target, Writer writer) throws IOException {
        try {
            Path file = target.toAbsolutePath();
            Path folder = file.getParent();
            if (folder == null || Files.isDirectory(file)) {
                throw new FileSystemException(target.toString(), null, "it is a folder");
            }
            if (Files.notExists(folder)) {
                throw new FileSystemException(target.toString(), null, "its folder does not exist; create it first");
            }
            // Not Files.createTempFile: that makes the file readable by its owner alone. Not the target's name with
            // a suffix: that may be too long.
            Path temporary = folder.resolve(temporaryName());
            try {
                writeSynced(temporary, writer);
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException | RuntimeException | Error failure) {
                try {
                    Files.deleteIfExists(temporary);
                } catch (IOException e) {
                    failure.addSuppressed(e);
                }
                throw failure;
            }
            syncFolder(folder);
        } catch (IOException e) {
            throw FileError.cannotWrite(target, e);
        }
    }

    /**
     * Removes the temporary files that killed processes left in a folder, and returns how many.
     *
     * <p>Only for a folder in which nobody else writes, since the file that another process is writing looks the same. Folders
     * below it, links and files of any other name stay.
     *
     * @throws IOException if the folder cannot be read or a file not removed; the message names it
     */
    public static int removeLeftovers(Path folder) throws IOException {
        List<Path> leftovers = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                folder,
                file -> TEMPORARY.matcher(file.getFileName().toString()).matches()
                        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))) {
            files.forEach(leftovers::add);
        } catch (DirectoryIteratorException e) {
            throw FileError.cannotRead(folder, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw FileError.cannotRead(folder, e);
        }
        for (Path file : leftovers) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw FileError.cannotRemove(file, e);
            }
        }
        return leftovers.size();
    }

    private static String temporaryName() {
        return PREFIX + UUID.randomUUID() + SUFFIX;
    }

    private static void writeSynced(Path file, Writer writer) throws IOException {
        try (OutputStream out =
                new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), 1 << 16)) {
            writer.write(out);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Makes the rename survive a power failure, where the system lets a folder be opened (Windows does not). */
    private static void syncFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // The file is written, whole and in place; without this sync a power failure may bring back the old one.
        }
    }
}
