package org.addernet.reproduce;

import java.io.IOException;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.addernet.analysis.GradientNorms;
import org.addernet.data.DataLoader;
import org.addernet.data.Dataset;
import org.addernet.nn.Model;
import org.addernet.nn.zoo.LeNet5;
import org.addernet.optim.Sgd;
import org.addernet.train.Trainer;

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
    public String paper() {
        return "Gradients of adder filters are far smaller than those of a CNN, 32 to 251 times in the three layers, and differ much"
                + " between layers, 16 times; hence the adaptive learning rate.";
    }

    @Override
    public void run(Laboratory laboratory, Draft draft) throws IOException {
        Dataset images = laboratory.data().train();
        Dataset batch = images.take(Math.min(BATCH, images.size()));
        double[] adder = norms(batch, Network.ADDER_NET);
        double[] cnn = norms(batch, Network.CNN);
        DoubleSummaryStatistics ratios = IntStream.range(0, LAYERS)
                .mapToDouble(layer -> cnn[layer] / adder[layer])
                .summaryStatistics();
        draft.statement(
                ratios.getMin() > 1,
                "the gradients of the adder filters are smaller than those of the CNN, here %.0f to %.0f times. Norms depend on the"
                        + " first values of the filters, which the paper does not state.",
                ratios.getMin(),
                ratios.getMax());
        draft.finding(
                "From layer to layer they differ by a factor of %.1f in the AdderNet and %.1f in the CNN.",
                spread(adder), spread(cnn));
        draft.setting("The first " + batch.size() + " images of "
                + laboratory.setting().data() + " as one batch, seed 1, before any scaling.");
        List<List<String>> rows = List.of(
                row(Network.ADDER_NET, adder),
                List.of("AdderNet, paper", "0.0009", "0.0012", "0.0146"),
                row(Network.CNN, cnn),
                List.of("CNN, paper", "0.2261", "0.2990", "0.4646"));
        draft.table(new Table(
                "norms",
                "l2-norm of the gradient of the filters of LeNet-5-BN",
                List.of("network", "layer 1", "layer 2", "layer 3"),
                rows));
    }

    private static double[] norms(Dataset images, Network network) throws IOException {
        Model model = LeNet5.bn(images.classes(), network.similarity());
        GradientNorms norms = new GradientNorms();
        DataLoader batch = DataLoader.of(images).batchSize(images.size()).build();
        Trainer.of(model)
                .optimizer(Sgd.builder().build(model.parameters()))
                .listen(norms)
                .fit(batch, batch);
        return norms.steps().get(0).values().stream()
                .mapToDouble(Double::doubleValue)
                .limit(LAYERS)
                .toArray();
    }

    private static double spread(double[] norms) {
        DoubleSummaryStatistics statistics = DoubleStream.of(norms).summaryStatistics();
        return statistics.getMax() / statistics.getMin();
    }

    private static List<String> row(Network network, double[] norms) {
        List<String> row = new ArrayList<>(List.of(network.toString()));
        DoubleStream.of(norms).forEach(norm -> row.add(String.format(Locale.ROOT, "%.3g", norm)));
        return row;
    }
}
