package org.addernet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.addernet.io.Npy;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.addernet.train.Checkpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training, evaluation and prediction from the command line, in processes of their own. */
class TrainCommandTest {

    @TempDir
    Path folder;

    @BeforeEach
    void data() throws Exception {
        TinyMnist.write(folder);
    }

    @Test
    void trainsEvaluatesAndPredicts() throws Exception {
        AdderProcess.Result train = train("run");
        assertThat(train.exitCode()).as(train.output()).isZero();
        assertThat(train.lastLine()).matches("test accuracy \\d+\\.\\d\\d %");
        assertThat(folder.resolve("run/curve.png")).isNotEmptyFile();
        List<String> metrics = Files.readAllLines(folder.resolve("run/metrics.csv"));
        assertThat(metrics.get(0)).isEqualTo("epoch,train_loss,train_accuracy,test_loss,test_accuracy,seconds,waited");
        assertThat(metrics).hasSize(1 + 3);

        AdderProcess.Result eval =
                AdderProcess.run(folder, "eval", "--checkpoint", "run/last.safetensors", "--data", "mnist");
        assertThat(eval.exitCode()).as(eval.output()).isZero();
        assertThat(eval.lastLine()).isEqualTo(train.lastLine());

        Npy.write(folder.resolve("x.npy"), Tensor.zeros(Shape.of(300, 32, 32, 1)));
        AdderProcess.Result predict = AdderProcess.run(
                folder,
                "predict",
                "--checkpoint",
                "run/last.safetensors",
                "--input",
                "x.npy",
                "--output",
                "logits.npy");
        assertThat(predict.exitCode()).as(predict.output()).isZero();
        Tensor logits = Npy.read(folder.resolve("logits.npy"));
        assertThat(logits.shape()).isEqualTo(Shape.of(300, 10));
        assertThat(logits.isFinite()).isTrue();
    }

    @Test
    void sameSeedGivesTheSameBytesWithOneAndTwoThreads() throws Exception {
        assertThat(train("one", "--threads", "1").exitCode()).isZero();
        assertThat(train("two", "--threads", "2").exitCode()).isZero();
        assertThat(folder.resolve("one/last.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("two/last.safetensors"));
        assertThat(folder.resolve("one/best.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("two/best.safetensors"));
    }

    @Test
    void killedInMidEpochAndResumedEndsWithTheSameBytes() throws Exception {
        assertThat(train("whole").exitCode()).isZero();
        Path last = folder.resolve("cut/last.safetensors");
        AdderProcess.start(folder, arguments("cut", "--checkpoint-minutes", "1e-6"))
                .killWhen(output -> Files.exists(last));
        assertThat(Checkpoint.read(last).progress().samples()).isPositive();
        AdderProcess.start(folder, "train", "--resume", "--out", "cut")
                .killWhen(output -> output.contains("epoch 1/3"));
        assertThat(Files.readString(folder.resolve("cut/metrics.csv"))).doesNotContain("\n3,");
        AdderProcess.Result resumed = AdderProcess.run(folder, "train", "--resume", "--out", "cut");
        assertThat(resumed.exitCode()).as(resumed.output()).isZero();
        assertThat(resumed.output()).doesNotContain("epoch 1/3").doesNotContain("from the beginning");
        for (String file : List.of("last.safetensors", "best.safetensors")) {
            assertThat(folder.resolve("cut").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("whole").resolve(file));
        }
        assertThat(withoutTime("cut")).hasSize(1 + 3).isEqualTo(withoutTime("whole"));
    }

    @Test
    void resumeWithoutACheckpointBeginsWithTheOptionsThatAreGivenOrRefuses() throws Exception {
        AdderProcess.Result begun = AdderProcess.run(
                folder, "train", "--recipe", "paper-mnist", "--epochs", "1", "--resume", "--out", "begun");
        assertThat(begun.exitCode()).as(begun.output()).isZero();
        assertThat(begun.output()).contains("starts from the beginning").contains("training lenet5-bn (l1) on mnist");
        AdderProcess.Result refused = AdderProcess.run(folder, "train", "--resume", "--threads", "1", "--out", "typo");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.output()).contains("there is nothing to continue").contains("give its options again");
        assertThat(folder.resolve("typo")).doesNotExist();
    }

    @Test
    void refusesToOverwriteARunOrToContinueItOtherwise() throws Exception {
        assertThat(train("run").exitCode()).isZero();
        byte[] before = Files.readAllBytes(folder.resolve("run/last.safetensors"));
        AdderProcess.Result again = train("run");
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.output()).contains("holds a run already");
        AdderProcess.Result other = AdderProcess.run(folder, "train", "--resume", "--out", "run", "--lr", "0.2");
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.output()).contains("--lr 0.2 contradicts the run");
        assertThat(Files.readAllBytes(folder.resolve("run/last.safetensors"))).isEqualTo(before);
    }

    private AdderProcess.Result train(String out, String... more) throws Exception {
        return AdderProcess.run(folder, arguments(out, more));
    }

    /** Returns the lines of a run's metrics without their last columns, seconds and waited. */
    private List<String> withoutTime(String out) throws IOException {
        return Files.readAllLines(folder.resolve(out).resolve("metrics.csv")).stream()
                .map(line -> line.replaceFirst(",[^,]*,[^,]*$", ""))
                .toList();
    }

    private static String[] arguments(String out, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("train", "--data", "mnist", "--epochs", "3", "--batch", "32", "--out", out));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }
}
