package org.addernet.reproduce;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.addernet.data.DataLoader;
import org.addernet.kernel.Similarity;
import org.addernet.nn.zoo.LeNetPlusPlus;
import org.addernet.parallel.Workers;
import org.addernet.train.analysis.Features;
import org.knowm.xchart.XYChart;

/** Figure 1: the two features of LeNet++ for the test images, by class. */
final class FeatureScatter implements Experiment {

    private static final int FULL_EPOCHS = 5;
    private static final int QUICK_EPOCHS = 4;
    private static final int QUICK_IMAGES = 10_000;
    private static final int MARKER = 4;

    @Override
    public String name() {
        return "figure1";
    }

    @Override
    public String title() {
        return "Features of LeNet++";
    }

    @Override
    public Section run(Laboratory laboratory) throws IOException {
        List<Picture> pictures = new ArrayList<>();
        List<String> commands = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        List<Features> features = new ArrayList<>();
        for (Network network : Network.values()) {
            Training training = training(laboratory, network.similarity());
            commands.add(training.command());
            Run run = laboratory.train(training).get(0);
            Features points = Features.of(
                    run.model(),
                    LeNetPlusPlus.FEATURES,
                    DataLoader.of(laboratory.data().test()).build(),
                    Workers.shared());
            features.add(points);
            rows.add(List.of(
                    network.toString(),
                    String.format(Locale.ROOT, "%.2f", run.accuracy()),
                    String.format(Locale.ROOT, "%.2f", points.angularSeparation()),
                    String.format(Locale.ROOT, "%.2f", points.euclideanSeparation())));
            Picture picture =
                    new Picture("features-" + network.similarity(), network + ": test images by their two features");
            pictures.add(picture);
            Plot.write(laboratory.file(this, picture.name() + ".png"), chart(network, points));
            write(laboratory, picture.name(), points);
        }
        Table table = laboratory.write(
                this,
                new Table(
                        "separation",
                        "Mean angle (distance) between the directions (centres) of two classes, divided by that of an image from its"
                                + " class",
                        List.of("network", "test accuracy, %", "angular separation", "euclidean separation"),
                        rows));
        double adder = features.get(0).euclideanSeparation() / features.get(0).angularSeparation();
        double cnn = features.get(1).euclideanSeparation() / features.get(1).angularSeparation();
        return new Section(
                name(),
                title(),
                "A CNN divides classes by angle: its features are rays. An AdderNet gathers them around class centres: clusters.",
                List.of(String.format(
                        Locale.ROOT,
                        "%s: euclidean separation is %.2f of the angular one in the AdderNet and %.2f in the CNN.",
                        adder > cnn ? "As in the paper, by these numbers" : "Not as in the paper, by these numbers",
                        adder,
                        cnn)),
                laboratory.setting().quick()
                        ? "A quick run: " + QUICK_EPOCHS + " epochs of the first " + QUICK_IMAGES + " images, seed 1."
                        : FULL_EPOCHS + " epochs, of which the paper says nothing; seed 1.",
                List.of(table),
                pictures,
                commands,
                laboratory.made(this));
    }

    private static Training training(Laboratory laboratory, Similarity similarity) throws IOException {
        Training training = Training.of(LeNetPlusPlus.NAME, laboratory.setting().data(), similarity);
        return laboratory.setting().quick()
                ? training.with("--epochs", QUICK_EPOCHS)
                        .with(
                                "--images",
                                Math.min(QUICK_IMAGES, laboratory.data().train().size()))
                : training.with("--epochs", FULL_EPOCHS);
    }

    private static XYChart chart(Network network, Features features) {
        XYChart chart = Plot.chart(network.toString(), "feature 1", "feature 2");
        for (int c = 0; c < features.classes(); c++) {
            int label = c;
            int[] own = IntStream.range(0, features.labels().length)
                    .filter(n -> features.labels()[n] == label)
                    .toArray();
            if (own.length > 0) {
                Plot.points(
                        chart,
                        Integer.toString(c),
                        IntStream.of(own)
                                .mapToDouble(n -> features.points()[n][0])
                                .toArray(),
                        IntStream.of(own)
                                .mapToDouble(n -> features.points()[n][1])
                                .toArray());
            }
        }
        chart.getStyler().setMarkerSize(MARKER);
        return chart;
    }

    private void write(Laboratory laboratory, String name, Features features) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (int n = 0; n < features.labels().length; n++) {
            double[] point = features.points()[n];
            rows.add(List.of(
                    Integer.toString(features.labels()[n]), Double.toString(point[0]), Double.toString(point[1])));
        }
        laboratory.write(this, new Table(name, "", List.of("class", "feature_1", "feature_2"), rows));
    }
}
