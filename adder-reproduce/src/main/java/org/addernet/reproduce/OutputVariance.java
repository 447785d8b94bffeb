package org.addernet.reproduce;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.Kernels;
import org.addernet.kernel.Similarity;
import org.addernet.parallel.Workers;
import org.apache.commons.math3.stat.StatUtils;
import org.knowm.xchart.XYChart;

/** Equations 8 and 9: the variance of a layer's outputs when inputs and filters are normal. */
final class OutputVariance implements Experiment {

    /** d² c_in: LeNet-5's three convolutions, 3x3 on 64 channels, and on 512. */
    private static final int[] TERMS = {25, 150, 400, 576, 4608};

    private static final double[] FILTER_VARIANCES = {1, 1e-1, 1e-3};

    /** Of inputs, and of filters. */
    private static final int SAMPLES = 512;

    private static final double PRINTED_CONSTANT = Math.sqrt(Math.PI / 2);

    /** Var|Z| = (1 - 2/π) Var Z for a normal Z of mean 0. */
    private static final double NORMAL_CONSTANT = 1 - 2 / Math.PI;

    @Override
    public String name() {
        return "variance";
    }

    @Override
    public String title() {
        return "Variance of a layer's outputs, equations 8 and 9";
    }

    @Override
    public String paper() {
        return "Var[Y] of a CNN is d²c_in Var[X] Var[F] (Eq. 8), that of an AdderNet √(π/2) d²c_in (Var[X] + Var[F]) (Eq. 9): much"
                + " larger, as filters have small variances.";
    }

    /** The measured variances of a layer with filters of a variance, and inputs of variance 1. */
    private record Measurement(int terms, double filterVariance, double cnn, double adder) {

        double cnnRatio() {
            return cnn / (terms * filterVariance);
        }

        double adderRatio() {
            return adder / (terms * (1 + filterVariance));
        }

        List<String> row() {
            return List.of(
                    Integer.toString(terms),
                    Double.toString(filterVariance),
                    rounded(cnn),
                    rounded(terms * filterVariance),
                    rounded(adder),
                    rounded(PRINTED_CONSTANT * terms * (1 + filterVariance)),
                    rounded(NORMAL_CONSTANT * terms * (1 + filterVariance)));
        }
    }

    @Override
    public void run(Laboratory laboratory, Draft draft) throws IOException {
        Random random = new Random(1);
        List<Measurement> measurements = new ArrayList<>();
        for (int terms : TERMS) {
            for (double filterVariance : FILTER_VARIANCES) {
                float[] x = normal(SAMPLES * terms, 1, random);
                float[] f = normal(SAMPLES * terms, filterVariance, random);
                double cnn = variance(Similarity.CROSS_CORRELATION, terms, x, f);
                double adder = variance(Similarity.L1, terms, x, f);
                measurements.add(new Measurement(terms, filterVariance, cnn, adder));
            }
        }
        double[] cnn = measurements.stream().mapToDouble(Measurement::cnnRatio).toArray();
        double[] adder =
                measurements.stream().mapToDouble(Measurement::adderRatio).toArray();
        draft.finding(
                "Eq. 8 holds: measured variances are %.3f to %.3f times its. The structure of Eq. 9 holds too, but not its constant:"
                        + " measured are %.4f to %.4f, not √(π/2) = %.4f. The variance of the magnitude of a normal variable is"
                        + " 1 - 2/π = %.4f times the variable's.",
                StatUtils.min(cnn),
                StatUtils.max(cnn),
                StatUtils.min(adder),
                StatUtils.max(adder),
                PRINTED_CONSTANT,
                NORMAL_CONSTANT);
        draft.finding(
                "The paper's conclusion stands: with Var[F] = 0.001 an adder layer's outputs vary hundreds of times more than a"
                        + " convolution's.");
        draft.setting(SAMPLES + " inputs, " + SAMPLES + " filters and all their similarities, seed 1.");
        draft.table(new Table(
                "variances",
                "Measured, and by the formulas; Var[X] = 1",
                List.of(
                        "d²c_in",
                        "Var[F]",
                        "CNN",
                        "Eq. 8",
                        "AdderNet",
                        "Eq. 9 as printed, √(π/2)",
                        "Eq. 9 with 1 - 2/π"),
                measurements.stream().map(Measurement::row).toList()));
        Plot.write(
                draft.picture("ratios", "Measured variances divided by the formulas without their constants"),
                chart(cnn, adder));
    }

    private static double variance(Similarity similarity, int terms, float[] x, float[] f) {
        float[] y = new float[SAMPLES * SAMPLES];
        ConvGeometry geometry = ConvGeometry.row(SAMPLES, terms, SAMPLES);
        Kernels.active().forward(similarity, geometry, x, f, y, Workers.shared());
        double[] outputs = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            outputs[i] = y[i];
        }
        return StatUtils.variance(outputs);
    }

    private static float[] normal(int count, double variance, Random random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (Math.sqrt(variance) * random.nextGaussian());
        }
        return values;
    }

    private static XYChart chart(double[] cnn, double[] adder) {
        XYChart chart = Plot.chart("Measured variance / formula without constant", "row of the table", "ratio");
        double[] rows = new double[cnn.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i + 1;
        }
        Plot.points(chart, "CNN", rows, cnn);
        Plot.points(chart, "AdderNet", rows, adder);
        double[] ends = {1, rows.length};
        Plot.line(chart, "Eq. 8: 1", ends, new double[] {1, 1});
        Plot.line(chart, "Eq. 9 as printed: √(π/2)", ends, new double[] {PRINTED_CONSTANT, PRINTED_CONSTANT});
        Plot.line(chart, "1 - 2/π", ends, new double[] {NORMAL_CONSTANT, NORMAL_CONSTANT});
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.4);
        return chart;
    }

    private static String rounded(double value) {
        return String.format(Locale.ROOT, value < 1000 ? "%.4g" : "%.0f", value);
    }
}
