package org.addernet.data.cache;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a download so far, in a file {@code .NAME.RANDOM.part} beside the file that they will be.
 *
 * <p>Its name is never used twice and its lock is held as long as it is open, so that what is renamed is what was written.
 * What a download leaves that was broken off is taken over by the next one.
 */
final class PartFile implements Closeable {

    private final Path path;
    private final FileChannel channel;

    private PartFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Takes over the largest part that is left of a download of the file, or makes a new one; removes other leftovers.
     *
     * @param limit the most bytes that the file has
     */
    static PartFile open(Path target, long limit) throws IOException {
        PartFile best = null;
        for (Path path : leftovers(target)) {
            PartFile part = adopt(path);
            if (part == null) {
                continue;
            }
            long size = part.channel.size();
            boolean better = size > 0 && size <= limit && (best == null || size > best.channel.size());
            PartFile worse = better ? best : part;
            best = better ? part : best;
            if (worse != null) {
                worse.channel.truncate(0);
                worse.close();
            }
        }
        while (best == null) {
            Path path = target.resolveSibling(prefix(target) + UUID.randomUUID() + ".part");
            best = locked(
                    path,
                    FileChannel.open(
                            path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
        }
        return best;
    }

    /** Returns the open file. */
    FileChannel channel() {
        return channel;
    }

    /**
     * Syncs the file and gives it its name.
     *
     * @throws NoSuchFileException if somebody has deleted the part
     */
    void moveTo(Path target) throws IOException {
        channel.force(true);
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Closes the file, which stays if it has bytes. */
    @Override
    public void close() throws IOException {
        // A channel that an interrupt has closed does not tell its size.
        try (channel) {
            if (channel.isOpen() && channel.size() == 0) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static String prefix(Path target) {
        return "." + target.getFileName() + ".";
    }

    private static List<Path> leftovers(Path target) throws IOException {
        List<Path> paths = new ArrayList<>();
        Path folder = target.toAbsolutePath().getParent();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(
                folder == null ? target : folder,
                path -> String.valueOf(path.getFileName()).startsWith(prefix(target))
                        && path.toString().endsWith(".part"))) {
            stream.forEach(paths::add);
        }
        return paths;
    }

    /** Takes over a part, unless another process works on it; removes what is no plain file. */
    private static @Nullable PartFile adopt(Path path) throws IOException {
        try {
            if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                return locked(
                        path,
                        FileChannel.open(
                                path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
            }
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // Gone, another user's, or nothing that a download left: a new part will do.
        }
        return null;
    }

    private static @Nullable PartFile locked(Path path, FileChannel channel) throws IOException {
        // Who held it before has renamed it, deleted it, or will never come back to it: the name tells.
        if (DownloadLock.isLocked(channel) && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return new PartFile(path, channel);
        }
        channel.close();
        return null;
    }
}
