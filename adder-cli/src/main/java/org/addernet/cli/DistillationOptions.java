package org.addernet.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.addernet.data.DataSignature;
import org.addernet.data.DataSplits;
import org.addernet.nn.Model;
import org.addernet.nn.loss.Distillation;
import org.addernet.nn.loss.Loss;
import org.addernet.train.Checkpoint;
import org.addernet.train.RunFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of learning from a teacher. */
final class DistillationOptions {

    static final String TEACHER = "--teacher";

    private static final String HASH = "sha256:";

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

    /** Returns what identifies the teacher in checkpoints, where its path has no place: a hash of its file. */
    String fingerprint() throws IOException {
        if (teacher == null) {
            throw new IllegalStateException("there is no teacher");
        }
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
        try (InputStream in = new DigestInputStream(Files.newInputStream(teacher), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HASH + HexFormat.of().formatHex(digest.digest(), 0, Long.BYTES);
    }

    /**
     * Checks that the teacher of a run that goes on is still where it was.
     *
     * @throws IOException if it is not
     */
    void requireTeacher(Path run) throws IOException {
        if (teacher == null || Files.isRegularFile(teacher)) {
            return;
        }
        if (teacher.toString().startsWith(HASH)) {
            throw new IOException(run + ": " + RunFolder.OPTIONS + " is gone, which said where the run's teacher is");
        }
        throw new IOException(
                run + ": the run's own teacher, " + teacher + ", is not there any more; put it back to continue it");
    }

    /**
     * Checks that the teacher of a run that goes on is the one that it began with.
     *
     * @param before its fingerprint, or null if there was none
     * @throws IOException if it is another
     */
    void requireSameTeacher(Path run, @Nullable String before) throws IOException {
        if (teacher != null && before != null && !before.equals(fingerprint())) {
            throw new IOException(run + ": the run's teacher, " + teacher + ", is another file than when it began ("
                    + before + " against " + fingerprint() + "); put the old one back, or start a new run");
        }
    }
}
