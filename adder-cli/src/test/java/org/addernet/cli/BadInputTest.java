package org.addernet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.addernet.data.DataSignature;
import org.addernet.data.DataSplits;
import org.addernet.data.Datasets;
import org.addernet.data.cache.DataCache;
import org.addernet.io.DataDescription;
import org.addernet.io.ModelFile;
import org.addernet.io.Npy;
import org.addernet.io.Safetensors;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.layer.HardTanh;
import org.addernet.nn.zoo.LeNet5;
import org.addernet.optim.Sgd;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.addernet.train.Checkpoint;
import org.addernet.train.listener.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Every kind of bad input ends with exit code 1 or 2 and a line that says what is wrong, without a stack trace. */
class BadInputTest {

    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource({
        "--model vgg,there is no model \"vgg\"",
        "--data cifar,there is no data set \"cifar\"",
        "--similarity cosine,there is no similarity \"cosine\"",
        "--frobnicate 3,Unknown options: '--frobnicate'",
        "--batch 0,batch size is 0",
        "--batch x,'x' is not an int",
        "--lr -0.1,learning rate is -0.1",
        "--lr NaN,learning rate is NaN",
        "--epochs 0,epochs is 0",
        "--threads 0,threads is 0",
        "--eta -1,eta is -1.0",
        "--momentum 1,momentum is 1.0",
        "--weight-decay -1,weight decay is -1.0",
        "--resume,--resume needs --out",
        "--schedule multi-step,multi-step and --milestones need each other",
        "--milestones 3,multi-step and --milestones need each other",
        "--warmup -1,--warmup is -1.0",
        "--gradient round,\"round\" is none of full",
        "'--gradient full,sign,sign',\"full,sign,sign\" is none of full",
        "--ema 1,the decay of the moving average is 1.0",
        "--temperature 2,--temperature and --teacher-weight need --teacher",
    })
    void wrongUsage(String options, String message) {
        assertThat(run("train " + options)).as(err.toString()).isEqualTo(2);
        assertMessage(message);
    }

    @Test
    void gradientThatTheSimilarityDoesNotHave() {
        assertThat(run("train --similarity l2 --gradient sign")).isEqualTo(2);
        assertMessage("--gradient is for --similarity l1");
    }

