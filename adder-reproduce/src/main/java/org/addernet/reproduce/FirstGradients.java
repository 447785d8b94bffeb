package org.addernet.reproduce;

import java.io.IOException;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.addernet.data.DataLoader;
import org.addernet.nn.Model;
import org.addernet.nn.zoo.LeNet5;
import org.addernet.optim.Sgd;
import org.addernet.train.Trainer;
import org.addernet.train.analysis.GradientNorms;

/** Table 1: how small the gradients of adder filters are. */
final class FirstGradients implements Experiment {

    private static final int BATCH = 256;

    /** The paper's table has the convolutions; the fully connected layers come after them. */
    private static final int LAYERS = 3;

    @Override
    public String name() {
        return "table1";
    }

    @Override
    public String title() {
        return "Gradients of filters at the first step";
    }

    @Override
    public Section run(Laboratory laboratory) throws IOException {
        double[] adder = norms(laboratory, Network.ADDER_NET);
        double[] cnn = norms(laboratory, Network.CNN);
        DoubleSummaryStatistics ratios = IntStream.range(0, LAYERS)
                .mapToDouble(layer -> cnn[layer] / adder[layer])
                .summaryStatistics();
        List<List<String>> rows = new ArrayList<>();
        rows.add(row(Network.ADDER_NET, adder));
        rows.add(List.of("AdderNet, paper", "0.0009", "0.0012", "0.0146"));
        rows.add(row(Network.CNN, cnn));
        rows.add(List.of("CNN, paper", "0.2261", "0.2990", "0.4646"));
        Table table = laboratory.write(
                this,
                new Table(
                        "norms",
                        "l2-norm of the gradient of the filters of LeNet-5-BN",
                        List.of("network", "layer 1", "layer 2", "layer 3"),
                        rows));
        return new Section(
                name(),
                title(),
                "Gradients of adder filters are far smaller than those of a CNN, 32 to 251 times in the three layers, and differ"
                        + " much between layers; hence the adaptive learning rate.",
                List.of(String.format(
                        Locale.ROOT,
                        "The gradients of the adder filters are %.0f to %.0f times smaller than those of the CNN. The norms"
                                + " themselves depend on first values, batch size and scaling of the images, which the paper"
                                + " does not state.",
                        ratios.getMin(),
                        ratios.getMax())),
                "The first batch of " + BATCH + " images of "
                        + laboratory.setting().data() + ", seed 1, before any scaling.",
                List.of(table),
                List.of(),
                List.of(),
                laboratory.made(this));
    }

    private static double[] norms(Laboratory laboratory, Network network) throws IOException {
        Model model = LeNet5.bn(laboratory.data().train().classes(), network.similarity());
        GradientNorms norms = new GradientNorms();
        DataLoader batch = DataLoader.of(laboratory.data().train().take(BATCH))
                .batchSize(BATCH)
                .build();
        Trainer.of(model, Sgd.of(model.parameters()).build())
                .listen(norms)
                .build()
                .fit(batch, batch);
        return norms.steps().get(0).values().stream()
                .mapToDouble(Double::doubleValue)
                .limit(LAYERS)
                .toArray();
    }

    private static List<String> row(Network network, double[] norms) {
        List<String> row = new ArrayList<>(List.of(network.toString()));
        DoubleStream.of(norms).forEach(norm -> row.add(String.format(Locale.ROOT, "%.3g", norm)));
        return row;
    }
}
