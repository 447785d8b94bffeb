package org.addernet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.addernet.data.DataSignature;
import org.addernet.data.Dataset;
import org.addernet.data.Datasets;
import org.addernet.data.cache.DataCache;
import org.addernet.inference.Classifier;
import org.addernet.io.ModelFile;
import org.addernet.io.Npy;
import org.addernet.io.Safetensors;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.zoo.LeNet5;
import org.addernet.optim.Sgd;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.addernet.train.Checkpoint;
import org.addernet.train.listener.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code export} writes has all of the network and nothing of the training; {@code --init} begins with it. */
class ExportTest {

    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();

    private void run(String arguments) {
        assertThat(Adder.commandLine().setErr(new PrintWriter(err)).execute(arguments.split(" ")))
                .as(err.toString())
                .isZero();
    }

    @Test
    void aModelFileHasClassNamesAndPreprocessingAndNoState() throws Exception {
        Model model = LeNet5.bn(10, Similarity.L1).initialize(3);
        Dataset test = Datasets.load("strokes", DataCache.standard()).test();
        Path checkpoint = folder.resolve("last.safetensors");
        Checkpoint.write(
                checkpoint,
                model,
                Sgd.builder().build(model.parameters()),
                Progress.after(1),
                0.5,
                DataSignature.of(test, test),
                Map.of("--epochs", "1"));
        Path out = folder.resolve("digits.safetensors");
        run("export --checkpoint " + checkpoint + " --to model --out " + out);

        ModelFile file = ModelFile.load(out);
        assertThat(file.classNames()).isEqualTo(test.classNames());
        assertThat(file.preprocessing()).isPresent().isEqualTo(test.preprocessing());
        Safetensors content = Safetensors.read(out);
        assertThat(content.tensors()).containsOnlyKeys(model.state().keySet());
        assertThat(content.metadata().keySet()).noneMatch(key -> key.startsWith("option."));
        model.state()
                .forEach((name, tensor) -> assertThat(content.tensors().get(name))
                        .satisfies(stored -> assertThat(stored.data()).isEqualTo(tensor.data())));

        Tensor pixels = Tensor.zeros(Shape.of(28, 28, 1));
        assertThat(Classifier.load(out).classify(pixels).top(10))
                .isEqualTo(Classifier.load(checkpoint).classify(pixels).top(10));

        run("eval --data strokes --checkpoint " + out);
        Path input = folder.resolve("x.npy");
        Npy.write(input, Tensor.zeros(Shape.of(3, 32, 32, 1)));
        run("predict --checkpoint " + out + " --input " + input + " --output " + folder.resolve("y.npy"));
        assertThat(Npy.read(folder.resolve("y.npy")).data())
                .isEqualTo(model.predictor().predict(Npy.read(input)).data());

        Path again = folder.resolve("again.safetensors");
        run("export --checkpoint " + out + " --to model --out " + again);
        assertThat(again).hasSameBinaryContentAs(out);
    }

    /** With a learning rate of 0 a run ends with the parameters that it began with. */
    @Test
    void aRunBeginsWithTheValuesThatFitAndGoesOnOnlyWithItsFile() throws Exception {
        TinyMnist.write(folder);
        Path file = folder.resolve("eleven.safetensors");
        Model eleven = LeNet5.bn(11, Similarity.L1).initialize(3);
        ModelFile.of(eleven).save(file);
        String train = "train --data mnist --epochs 1 --batch 32 --lr 0 --out run --init eleven.safetensors";
        AdderProcess.Result trained = AdderProcess.run(folder, train.split(" "));
        assertThat(trained.exitCode()).as(trained.output()).isZero();

        Path last = folder.resolve("run/last.safetensors");
        Model ten = LeNet5.bn(10, Similarity.L1);
        Map<String, Tensor> state = Checkpoint.read(last).model().state();
        ten.parameters().forEach(parameter -> {
            String name = parameter.name();
            Tensor begun = Objects.requireNonNull(eleven.state().get(name));
            boolean fits = begun.shape().equals(parameter.value().shape());
            assertThat(Objects.requireNonNull(state.get(name)).data())
                    .as(name)
                    .isEqualTo(fits ? begun.data() : parameter.value().data());
            assertThat(trained.output().contains(name)).as(name).isEqualTo(!fits);
        });
        assertThat(Checkpoint.read(last).options().get("--init")).matches("sha256:[0-9a-f]{16}");
        assertThat(Files.readString(folder.resolve("run/options.json"))).contains(file.toString());

        Files.move(file, folder.resolve("moved"));
        assertRefused("the run's own file of initial values, " + file + ", is not there any more");
        ModelFile.of(LeNet5.bn(11, Similarity.L1).initialize(4)).save(file);
        assertRefused("is another file than when it began");
    }

    private void assertRefused(String message) throws Exception {
        AdderProcess.Result resumed = AdderProcess.run(folder, "train", "--resume", "--out", "run");
        assertThat(resumed.exitCode()).isEqualTo(1);
        assertThat(resumed.lastLine()).startsWith("adder: run: ").contains(message);
    }
}
