package org.addernet.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.addernet.data.DataSplits;
import org.addernet.io.ModelFile;
import org.addernet.nn.loss.Distillation;
import org.addernet.nn.loss.Loss;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of learning from a teacher. */
final class DistillationOptions {

    private static final String TEACHER = "--teacher";

    @Option(
            names = TEACHER,
            paramLabel = "FILE",
            description =
                    "Learn also from the answers of this file's network, a run's or a model's, which must be of the same data.")
    @Nullable
    Path teacher;

    @Option(
            names = "--temperature",
            description = "What the logits are divided by for it (default: " + Distillation.DEFAULT_TEMPERATURE + ").")
    @Nullable
    Double temperature;

    @Option(
            names = "--teacher-weight",
            description = "The weight of its answers, the rest is that of the labels (default: "
                    + Distillation.DEFAULT_WEIGHT + ").")
    @Nullable
    Double weight;

    /**
     * Returns what the training makes small.
     *
     * @throws IllegalArgumentException if an option is wrong
     * @throws IOException if the teacher cannot be read, or was trained on other data
     */
    Loss newLoss(DataSplits data) throws IOException {
        if (teacher == null) {
            if (temperature != null || weight != null) {
                throw new IllegalArgumentException(
                        "--temperature and --teacher-weight need --teacher, the file of a run or a model");
            }
            return Loss.crossEntropy();
        }
        ModelFile file = ModelFile.load(teacher);
        Loss loss = new Distillation(
                file.model(),
                temperature == null ? Distillation.DEFAULT_TEMPERATURE : temperature,
                weight == null ? Distillation.DEFAULT_WEIGHT : weight);
        List<String> differences = file.data().differences(data.description());
        if (!differences.isEmpty()) {
            throw new IOException(
                    teacher + ": the teacher was trained on other data than the run has (the teacher's against"
                            + " the run's): " + String.join("; ", differences) + "; give a teacher of the same data");
        }
        EvalCommand.requireFit(file.model(), data.train(), "of the run");
        return loss;
    }

    /** Returns the teacher's file; empty if there is none. */
    Optional<RunFile> file() {
        return Optional.ofNullable(teacher).map(path -> new RunFile(TEACHER, "teacher", path));
    }
}
