package org.addernet.reproduce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.addernet.train.Checkpoint;

/**
 * A run of {@code adder train} that somebody has made.
 *
 * @param options its options by name
 * @param classes the number of classes
 * @param epochs how many are done
 * @param accuracy the test accuracy after the last of them, in percent
 */
record StoredRun(Map<String, String> options, int classes, int epochs, double accuracy) {

    /** Returns the value of an option, or nothing. */
    String option(String name) {
        return options.getOrDefault(name, "");
    }

    /**
     * Returns the runs in the folders within a folder that have done an epoch, in the order of their names; none if there is no
     * such folder.
     */
    static List<StoredRun> in(Path runs) throws IOException {
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        List<Path> folders;
        try (Stream<Path> children = Files.list(runs)) {
            folders = children.sorted().toList();
        }
        List<StoredRun> found = new ArrayList<>();
        for (Path folder : folders) {
            Run run = new Run(folder);
            double accuracy = run.begun() ? run.accuracy() : Double.NaN;
            if (Double.isNaN(accuracy)) {
                continue;
            }
            Checkpoint checkpoint = run.checkpoint();
            found.add(new StoredRun(
                    checkpoint.options(),
                    checkpoint.classes(),
                    checkpoint.progress().epochs(),
                    accuracy));
        }
        return found;
    }
}
