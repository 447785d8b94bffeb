package org.addernet.reproduce;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.addernet.analysis.Features;
import org.addernet.data.DataLoader;
import org.addernet.kernel.Similarity;
import org.addernet.nn.zoo.LeNetPlusPlus;
import org.addernet.parallel.Workers;
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
    public String paper() {
        return "A CNN divides classes by angle: its features are rays. An AdderNet gathers them around class centres: clusters.";
    }

    @Override
    public void run(Laboratory laboratory, Draft draft) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        List<Double> elongations = new ArrayList<>();
        for (Network network : Network.values()) {
            Run run = laboratory.trainFirst(training(laboratory, network.similarity()), draft);
            DataLoader test = DataLoader.of(laboratory.data().test()).build();
            Features features = Features.of(run.model(), LeNetPlusPlus.FEATURES, test, Workers.shared());
            rows.add(List.of(
                    network.toString(),
                    String.format(Locale.ROOT, "%.2f", run.accuracy()),
                    String.format(Locale.ROOT, "%.2f", features.angularSeparation()),
                    String.format(Locale.ROOT, "%.2f", features.euclideanSeparation()),
                    String.format(Locale.ROOT, "%.2f", features.elongation())));
            elongations.add(features.elongation());
            String name = "features-" + network.similarity();
            Plot.write(draft.picture(name, network + ": test images by their two features"), chart(network, features));
            draft.data(points(name, features));
        }
        draft.statement(
                elongations.get(1) > elongations.get(0),
                "classes are longer along the ray from the origin, relative to their width, in the CNN (%.2f) than in the AdderNet"
                        + " (%.2f).",
                elongations.get(1),
                elongations.get(0));
        draft.setting(
                laboratory.setting().quick()
                        ? "A quick run: " + QUICK_EPOCHS + " epochs of at most " + QUICK_IMAGES + " images, seed 1, "
                                + laboratory.setting().data() + "."
                        : FULL_EPOCHS + " epochs, of which the paper says nothing; seed 1, "
                                + laboratory.setting().data() + ".");
        draft.table(new Table(
                "separation",
                "Separation: the mean angle (distance) between two classes, divided by that of an image from its class. Length: the"
                        + " deviation of a class along the ray from the origin, divided by that across",
                List.of("network", "test accuracy, %", "angular separation", "euclidean separation", "length"),
                rows));
    }

    private static TrainingSetup training(Laboratory laboratory, Similarity similarity) throws IOException {
        boolean quick = laboratory.setting().quick();
        int epochs = quick ? QUICK_EPOCHS : FULL_EPOCHS;
        TrainingSetup training =
                TrainingSetup.of(LeNetPlusPlus.NAME, laboratory.setting().data(), similarity, epochs);
        int images = Math.min(QUICK_IMAGES, laboratory.data().train().size());
        return quick ? training.withImages(images) : training;
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

    private static Table points(String name, Features features) {
        List<List<String>> rows = new ArrayList<>();
        for (int n = 0; n < features.labels().length; n++) {
            double[] point = features.points()[n];
            rows.add(List.of(
                    Integer.toString(features.labels()[n]), Double.toString(point[0]), Double.toString(point[1])));
        }
        return new Table(name, "", List.of("class", "feature_1", "feature_2"), rows);
    }
}