    @Test
    void badTeachers() throws Exception {
        Path teacher = folder.resolve("t.safetensors");
        String train = "train --data strokes --out " + folder.resolve("run") + " --teacher " + teacher;
        assertThat(run(train)).isEqualTo(1);
        assertMessage("t.safetensors");

        DataSignature letters = new DataSignature(
                new DataDescription(List.of("abcdefghij".split("")), Optional.empty()), Shape.of(32, 32, 1), 1, 1, "0");
        write(teacher, LeNet5.bn(10, Similarity.L1), letters);
        assertThat(run(train + " --temperature 0")).isEqualTo(2);
        assertMessage("the temperature of the distillation is 0.0");
        assertThat(run(train + " --teacher-weight 1.1")).isEqualTo(2);
        assertMessage("the teacher's weight is 1.1");
        assertThat(run(train)).isEqualTo(1);
        assertMessage("t.safetensors: the teacher was trained on other data than the run has");
        assertMessage("classes [a, b, c, d, e, f, g, h, i, j] against [0, 1,");

        DataSplits strokes = Datasets.load("strokes", DataCache.standard());
        DataSignature signature = DataSignature.of(strokes.train(), strokes.test());
        write(teacher, LeNet5.bn(11, Similarity.L1), signature);
        assertThat(run(train)).isEqualTo(2);
        assertMessage("the model lenet5-bn tells 11 apart");

        byte[] whole = Files.readAllBytes(teacher);
        Files.write(teacher, Arrays.copyOf(whole, whole.length - 1));
        assertThat(run(train)).isEqualTo(1);
        assertMessage("t.safetensors");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void badFilesOfInitialValues() throws Exception {
        Path file = folder.resolve("i.safetensors");
        String train = "train --data strokes --out " + folder.resolve("run") + " --init " + file;
        assertThat(run(train)).isEqualTo(1);
        assertMessage("i.safetensors: no such file");

        Safetensors.write(file, Map.of("conv1.filter", Tensor.zeros(Shape.of(1, 1, 1, 1))), Map.of());
        assertThat(run(train)).isEqualTo(2);
        assertMessage("i.safetensors: has no tensor with a name and shape of the model lenet5-bn");

        write(file, LeNet5.bn(10, Similarity.L1), TinyMnist.SIGNATURE);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        assertThat(run(train)).isEqualTo(1);
        assertMessage("i.safetensors");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void badExportsLeaveTheOldFile() throws Exception {
        Path checkpoint = folder.resolve("m.safetensors");
        Path out = Files.writeString(folder.resolve("out.safetensors"), "old");
        String export = "export --checkpoint " + checkpoint + " --to model --out ";
        assertThat(run(export + out)).isEqualTo(1);
        assertMessage("m.safetensors: no such file");

        write(checkpoint, LeNet5.bn(10, Similarity.L1), TinyMnist.SIGNATURE);
        byte[] whole = Files.readAllBytes(checkpoint);
        assertThat(run(export.replace("model", "flowers") + out)).isEqualTo(2);
        assertMessage("'flowers'");
        assertThat(run(export + checkpoint)).isEqualTo(2);
        assertMessage("--out is the checkpoint itself");
        assertThat(checkpoint).hasBinaryContent(whole);
        assertThat(run(export + folder.resolve("no/such/file"))).isEqualTo(1);
        assertMessage("no/such/file");

        Files.write(checkpoint, Arrays.copyOf(whole, whole.length - 1));
        assertThat(run(export + out)).isEqualTo(1);
        assertMessage("m.safetensors");
        Safetensors.write(checkpoint, LeNet5.bn(10, Similarity.L1).state(), Map.of());
        assertThat(run(export + out)).isEqualTo(1);
        assertMessage("so it is no model");
        assertThat(out).hasContent("old");
    }

    @Test
    void aNegativeNumberOfBatchesLeavesNoRun() {
        assertThat(run("train --recalibrate -1 --out " + folder.resolve("run"))).isEqualTo(2);
        assertMessage("recalibrate: batches is -1");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    private static void write(Path file, Model model, DataSignature data) throws IOException {
        Checkpoint.write(file, model, Sgd.builder().build(model.parameters()), Progress.after(1), 0.5, data, Map.of());
    }

    @Test
    void brokenCheckpoints() throws Exception {
        Path file = folder.resolve("m.safetensors");
        assertThat(eval(file)).isEqualTo(1);
        assertMessage("m.safetensors");

        Model model = LeNet5.bn(10, Similarity.L1);
        write(file, model, TinyMnist.SIGNATURE);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        assertThat(eval(file)).isEqualTo(1);
        assertMessage("m.safetensors");

        Files.write(
                file,
                ByteBuffer.allocate(16)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(1L << 60)
                        .array());
        assertThat(eval(file)).isEqualTo(1);
        assertMessage("1152921504606846976");

        Safetensors.write(file, model.state(), Map.of());
        assertThat(eval(file)).isEqualTo(1);
        assertMessage("so it is no model");

        Files.write(file, "hello".getBytes(StandardCharsets.UTF_8));
        assertThat(eval(file)).isEqualTo(1);
        assertMessage("m.safetensors");

        ModelFile.of(new Model("filter", Shape.of(32, 32, 1), new HardTanh())).save(file);
        assertThat(eval(file)).isEqualTo(2);
        assertMessage("the model filter has inputs [[32,32,1]] and outputs [[32,32,1]]");
    }

    @Test
    void badImagesLeaveTheOldOutput() throws Exception {
        Path checkpoint = folder.resolve("m.safetensors");
        write(checkpoint, LeNet5.bn(10, Similarity.L1), TinyMnist.SIGNATURE);
        Path input = folder.resolve("x.npy");
        Path output = Files.writeString(folder.resolve("y.npy"), "old");
        String command = "predict --checkpoint " + checkpoint + " --input " + input + " --output " + output;

        Tensor images = Tensor.zeros(Shape.of(1, 32, 32, 1));
        images.data()[5] = Float.NaN;
        Npy.write(input, images);
        assertThat(run(command)).isEqualTo(1);
        assertMessage("NaN");

        Npy.write(input, Tensor.zeros(Shape.of(1, 28, 28, 1)));
        assertThat(run(command)).isEqualTo(1);
        assertMessage("has shape [1,28,28,1], model lenet5-bn takes images [1,32,32,1] (any N)");

        Npy.write(input, Tensor.zeros(Shape.of(1, 32, 32, 1)));
        assertThat(run(command + " --batch 0")).isEqualTo(2);
        assertMessage("--batch is 0");

        Files.writeString(input, "no npy");
        assertThat(run(command)).isEqualTo(1);
        assertMessage("x.npy");
        assertThat(output).hasContent("old");

        Npy.write(input, Tensor.zeros(Shape.of(1, 32, 32, 1)));
        assertThat(run(command.replace(
                        output.toString(), folder.resolve("no/such/y.npy").toString())))
                .isEqualTo(1);
        assertMessage("y.npy");
    }

    @Test
    void brokenDataSets() throws Exception {
        Path mnist = TinyMnist.write(folder);
        Path labels = mnist.resolve("train-labels-idx1-ubyte");
        byte[] good = Files.readAllBytes(labels);

        Files.write(labels, Arrays.copyOf(good, good.length - 1));
        assertDataError("train-labels-idx1-ubyte");
        Files.write(labels, Arrays.copyOf(good, good.length + 1));
        assertDataError("train-labels-idx1-ubyte");
        Files.write(labels, new byte[0]);
        assertDataError("train-labels-idx1-ubyte");
        byte[] label10 = good.clone();
        label10[8 + 7] = 10;
        Files.write(labels, label10);
        assertDataError("10");
        byte[] magic = good.clone();
        magic[3] = 2;
        Files.write(labels, magic);
        assertDataError("train-labels-idx1-ubyte");
        Files.copy(mnist.resolve("t10k-labels-idx1-ubyte"), labels, StandardCopyOption.REPLACE_EXISTING);
        assertDataError("100");
    }

    @Test
    void dataThatIsNotThereAndCannotBeFetched() throws Exception {
        Files.writeString(folder.resolve("data"), "a file where the folder should be");
        assertDataError("data");
    }

    @Test
    void outputThatCannotBeWritten() throws Exception {
        TinyMnist.write(folder);
        Files.writeString(folder.resolve("taken"), "a file");
        AdderProcess.Result result =
                AdderProcess.run(folder, "train", "--data", "mnist", "--epochs", "1", "--out", "taken");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.lastLine()).startsWith("adder: ").contains("taken");
        assertThat(folder.resolve("taken")).hasContent("a file");
    }

    private void assertDataError(String message) throws Exception {
        AdderProcess.Result result =
                AdderProcess.run(folder, "train", "--data", "mnist", "--epochs", "1", "--out", "run");
        assertThat(result.exitCode()).as(result.output()).isEqualTo(1);
        assertThat(result.lastLine()).startsWith("adder: ").contains(message);
        assertThat(result.output()).doesNotContain("\tat ");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    private int eval(Path checkpoint) {
        return run("eval --data strokes --checkpoint " + checkpoint);
    }

    private int run(String arguments) {
        err.getBuffer().setLength(0);
        CommandLine command = Adder.commandLine().setErr(new PrintWriter(err));
        return command.execute(arguments.split(" "));
    }

    private void assertMessage(String message) {
        String[] lines = err.toString().split("\\R");
        assertThat(lines[0]).startsWith("adder: ").contains(message);
        assertThat(lines).hasSizeLessThanOrEqualTo(2);
    }
}
