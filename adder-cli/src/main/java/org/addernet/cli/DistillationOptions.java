package org.addernet.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.addernet.data.DataSignature;
import org.addernet.data.DataSplits;
import org.addernet.nn.Model;
import org.addernet.nn.loss.Distillation;
import org.addernet.nn.loss.Loss;
import org.addernet.train.Checkpoint;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of learning from a teacher. */
final class DistillationOptions {

    private static final String TEACHER = "--teacher";

    @Option(
            names = TEACHER,
            paramLabel = "FILE",
            description = "Learn also from the answers of this checkpoint's network, which must be of the same data.")
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
                throw new IllegalArgumentException("--temperature and --teacher-weight need --teacher, a checkpoint");
            }
            return Loss.crossEntropy();
        }
        Checkpoint checkpoint = Checkpoint.read(teacher);
        Model model = checkpoint.model();
        Loss loss = new Distillation(
                model,
                temperature == null ? Distillation.DEFAULT_TEMPERATURE : temperature,
                weight == null ? Distillation.DEFAULT_WEIGHT : weight);
        List<String> differences = checkpoint
                .data()
                .map(own -> own.obstaclesToTest(DataSignature.of(data.train(), data.test())))
                .orElse(List.of());
        if (!differences.isEmpty()) {
            throw new IOException(
                    teacher + ": the teacher was trained on other data than the run has (the teacher's against"
                            + " the run's): " + String.join("; ", differences) + "; give a teacher of the same data");
        }
        EvalCommand.requireFit(model, data.train(), "of the run");
        return loss;
    }

    /** Returns the teacher's file; empty if there is none. */
    Optional<RunFile> file() {
        return Optional.ofNullable(teacher).map(path -> new RunFile(TEACHER, "teacher", path));
    }
}
