package org.addernet.reproduce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A run of {@code adder train} that somebody has made.
 *
 * @param model the network's name
 * @param similarity the similarity's name
 * @param data the data set
 * @param classes the number of classes
 * @param epochs how many are done
 * @param accuracy the test accuracy after the last of them, in percent
 */
record StoredRun(String model, String similarity, String data, int classes, int epochs, double accuracy) {

    /** Returns the runs in the folders within a folder, in the order of their names; none if it does not exist. */
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
            if (run.begun() && run.epochs() > 0) {
                Map<String, String> options = run.options();
                found.add(new StoredRun(
                        options.getOrDefault("--model", ""),
                        options.getOrDefault("--similarity", ""),
                        options.getOrDefault("--data", ""),
                        run.classes(),
                        run.epochs(),
                        run.accuracy()));
            }
        }
        return found;
    }
}
