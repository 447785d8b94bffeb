package org.addernet.reproduce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.addernet.nn.Model;
import org.addernet.tensor.Tensor;
import org.addernet.train.Checkpoint;
import org.addernet.train.CheckpointWriter;
import org.addernet.train.listener.EpochResult;
import org.addernet.train.listener.History;

/**
 * What a training has left in its folder.
 *
 * @param folder of {@code adder train --out}
 */
record Run(Path folder) {

    private static final String DIVERGED = "diverged.txt";

    /** Returns whether there is a checkpoint to continue from. */
    boolean begun() {
        return Files.exists(folder.resolve(CheckpointWriter.LAST));
    }

    /** Returns how many epochs are done. */
    int epochs() throws IOException {
        return begun() ? checkpoint().progress().epochs() : 0;
    }

    /** Returns the results of the epochs that are done. */
    List<EpochResult> history() throws IOException {
        return History.resume(folder.resolve("metrics.csv"), epochs()).results();
    }

    /** Returns the test accuracy after the last epoch in percent, or NaN if the training diverged or none is done. */
    double accuracy() throws IOException {
        List<EpochResult> history = history();
        return diverged() || history.isEmpty()
                ? Double.NaN
                : 100 * history.get(history.size() - 1).testAccuracy();
    }

    /** Returns the model after the last epoch. */
    Model model() throws IOException {
        return checkpoint().model();
    }

    /**
     * Returns the value of a parameter after the last epoch.
     *
     * @throws java.util.NoSuchElementException if the model has no such parameter
     */
    Tensor parameter(String name) throws IOException {
        return model().parameters().stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }

    /** Returns the options of the training. */
    Map<String, String> options() throws IOException {
        return checkpoint().options();
    }

    /** Returns how many classes the model tells apart. */
    int classes() throws IOException {
        return checkpoint().classes();
    }

    boolean diverged() {
        return Files.exists(folder.resolve(DIVERGED));
    }

    /** Notes that a loss was no number, so that nobody tries again. */
    void markDiverged(String message) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(DIVERGED), message + "\n");
    }

    private Checkpoint checkpoint() throws IOException {
        return Checkpoint.read(folder.resolve(CheckpointWriter.LAST));
    }
}
