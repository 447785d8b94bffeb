package org.addernet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.addernet.data.DataSignature;
import org.addernet.io.Preprocessing;
import org.addernet.tensor.Shape;
import org.addernet.train.Checkpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of small pictures without a split is trained on and tested with, normalised by what the training measured. */
class SmallImageFolderTest {

    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();

    @Test
    void picturesAreSplitAndMeasuredInTrainingAndTestedInTheSameWay() throws IOException {
        Path pictures = pictures("pictures", 0x00, 0xff);
        Path run = folder.resolve("run");
        String data = "imagefolder:" + pictures;
        assertThat(run("train", "--data", data, "--model", "resnet20", "--epochs", "1", "--batch", "8", "--out", run))
                .as(err.toString())
                .isZero();

        Path last = run.resolve("last.safetensors");
        DataSignature signature = Checkpoint.read(last).data().orElseThrow();
        assertThat(signature.imageShape()).isEqualTo(Shape.of(32, 32, 3));
        assertThat(signature.trainSize()).isEqualTo(16);
        assertThat(signature.testSize()).isEqualTo(4);
        Preprocessing measured = signature.description().preprocessing().orElseThrow();
        assertThat(measured.resize()).isEqualTo(36);
        assertThat(measured.crop()).isEqualTo(32);
        // Half of the pictures are black and half white.
        assertThat(measured.mean().get(0)).isCloseTo(0.5f, within(1e-5f));
        assertThat(measured.std().get(0)).isCloseTo(0.5f, within(1e-5f));

        assertThat(run("eval", "--checkpoint", last, "--data", data))
                .as(err.toString())
                .isZero();
        // Darker pictures of the same classes would be measured otherwise; the checkpoint's numbers are what counts.
        assertThat(run("eval", "--checkpoint", last, "--data", "imagefolder:" + pictures("darker", 0x00, 0x40)))
                .as(err.toString())
                .isZero();
        assertThat(run("train", "--resume", "--out", run)).as(err.toString()).isZero();
    }

    @Test
    void sizesThatDoNotFitAreRefused() throws IOException {
        String data = "imagefolder:" + pictures("pictures", 0x00, 0xff);
        Path run = folder.resolve("run");
        assertThat(run("train", "--data", data, "--model", "resnet20", "--size", "16", "--out", run))
                .isNotZero();
        assertThat(err.toString()).contains("has 2 classes of images [16,16,3]", "in images [32,32,3]");
        assertThat(run("train", "--data", "strokes", "--size", "16", "--out", run))
                .isNotZero();
        assertThat(err.toString()).contains("--size is for imagefolder:DIR; the images of data set strokes");
        assertThat(run).doesNotExist();
    }

    /** Draws ten pictures of each of two classes, each class in one grey. */
    private Path pictures(String name, int first, int second) throws IOException {
        for (int i = 0; i < 20; i++) {
            int grey = i < 10 ? first : second;
            BufferedImage image = new BufferedImage(20, 24, BufferedImage.TYPE_INT_RGB);
            for (int p = 0; p < 20 * 24; p++) {
                image.setRGB(p % 20, p / 20, grey * 0x010101);
            }
            Path of = Files.createDirectories(folder.resolve(name).resolve(i < 10 ? "cat" : "dog"));
            ImageIO.write(image, "png", of.resolve(i + ".png").toFile());
        }
        return folder.resolve(name);
    }

    private int run(Object... arguments) {
        err.getBuffer().setLength(0);
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        return Adder.commandLine().setErr(new PrintWriter(err)).execute(words);
    }
}
