package org.addernet.train;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.addernet.data.DataSignature;
import org.addernet.io.AtomicFile;
import org.addernet.train.listener.CsvLog;
import org.addernet.train.listener.Progress;

/**
 * The folder of a run, into which one process at a time writes.
 *
 * <p>While it is open, a lock on the file {@code .lock} keeps others out; the system drops the lock when the process ends, be
 * it killed. The options of the run are in {@code options.json} before the first step, so that a run which is interrupted before
 * its first checkpoint is not taken for another.
 */
public final class RunFolder implements Closeable {

    /** The name of the file with the options of the run. */
    public static final String OPTIONS = "options.json";

    /** The name of the file with the results of the epochs. */
    public static final String METRICS = "metrics.csv";

    /** The name of the file that is locked; it stays, since who waits for a deleted file waits for nothing. */
    private static final String LOCK = ".lock";

    /** The most bytes of a file with options, which are a line each. */
    private static final int MOST_BYTES = 1 << 18;

    private final Path path;
    private final FileChannel lock;

    private RunFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes a folder, unless it is there, the folder of a new run.
     *
     * @param options the options of the run, by name, which are written to {@link #OPTIONS}
     * @throws IllegalArgumentException if the folder holds a run
     * @throws IOException if another process is writing there, or the folder cannot be written
     */
    public static RunFolder create(Path path, Map<String, String> options) throws IOException {
        Files.createDirectories(path);
        RunFolder folder = lock(path);
        try {
            if (holdsRun(path)) {
                throw new IllegalArgumentException(
                        path + " holds a run already; continue it with --resume or give another --out");
            }
            byte[] json = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asBytes(new TreeMap<>(options));
            AtomicFile.write(path.resolve(OPTIONS), out -> out.write(json));
            return folder;
        } catch (IOException | RuntimeException | Error e) {
            folder.close();
            throw e;
        }
    }

    /**
     * Opens the folder of a run that goes on, and removes what a killed process has left of files half written.
     *
     * @throws IllegalArgumentException if the folder holds no run
     * @throws IOException if another process is writing there, or the folder cannot be written
     */
    public static RunFolder reopen(Path path) throws IOException {
        if (!holdsRun(path)) {
            throw new IllegalArgumentException(path + " has neither " + OPTIONS + " nor " + CheckpointWriter.LAST
                    + ", so there is no run to continue; start one without --resume");
        }
        return lock(path);
    }

    /** Returns whether a run has begun in a folder. */
    public static boolean holdsRun(Path path) {
        return Files.exists(path.resolve(OPTIONS)) || Files.exists(path.resolve(CheckpointWriter.LAST));
    }

    private static RunFolder lock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(
                path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // This process has it.
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            throw new IOException(path + ": a running training writes there; wait for it, or give another --out");
        }
        AtomicFile.removeLeftovers(path);
        return new RunFolder(path, channel);
    }

    /** Returns where the folder is. */
    public Path path() {
        return path;
    }

    /**
     * Returns the options of the run by name; empty if it has no {@link #OPTIONS}, as older runs.
     *
     * @throws IOException if the file cannot be read or is not as it was written
     */
    public Optional<Map<String, String>> options() throws IOException {
        Path file = path.resolve(OPTIONS);
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new IOException(file + ": has more than " + MOST_BYTES + " bytes, so it is not a run's");
            }
            Map<String, String> options = new TreeMap<>();
            String json = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            for (Map.Entry<String, Object> option : JSON.std.mapFrom(json).entrySet()) {
                if (!(option.getValue() instanceof String value)) {
                    throw new IOException(file + ": option " + option.getKey() + " is no text");
                }
                options.put(option.getKey(), value);
            }
            return Optional.of(options);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JacksonException e) {
            throw new IOException(file + ": is broken: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Reads the state in which the run was interrupted; empty if it has no checkpoint yet.
     *
     * @throws IOException if the file cannot be read or is broken
     */
    public Optional<Checkpoint> checkpoint() throws IOException {
        Path last = path.resolve(CheckpointWriter.LAST);
        return Files.exists(last) ? Optional.of(Checkpoint.read(last)) : Optional.empty();
    }

    /**
     * Lets a trainer keep {@link #METRICS} and checkpoints here, and go on where the run was interrupted, if it was.
     *
     * @param trainer with its optimizer; what is told of an epoch after the files are written listens later
     * @param before {@link #checkpoint}
     * @param data what it is trained and tested on
     * @param options the options of the run, which the checkpoints keep
     * @param interval the time between checkpoints within an epoch; 0: only after epochs
     * @return the results of the epochs that are done, and of those to come
     * @throws IOException if the run began with other data, another model or optimizer, or a file cannot be read
     */
    public CsvLog keep(
            Trainer trainer,
            Optional<Checkpoint> before,
            DataSignature data,
            Map<String, String> options,
            Duration interval)
            throws IOException {
        Progress done = Progress.after(0);
        double best = Double.NEGATIVE_INFINITY;
        if (before.isPresent()) {
            Checkpoint checkpoint = before.get();
            requireSameData(checkpoint, data);
            checkpoint.restore(trainer.model());
            checkpoint.restore(trainer.optimizer());
            done = checkpoint.progress();
            best = checkpoint.bestAccuracy();
        }
        CsvLog history = CsvLog.resume(path.resolve(METRICS), done.epochs());
        trainer.startAfter(done)
                .listen(history)
                .listen(new CheckpointWriter(
                        path, trainer.model(), trainer.optimizer(), data, options, best, interval));
        return history;
    }

    private void requireSameData(Checkpoint checkpoint, DataSignature data) throws IOException {
        List<String> differences =
                checkpoint.data().map(before -> before.differences(data)).orElse(List.of());
        if (!differences.isEmpty()) {
            throw new IOException(
                    path + ": the run began with other data (those of the checkpoint against those of now): "
                            + String.join("; ", differences) + "; put the old data back, or start a new run");
        }
    }

    /**
     * Removes what a run that cannot begin has written here, and the folder if nothing else is in it.
     *
     * @throws IOException if a file cannot be removed
     */
    public void abandon() throws IOException {
        Files.deleteIfExists(path.resolve(OPTIONS));
        Files.deleteIfExists(path.resolve(LOCK));
        try {
            Files.delete(path);
        } catch (DirectoryNotEmptyException e) {
            // It was there before, or is another's by now.
        }
    }

    /** Lets others write there. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
