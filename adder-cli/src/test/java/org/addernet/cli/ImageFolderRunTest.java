package org.addernet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import javax.imageio.ImageIO;
import org.addernet.data.DataSignature;
import org.addernet.data.DataSplits;
import org.addernet.data.ImageFolder;
import org.addernet.kernel.GradientRule;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.zoo.ModelZoo;
import org.addernet.optim.Sgd;
import org.addernet.train.Checkpoint;
import org.addernet.train.RunFolder;
import org.addernet.train.listener.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A model of a user's own pictures is used only with pictures of that kind, from where the run says. */
class ImageFolderRunTest {

    @TempDir
    Path folder;

    private Path catsAndDogs = Path.of("");
    private Path run = Path.of("");
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void runOfCatsAndDogs() throws IOException {
        catsAndDogs = pictures("pets", "cat", "dog");
        run = folder.resolve("run");
        DataSplits data = ImageFolder.load(catsAndDogs);
        Model model = ModelZoo.create(
                "resnet18", 2, Similarity.CROSS_CORRELATION, GradientRule.of(Similarity.CROSS_CORRELATION));
        RunOptions options = runOptions("--data", "imagefolder:" + catsAndDogs, "--model", "resnet18");
        RunFolder.create(run, options.kept()).close();
        Checkpoint.write(
                run.resolve("last.safetensors"),
                model,
                Sgd.builder().build(model.parameters()),
                Progress.after(1),
                0.5,
                DataSignature.of(data.train(), data.test()),
                options.kept());
    }

    @Test
    void otherClassesAreRefusedWithBothLists() throws IOException {
        Path others = pictures("others", "apple", "zebra");
        assertThat(run("eval", "--checkpoint", run.resolve("last.safetensors"), "--data", "imagefolder:" + others))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("last.safetensors: was trained on data of another kind")
                .contains("classes [cat, dog] against [apple, zebra]");
    }

    @Test
    void theSameClassesElsewhereAreTested() throws IOException {
        Path copy = pictures("copy", "cat", "dog");
        assertThat(run("eval", "--checkpoint", run.resolve("last.safetensors"), "--data", "imagefolder:" + copy))
                .as(err.toString())
                .isZero();
    }

    @Test
    void picturesThatAreGoneAreReportedAsTheRunsOwn() throws IOException {
        Files.move(catsAndDogs, folder.resolve("moved"));
        assertThat(run("train", "--resume", "--out", run)).isEqualTo(1);
        assertThat(err.toString())
                .contains("the run's own images, in " + catsAndDogs.toAbsolutePath() + ", are not there any more");
    }

    private static RunOptions runOptions(String... arguments) {
        TrainCommand command = new TrainCommand();
        Adder.configured(new CommandLine(command)).parseArgs(arguments);
        return new RunOptions(command.spec, Set.of("--out", "--resume", "--help", "--version", "--checkpoint-minutes"));
    }

    private Path pictures(String name, String... classes) throws IOException {
        for (String split : new String[] {"train", "val"}) {
            for (String label : classes) {
                Path of = Files.createDirectories(
                        folder.resolve(name).resolve(split).resolve(label));
                ImageIO.write(
                        new BufferedImage(20, 16, BufferedImage.TYPE_INT_RGB),
                        "png",
                        of.resolve("0.png").toFile());
            }
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
