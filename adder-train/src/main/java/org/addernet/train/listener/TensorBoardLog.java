package org.addernet.train.listener;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the results of each epoch for TensorBoard, which shows them with {@code tensorboard --logdir <folder>}.
 *
 * <p>The scalars {@code loss/train}, {@code loss/test}, {@code accuracy/train}, {@code accuracy/test} (0 to 1),
 * {@code seconds} and metrics, such as {@code test/f1}, are in a file {@code events.out.tfevents.<seconds since 1970>.addernet}, with the number of the epoch for
 * step. It is made when the first epoch ends, and what an epoch adds is on disk when it has ended. A training that goes on
 * with a new log in the same folder starts a new file, as the names are told apart by time; TensorBoard reads both as one run.
 * Of an epoch that is done again, since the run was interrupted before its checkpoint, both results are there.
 */
public final class TensorBoardLog implements TrainingListener {

    private final Path folder;
    private @Nullable Path file;

    /** Creates the listener; the folder is made with the first file, if it is not there. */
    public TensorBoardLog(Path folder) {
        this.folder = folder;
    }

    @Override
    public void epochFinished(EpochResult result) throws IOException {
        double now = System.currentTimeMillis() / 1000.0;
        if (file == null) {
            file = create(now);
        }
        Map<String, Double> scalars = new LinkedHashMap<>();
        scalars.put("loss/train", result.trainLoss());
        scalars.put("loss/test", result.testLoss());
        scalars.put("accuracy/train", result.trainAccuracy());
        scalars.put("accuracy/test", result.testAccuracy());
        scalars.put("seconds", result.seconds());
        result.metrics().forEach((name, value) -> scalars.put("test/" + name, value));
        // Opened and closed each time, so that nothing stays in a buffer.
        Files.write(file, TensorBoardEvent.scalars(now, result.epoch(), scalars), StandardOpenOption.APPEND);
    }

    /** Makes a new file, with the name of a later second if another log has taken this one. */
    private Path create(double now) throws IOException {
        Files.createDirectories(folder);
        for (long seconds = (long) now; ; seconds++) {
            Path path = folder.resolve("events.out.tfevents." + seconds + ".addernet");
            try {
                return Files.write(path, TensorBoardEvent.version(now), StandardOpenOption.CREATE_NEW);
            } catch (FileAlreadyExistsException e) {
                // The next second, then.
            }
        }
    }
}
