package org.addernet.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.addernet.data.DataLoader;
import org.addernet.data.DataSignature;
import org.addernet.data.DataSplits;
import org.addernet.data.Dataset;
import org.addernet.data.Datasets;
import org.addernet.data.ImageFolder;
import org.addernet.data.cache.DataCache;
import org.addernet.io.OneLine;
import org.addernet.io.Preprocessing;
import org.addernet.nn.Model;
import org.addernet.parallel.Workers;
import org.addernet.train.Checkpoint;
import org.addernet.train.metric.Evaluation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code adder eval}: tests a checkpoint. */
@Command(
        name = "eval",
        description = "Tests a checkpoint on a data set's test images.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class EvalCommand implements Callable<Integer> {

    @Option(names = "--checkpoint", required = true, description = "The safetensors file of a run.")
    Path checkpoint = Path.of("");

    @Option(names = "--data", required = true, description = "A data set, see adder datasets, or imagefolder:DIR.")
    String data = "";

    @Option(
            names = "--batch",
            defaultValue = "" + DataLoader.DEFAULT_BATCH_SIZE,
            description = "Images that are computed at once (default: ${DEFAULT-VALUE}); fewer take less memory.")
    int batch;

    /** For picocli. */
    EvalCommand() {}

    @Override
    public Integer call() throws IOException {
        Checkpoint read = Checkpoint.read(checkpoint);
        Model model = read.model();
        DataSplits splits = load(read);
        Dataset test = splits.test();
        requireFit(model, test, data);
        requireSameKind(read, splits);
        Evaluation result =
                Evaluation.of(model, DataLoader.of(test).batchSize(batch).build(), Workers.shared());
        System.out.print(result.confusion()
                .describe(test.classNames().stream().map(OneLine::of).toList()));
        System.out.printf(Locale.ROOT, "test loss %.4f%n", result.loss());
        System.out.printf(Locale.ROOT, "test top-5 accuracy %.2f %%%n", 100 * result.top5Accuracy());
        System.out.printf(Locale.ROOT, "test accuracy %.2f %%%n", 100 * result.accuracy());
        return 0;
    }

    /** Loads the data; pictures become images in the way that the model has learnt from. */
    private DataSplits load(Checkpoint read) throws IOException {
        Optional<Path> folder = Datasets.imageFolder(data);
        Optional<Preprocessing> learnt = read.data().flatMap(DataSignature::preprocessing);
        return folder.isPresent() && learnt.isPresent()
                ? ImageFolder.of(folder.get()).preprocessing(learnt.get()).load()
                : Datasets.load(data, DataCache.standard());
    }

    /** Checks that the data are of the classes, and made of pictures in the way, that the model has learnt from. */
    private void requireSameKind(Checkpoint read, DataSplits splits) throws IOException {
        Optional<DataSignature> before = read.data();
        if (before.isEmpty()) {
            System.err.println(
                    "adder: " + checkpoint + " is of an older version and does not say what it was trained on,"
                            + " so classes and preprocessing are not compared");
            return;
        }
        List<String> differences = before.get().obstaclesToTest(DataSignature.of(splits.train(), splits.test()));
        if (!differences.isEmpty()) {
            throw new IOException(checkpoint + ": was trained on data of another kind (those of the checkpoint against "
                    + data + "): " + String.join("; ", differences) + "; give the data that it was trained for");
        }
    }

    /** Checks that a model takes the images of a data set and tells as many classes apart. */
    static void requireFit(Model model, Dataset images, String data) {
        if (images.classes() != model.classes() || !images.imageShape().equals(model.imageShape())) {
            throw new IllegalArgumentException("data set " + data + " has " + images.classes() + " classes of images "
                    + images.imageShape() + ", the model " + model.name() + " tells " + model.classes()
                    + " apart in images " + model.imageShape() + "; choose a model and data that fit");
        }
    }
}
