package org.addernet.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.addernet.data.CsvDataset;
import org.addernet.data.DataLoader;
import org.addernet.data.DataSplits;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.layer.Flatten;
import org.addernet.nn.layer.Linear;
import org.addernet.nn.layer.Relu;
import org.addernet.nn.layer.Sequential;
import org.addernet.nn.loss.Loss;
import org.addernet.optim.Adam;
import org.addernet.optim.schedule.Schedule;
import org.addernet.train.Trainer;
import org.addernet.train.listener.EarlyStopping;
import org.addernet.train.listener.EpochLines;
import org.addernet.train.metric.Evaluation;
import org.addernet.train.metric.Metric;

/** Prices of homes, learnt from a CSV file. */
public final class CsvRegression {

    private CsvRegression() {}

    /** Writes homes whose price is made of size and age, with a noise of standard deviation 0.1. */
    private static void write(Path file) throws IOException {
        Random random = new Random(1);
        List<String> lines = new ArrayList<>(List.of("size,age,price"));
        for (int i = 0; i < 600; i++) {
            double size = 30 + 120 * random.nextDouble();
            double age = 100 * random.nextDouble();
            double price = 0.03 * size * (1 - 0.005 * age) + 0.1 * random.nextGaussian();
            lines.add(String.format(Locale.ROOT, "%.1f,%.0f,%.3f", size, age, price));
        }
        Files.write(file, lines);
    }

    private static Linear linear(int in, int out) {
        return Linear.builder(Similarity.CROSS_CORRELATION, in, out).bias().build();
    }

    /** Runs it; the first argument is a folder for its file (default: a new temporary one). */
    public static void main(String[] args) throws IOException {
        Path folder = args.length > 0
                ? Files.createDirectories(Path.of(args[0]))
                : Files.createTempDirectory("csv-regression");
        Path file = folder.resolve("homes.csv");
        write(file);
        DataSplits homes =
                CsvDataset.of(file).targets("price").read().split(0.2, 1).normalised();
        Sequential layers = new Sequential()
                .add("flatten", new Flatten())
                .add("hidden", linear(2, 32))
                .add("relu", new Relu())
                .add("price", linear(32, 1));
        Model model =
                new Model("homes", Similarity.CROSS_CORRELATION, homes.train().imageShape(), layers);
        Evaluation test = Trainer.of(model)
                .optimizer(Adam.builder())
                .schedule(Schedule.constant(0.01))
                .loss(Loss.meanSquaredError())
                .metrics(Metric.meanAbsoluteError())
                .epochs(60)
                .listen(new EarlyStopping(10), new EpochLines(System.out))
                .fit(
                        DataLoader.of(homes.train()).batchSize(32).shuffle(1).build(),
                        DataLoader.of(homes.test()).build());
        // The noise alone is 0.01; the variance of the prices is about 1.
        if (!(test.loss() < 0.04)) {
            throw new IllegalStateException("the mean squared error is " + test.loss() + ", expected below 0.04");
        }
        System.out.println("errors: " + test.loss() + " " + test.metrics());
    }
}
