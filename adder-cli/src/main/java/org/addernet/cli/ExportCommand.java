package org.addernet.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.addernet.io.ModelFile;
import org.addernet.io.OneLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code adder export}: writes the network of a checkpoint for those who use it. */
@Command(
        name = "export",
        description = "Writes the network of a checkpoint to a file for programs that use it.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ExportCommand implements Callable<Integer> {

    /** What can be written. */
    enum Target {
        /** A {@link ModelFile}. */
        MODEL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(names = "--checkpoint", required = true, description = "The safetensors file of a run.")
    Path checkpoint = Path.of("");

    @Option(
            names = "--to",
            required = true,
            description =
                    "model: a safetensors file with layers, class names and preprocessing, without the state of the"
                            + " training.")
    Target to = Target.MODEL;

    @Option(names = "--out", required = true, description = "The file to write.")
    Path out = Path.of("");

    /** For picocli. */
    ExportCommand() {}

    @Override
    public Integer call() throws IOException {
        if (Files.exists(out) && Files.exists(checkpoint) && Files.isSameFile(out, checkpoint)) {
            throw new IllegalArgumentException(
                    "--out is the checkpoint itself, whose training could not go on then; give another file");
        }
        ModelFile file = ModelFile.load(checkpoint);
        if (file.preprocessing().isEmpty()) {
            System.err.println("adder: " + OneLine.of(checkpoint) + " does not say how pictures become inputs, so "
                    + OneLine.of(out) + " will take only inputs that are ready");
        }
        switch (to) {
            case MODEL -> file.save(out);
        }
        System.out.println(OneLine.of(out) + ": " + file.model() + ", inputs "
                + file.model().inputShapes() + ", "
                + OneLine.of(file.preprocessing().map(Object::toString).orElse("no preprocessing")));
        return 0;
    }
}
