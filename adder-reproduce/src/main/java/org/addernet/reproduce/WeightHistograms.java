package org.addernet.reproduce;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.addernet.analysis.WeightDistribution;
import org.addernet.analysis.WeightDistribution.Fit;
import org.addernet.analysis.WeightDistribution.Histogram;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Figure 4: the weights of the third convolution, with Laplace's and the normal density. */
final class WeightHistograms implements Experiment {

    private static final String FILTER = "conv3.filter";
    private static final int BINS = 80;
    private static final Color FILL = new Color(0xa6cee3);

    @Override
    public String name() {
        return "figure4";
    }

    @Override
    public String title() {
        return "Weights of the third convolution of LeNet-5-BN";
    }

    @Override
    public String paper() {
        return "The weights of an AdderNet follow Laplace's law, those of a CNN the normal law.";
    }

    @Override
    public void run(Laboratory laboratory, Draft draft) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (Network network : Network.values()) {
            Run run = laboratory.trainFirst(laboratory.leNet5(network.similarity()), draft);
            WeightDistribution weights = WeightDistribution.of(run.parameter(FILTER));
            Fit laplace = weights.laplace();
            Fit normal = weights.normal();
            rows.add(row(network, "Laplace", laplace));
            rows.add(row(network, "normal", normal));
            compare(network, laplace, normal, draft);
            Plot.write(
                    draft.picture("weights-" + network.similarity(), network + ": histogram and fitted densities"),
                    chart(network, weights, laplace, normal));
        }
        draft.setting(laboratory.leNet5Setting(1));
        draft.table(new Table(
                "fits",
                "Fits by maximum likelihood: normal by mean and standard deviation, Laplace by median and mean deviation",
                List.of(
                        "network",
                        "law",
                        "location",
                        "scale",
                        "log-likelihood a weight",
                        "Kolmogorov-Smirnov distance"),
                rows));
    }

    private static void compare(Network network, Fit laplace, Fit normal, Draft draft) {
        boolean likelier = laplace.logLikelihood() > normal.logLikelihood();
        boolean nearer = laplace.distance() < normal.distance();
        boolean expected = network == Network.ADDER_NET;
        draft.statement(
                likelier == expected && nearer == expected,
                "the weights of the %s are closer to %s than to %s. Laplace's law has the %s likelihood and the %s distance.",
                network,
                expected ? "Laplace's law" : "the normal law",
                expected ? "the normal law" : "Laplace's law",
                likelier ? "larger" : "smaller",
                nearer ? "smaller" : "larger");
    }

    private static List<String> row(Network network, String law, Fit fit) {
        return List.of(
                network.toString(),
                law,
                String.format(Locale.ROOT, "%.4f", fit.location()),
                String.format(Locale.ROOT, "%.4f", fit.scale()),
                String.format(Locale.ROOT, "%.4f", fit.logLikelihood()),
                String.format(Locale.ROOT, "%.4f", fit.distance()));
    }

    private static XYChart chart(Network network, WeightDistribution weights, Fit laplace, Fit normal) {
        XYChart chart = Plot.chart(network.toString(), "weight", "density");
        Histogram histogram = weights.histogram(BINS);
        double[] x = histogram.centers();
        XYSeries bars = chart.addSeries("weights", x, histogram.densities());
        bars.setXYSeriesRenderStyle(XYSeriesRenderStyle.Area).setFillColor(FILL);
        bars.setMarker(SeriesMarkers.NONE).setLineStyle(new BasicStroke(1));
        chart.getStyler().setXAxisDecimalPattern(normal.scale() < 0.1 ? "0.###" : "0.#");
        Plot.line(chart, "Laplace", x, values(laplace.density(), x));
        Plot.line(chart, "normal", x, values(normal.density(), x));
        return chart;
    }

    private static double[] values(DoubleUnaryOperator density, double[] x) {
        return DoubleStream.of(x).map(density).toArray();
    }
}
