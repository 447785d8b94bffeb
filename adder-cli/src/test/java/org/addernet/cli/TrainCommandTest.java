package org.addernet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    void resumeWithoutARunIsRefusedWithAnyOptions() throws Exception {
        for (String options : List.of("--threads 1", "--recipe paper-mnist --epochs 1", "")) {
            AdderProcess.Result refused = AdderProcess.run(
                    folder, ("train --resume --out typo " + options).trim().split(" "));
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.output()).contains("there is no run to continue");
            assertThat(folder.resolve("typo")).doesNotExist();
        }
    }

    @Test
    void aRunThatWasKilledBeforeItsFirstCheckpointBeginsAgainWithItsOwnOptions() throws Exception {
        assertThat(train("whole").exitCode()).isZero();
        assertThat(train("cut").exitCode()).isZero();
        Path cut = folder.resolve("cut");
        for (String file : List.of("last.safetensors", "best.safetensors", "metrics.csv")) {
            Files.delete(cut.resolve(file));
        }
        Path options = cut.resolve("options.json");
        String json = Files.readString(options);
        assertThat(json).contains("\"--epochs\"").doesNotContain("--threads");
        Files.writeString(
                options, json.replaceFirst("\\{", "{\"--threads\":\"20000\",\"--checkpoint-minutes\":\"x\","));
        AdderProcess.Result resumed = AdderProcess.run(folder, "train", "--resume", "--out", "cut");
        assertThat(resumed.exitCode()).as(resumed.output()).isZero();
        assertThat(cut.resolve("last.safetensors")).hasSameBinaryContentAs(folder.resolve("whole/last.safetensors"));
    }

    @Test
    void sigtermInTheFirstEpochIsResumedAtItsStep() throws Exception {
        assertThat(train("whole").exitCode()).isZero();
        AdderProcess.Result ended = AdderProcess.start(folder, arguments("cut"))
                .terminateWhen(output -> output.contains("training lenet5"));
        assertThat(ended.exitCode()).isEqualTo(143);
        assertThat(ended.lastLine())
                .matches("adder: interrupted in epoch \\d after \\d+ of 320 samples; continue with: "
                        + "adder train --resume --out cut");
        Checkpoint checkpoint = Checkpoint.read(folder.resolve("cut/last.safetensors"));
        assertThat(ended.output()).contains(" after " + checkpoint.progress().samples() + " of ");
        AdderProcess.Result resumed = AdderProcess.run(folder, "train", "--resume", "--out", "cut");
        assertThat(resumed.exitCode()).as(resumed.output()).isZero();
        assertThat(folder.resolve("cut/last.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("whole/last.safetensors"));
    }

    @Test
    void ofTwoTrainingsInOneFolderOneIsRefused() throws Exception {
        AdderProcess first = AdderProcess.start(folder, arguments("run", "--epochs", "2000"));
        AdderProcess second = AdderProcess.start(folder, arguments("run", "--epochs", "2000"));
        while (!first.hasEnded() && !second.hasEnded()) {
            Thread.sleep(5);
        }
        AdderProcess.Result refused = (first.hasEnded() ? first : second).await();
        AdderProcess.Result trained =
                (first.hasEnded() ? second : first).terminateWhen(output -> output.contains("epoch 1/"));
        assertThat(refused.exitCode()).as(refused.output()).isEqualTo(1);
        assertThat(refused.lastLine()).contains("a running training writes there");
        assertThat(trained.exitCode()).as(trained.output()).isEqualTo(143);
        AdderProcess.Result other = train("run");
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.output()).contains("holds a run already");
    }

    @Test
    void withoutATemporaryFolderAndWithAStaleDisplayItEndsWithItsAccuracy() throws Exception {
        AdderProcess.Result result = AdderProcess.startWith(
                        folder,
                        List.of("-Djava.io.tmpdir=/nonexistent"),
                        Map.of("DISPLAY", "localhost:99"),
                        arguments("run", "--epochs", "1"))
                .await();
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.lastLine()).startsWith("test accuracy ");
        assertThat(folder.resolve("run/curve.png")).isNotEmptyFile();
    }

    @Test
    void anInterruptedRunGoesOnOnlyWithItsOwnData() throws Exception {
        assertThat(train("run").exitCode()).isZero();
        Path labels = folder.resolve("data/mnist/train-labels-idx1-ubyte");
        byte[] bytes = Files.readAllBytes(labels);
        bytes[100] ^= 1;
        Files.write(labels, bytes);
        AdderProcess.Result resumed = AdderProcess.run(folder, "train", "--resume", "--out", "run");
        assertThat(resumed.exitCode()).isEqualTo(1);
        assertThat(resumed.lastLine()).contains("the run began with other data", "fingerprint of the training samples");
    }

    @Test
    void aSingleImageInTheLastBatchIsLeftOut() throws Exception {
        AdderProcess.Result result = train("run", "--images", "33", "--epochs", "1");
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).contains("would be a single image").contains(" 32 images");
        AdderProcess.Result alone = AdderProcess.run(folder, arguments("alone", "--batch", "1"));
        assertThat(alone.exitCode()).as(alone.output()).isEqualTo(2);
        assertThat(alone.output()).contains("would normalise single values");
        assertThat(train("alone").exitCode()).as("the folder is free").isZero();
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
        Map<String, String> options = new LinkedHashMap<>(Map.of("--data", "mnist", "--epochs", "3", "--batch", "32"));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        List<String> arguments = new ArrayList<>(List.of("train", "--out", out));
        options.forEach((name, value) -> arguments.addAll(List.of(name, value)));
        return arguments.toArray(String[]::new);
    }
}
