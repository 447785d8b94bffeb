package org.addernet.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.addernet.data.DataLoader;
import org.addernet.data.Dataset;
import org.addernet.data.Datasets;
import org.addernet.data.cache.DataCache;
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

    /** For picocli. */
    EvalCommand() {}

    @Override
    public Integer call() throws IOException {
        Model model = Checkpoint.read(checkpoint).model();
        Dataset test = Datasets.load(data, DataCache.standard()).test();
        requireFit(model, test, data);
        Evaluation result = Evaluation.of(model, DataLoader.of(test).build(), Workers.shared());
        System.out.print(result.confusion().describe(test.classNames()));
        System.out.printf(Locale.ROOT, "test loss %.4f%n", result.loss());
        System.out.printf(Locale.ROOT, "test top-5 accuracy %.2f %%%n", 100 * result.top5Accuracy());
        System.out.printf(Locale.ROOT, "test accuracy %.2f %%%n", 100 * result.accuracy());
        return 0;
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
