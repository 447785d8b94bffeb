package org.addernet.data.cache;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.addernet.io.OneLine;
import org.jspecify.annotations.Nullable;

/**
 * The turn to download a file, which the threads and processes of a machine take one after another.
 *
 * <p>It spares work and is not what keeps the file right: who deletes the lock file lets two download at once, each into a
 * part of its own. The lock file stays, as one that is deleted and made again would be two.
 */
final class DownloadLock implements Closeable {

    private static final System.Logger LOG = System.getLogger(DownloadLock.class.getName());

    private static final long POLL_MILLIS = 50;

    /** The lock files that threads of this process hold: closing a second channel of one would release its lock. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private DownloadLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Waits for the lock.
     *
     * @param target the file to download, in a folder that exists
     * @throws IOException if others hold it for longer than {@code patience}, the thread is interrupted, or the lock file
     *     cannot be opened
     */
    static DownloadLock acquire(Path target, Duration patience) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(target + ": this is a folder, not a file to download");
        }
        Path file = folder.toRealPath().resolve("." + target.getFileName() + ".lock");
        long start = System.nanoTime();
        for (boolean first = true; ; first = false) {
            DownloadLock lock = attempt(file);
            if (lock != null) {
                return lock;
            }
            if (first) {
                LOG.log(System.Logger.Level.INFO, "waiting for another process that downloads " + OneLine.of(target));
            }
            if (System.nanoTime() - start > patience.toNanos()) {
                throw new IOException("another process has been downloading " + target.getFileName() + " for "
                        + patience.toSeconds() + " s and holds " + file + "; wait for it or end it, then try again");
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException(
                        "interrupted while waiting for the download of " + target.getFileName());
            }
        }
    }

    private static @Nullable DownloadLock attempt(Path file) throws IOException {
        if (!HELD.add(file)) {
            return null;
        }
        DownloadLock lock = null;
        try {
            if (Files.isSymbolicLink(file)) {
                throw new IOException(OneLine.of(file) + ": the lock of a download must not be a link; remove it");
            }
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            if (isLocked(channel)) {
                lock = new DownloadLock(file, channel);
            } else {
                channel.close();
            }
            return lock;
        } finally {
            if (lock == null) {
                HELD.remove(file);
            }
        }
    }

    /** Locks a file until its channel is closed, or returns false if another holds it. */
    static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(file);
        }
    }
}
