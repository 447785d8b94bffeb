package org.addernet.reproduce;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.addernet.data.Datasets;
import org.addernet.kernel.GradientRule;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.ModelCost;
import org.addernet.nn.OperationCount;
import org.addernet.nn.zoo.ModelZoo;

/**
 * Tables 2, 3 and 5: operations and accuracies of the four similarities.
 *
 * @param name of the experiment
 * @param title of the experiment
 * @param paper what the paper says
 * @param recipe of {@code adder train}
 * @param epochs how many the recipe has
 * @param columns the names of the data sets for readers
 * @param data their names for commands
 * @param rows the networks
 */
record AccuracyTable(
        String name,
        String title,
        String paper,
        String recipe,
        int epochs,
        List<String> columns,
        List<String> data,
        List<Row> rows)
        implements Experiment {

    private static final String CLOSE =
            "An AdderNet has no multiplications in its filters and comes close to the CNN's accuracy; a"
                    + " binary network falls far behind.";
    private static final List<String> TOP_1 = List.of("ImageNet, top-1");
    private static final List<String> IMAGENET = List.of(Datasets.IMAGE_FOLDER + "DIR");
    private static final int IMAGENET_CLASSES = 1000;

    /** A network, and the paper's accuracies (ImageNet: top-1) for each data set. */
    record Row(String model, Similarity similarity, String operations, String... accuracies) {}

    static final AccuracyTable CIFAR_TABLE = new AccuracyTable(
            "table2",
            "Operations and accuracies on CIFAR-10 and CIFAR-100",
            CLOSE,
            "paper-cifar",
            400,
            List.of("CIFAR-10", "CIFAR-100"),
            List.of("cifar10", "cifar100"),
            List.of(
                    new Row("vgg-small", Similarity.XNOR, "0.65G", "89.80", "65.41"),
                    new Row("vgg-small", Similarity.L1, "1.30G", "93.72", "72.64"),
                    new Row("vgg-small", Similarity.CROSS_CORRELATION, "0.65G", "93.80", "72.73"),
                    new Row("resnet20", Similarity.XNOR, "41.17M", "84.87", "54.14"),
                    new Row("resnet20", Similarity.L1, "82.34M", "91.84", "67.60"),
                    new Row("resnet20", Similarity.CROSS_CORRELATION, "41.17M", "92.25", "68.14"),
                    new Row("resnet32", Similarity.XNOR, "69.12M", "86.74", "56.21"),
                    new Row("resnet32", Similarity.L1, "138.24M", "93.01", "69.02"),
                    new Row("resnet32", Similarity.CROSS_CORRELATION, "69.12M", "93.29", "69.74")));

    static final AccuracyTable IMAGENET_TABLE = new AccuracyTable(
            "table3",
            "Operations and accuracies on ImageNet",
            CLOSE,
            "paper-imagenet",
            150,
            TOP_1,
            IMAGENET,
            List.of(
                    new Row("resnet18", Similarity.XNOR, "1.8G", "51.2"),
                    new Row("resnet18", Similarity.L1, "3.6G", "67.0"),
                    new Row("resnet18", Similarity.CROSS_CORRELATION, "1.8G", "69.8"),
                    new Row("resnet50", Similarity.XNOR, "3.9G", "55.8"),
                    new Row("resnet50", Similarity.L1, "7.7G", "74.9"),
                    new Row("resnet50", Similarity.CROSS_CORRELATION, "3.9G", "76.2")));

    static final AccuracyTable L2_TABLE = new AccuracyTable(
            "table5",
            "Operations and accuracies of l2 on ImageNet",
            "With squared distances an AdderNet is almost as accurate as a CNN.",
            "paper-imagenet",
            150,
            TOP_1,
            IMAGENET,
            List.of(
                    new Row("resnet18", Similarity.L2, "3.6G", "69.6"),
                    new Row("resnet18", Similarity.L1, "3.6G", "66.8"),
                    new Row("resnet18", Similarity.CROSS_CORRELATION, "1.8G", "69.8")));

    @Override
    public void run(Laboratory laboratory, Draft draft) throws IOException {
        List<StoredRun> stored = StoredRun.in(laboratory.setting().runs());
        List<List<String>> cells = new ArrayList<>();
        for (Row row : rows) {
            OperationCount count = count(row);
            List<String> line = new ArrayList<>(List.of(
                    row.model(),
                    row.similarity().toString(),
                    millions(count.multiplications()),
                    millions(count.additions()),
                    millions(count.xnors()),
                    row.operations()));
            for (int i = 0; i < data.size(); i++) {
                line.addAll(List.of(best(stored, row, data.get(i)), row.accuracies()[i]));
                draft.command("adder train --recipe " + recipe + " --model " + row.model() + " --data " + data.get(i)
                        + " --similarity " + row.similarity());
            }
            cells.add(line);
        }
        List<String> header = new ArrayList<>(
                List.of("network", "similarity", "multiplications", "additions", "XNORs", "additions, paper"));
        columns.forEach(set -> header.addAll(List.of(set + ", %", set + ", paper")));
        draft.table(
                new Table("accuracies", "Operations of all filters for an image, and test accuracies", header, cells));
        draft.finding(
                "Operations are counted here, as adder ops does: the filters of all layers, with the first and the last, which"
                        + " are convolutions and do multiply.");
        draft.finding(
                "Accuracies are those after the last epoch of your own runs in %s: of the run with the most epochs, and the best of"
                        + " these. The commands below make them.",
                laboratory.setting().runs());
        draft.setting("The paper trains for " + epochs + " epochs.");
    }

    private static OperationCount count(Row row) {
        int classes = ModelZoo.entry(row.model()).classes();
        Model model = ModelZoo.create(row.model(), classes, row.similarity(), GradientRule.of(row.similarity()));
        return ModelCost.of(model, model.batchShape(1)).filters();
    }

    private static String best(List<StoredRun> stored, Row row, String set) {
        return stored.stream()
                .filter(run -> run.option("--model").equals(row.model())
                        && run.option("--similarity").equals(row.similarity().toString())
                        && run.option("--gradient").equals("full")
                        && run.option("--images").isEmpty()
                        && isOf(set, run))
                .max(Comparator.comparingInt(StoredRun::epochs).thenComparingDouble(StoredRun::accuracy))
                .map(run -> String.format(
                        Locale.ROOT,
                        "%.2f after %d of %s epochs",
                        run.accuracy(),
                        run.epochs(),
                        run.option("--epochs")))
                .orElse("");
    }

    private static boolean isOf(String set, StoredRun run) {
        return run.option("--data").equals(set)
                || (set.startsWith(Datasets.IMAGE_FOLDER)
                        && run.option("--data").startsWith(Datasets.IMAGE_FOLDER)
                        && run.classes() == IMAGENET_CLASSES);
    }

    private static String millions(long operations) {
        return String.format(Locale.ROOT, "%.2fM", operations / 1e6);
    }
}
