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
import org.addernet.train.RunFolder;
import org.addernet.train.listener.CsvLog;
import org.addernet.train.listener.EpochResult;

/**
 * What a training has left in its folder.
 *
 * @param folder of {@code adder train --out}
 */
record Run(Path folder) {

    /** Returns whether there is a checkpoint to continue from. */
    boolean begun() {
        return Files.exists(folder.resolve(CheckpointWriter.LAST));
    }

    /** Returns the checkpoint after the last step. */
    Checkpoint checkpoint() throws IOException {
        return Checkpoint.read(folder.resolve(CheckpointWriter.LAST));
    }

    /** Returns how many epochs are done. */
    int epochs() throws IOException {
        return begun() ? checkpoint().progress().epochs() : 0;
    }

    /** Returns the results of the epochs that are done. */
    List<EpochResult> history() throws IOException {
        return CsvLog.resume(folder.resolve(RunFolder.METRICS), epochs()).results();
    }

    /** Returns the test accuracy after the last epoch in percent, or NaN if there is none. */
    double accuracy() throws IOException {
        List<EpochResult> history = history();
        return history.isEmpty()
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

    /**
     * Checks that the folder holds the training that its name says.
     *
     * @throws IOException if it is another
     */
    void requireOptions(Map<String, String> options) throws IOException {
        if (begun() && !checkpoint().options().entrySet().containsAll(options.entrySet())) {
            throw new IOException(folder + ": holds a training with the options "
                    + checkpoint().options() + ", expected " + options + "; move it away");
        }
    }

    /** Returns whether a loss was no number. */
    boolean diverged() {
        return Files.exists(note());
    }

    /** Returns the file that says so; without it the training is tried again. */
    Path note() {
        return folder.resolve("diverged.txt");
    }
}
