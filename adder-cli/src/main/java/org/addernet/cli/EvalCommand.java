package org.addernet.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.addernet.data.DataLoader;
import org.addernet.data.DataSplits;
import org.addernet.data.Dataset;
import org.addernet.data.Datasets;
import org.addernet.data.ImageFolder;
import org.addernet.data.cache.DataCache;
import org.addernet.io.DataDescription;
import org.addernet.io.ModelFile;
import org.addernet.io.OneLine;
import org.addernet.io.Preprocessing;
import org.addernet.nn.Model;
import org.addernet.parallel.Workers;
import org.addernet.train.metric.Evaluation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code adder eval}: tests a model. */
@Command(
        name = "eval",
        description = "Tests a model on a data set's test images.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class EvalCommand implements Callable<Integer> {

    @Option(names = "--checkpoint", required = true, description = "The safetensors file of a run or a model.")
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
        ModelFile file = ModelFile.load(checkpoint);
        Model model = file.model();
        DataSplits splits = load(file);
        Dataset test = splits.test();
        requireFit(model, test, data);
        requireSameKind(file, splits);
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
    private DataSplits load(ModelFile file) throws IOException {
        Optional<Path> folder = Datasets.imageFolder(data);
        Optional<Preprocessing> learnt = file.data().preprocessing();
        return folder.isPresent() && learnt.isPresent()
                ? ImageFolder.of(folder.get()).preprocessing(learnt.get()).load()
                : Datasets.load(data, DataCache.standard());
    }

    /** Checks that the data are of the classes, and made of pictures in the way, that the model has learnt from. */
    private void requireSameKind(ModelFile file, DataSplits splits) throws IOException {
        if (file.data().equals(DataDescription.NONE)) {
            System.err.println("adder: " + checkpoint + " does not say what it was trained on, so classes and"
                    + " preprocessing are not compared");
        }
        List<String> differences = file.data().differences(splits.description());
        if (!differences.isEmpty()) {
            throw new IOException(checkpoint + ": was trained on data of another kind (those of the file against "
                    + data + "): " + String.join("; ", differences) + "; give the data that it was trained for");
        }
    }

    /** Checks that a model has one input and one output, {@code [N,classes]}. */
    static void requireClassifier(Model model) {
        if (!model.isClassifier() || model.inputShapes().size() != 1) {
            throw new IllegalArgumentException("the model " + model.name() + " has inputs " + model.inputShapes()
                    + " and outputs " + model.outputShapes() + "; this command takes classifiers of one input");
        }
    }

    /** Checks that a model takes the images of a data set and tells as many classes apart. */
    static void requireFit(Model model, Dataset images, String data) {
        requireClassifier(model);
        if (images.classes() != model.classes() || !images.imageShape().equals(model.imageShape())) {
            throw new IllegalArgumentException("data set " + data + " has " + images.classes() + " classes of images "
                    + images.imageShape() + ", the model " + model.name() + " tells " + model.classes()
                    + " apart in images " + model.imageShape() + "; choose a model and data that fit");
        }
    }
}
