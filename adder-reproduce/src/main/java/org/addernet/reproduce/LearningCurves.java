package org.addernet.reproduce;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.addernet.kernel.Similarity;
import org.addernet.train.listener.EpochResult;
import org.knowm.xchart.XYChart;

/** Figure 3: full-precision against sign gradients, with and without larger learning rates for adder filters. */
final class LearningCurves implements Experiment {

    /** Gradient and learning rate of the adder filters. */
    private enum Scheme {
        FP_ALR("FP + ALR", "99.40", "", ""),
        FP_ILR("FP + ILR", "98.99", "", "--adder-lr-factor"),
        FP("FP", "54.91", "", "--eta"),
        SGN_ALR("Sgn + ALR", "97.99", "sign", ""),
        SGN_ILR("Sgn + ILR", "97.72", "sign", "--adder-lr-factor"),
        SGN("Sgn", "29.26", "sign", "--eta"),
        /** What the paper argues against and does not show. */
        UNCLIPPED("FP + ALR, no HardTanh", "", "unclipped", "");

        private final String label;
        private final String paper;
        private final String gradient;
        private final String rate;

        Scheme(String label, String paper, String gradient, String rate) {
            this.label = label;
            this.paper = paper;
            this.gradient = gradient;
            this.rate = rate;
        }

        Training training(Laboratory laboratory) {
            Training training = laboratory.leNet5(Similarity.L1);
            if (!gradient.isEmpty()) {
                training = training.with("--gradient", gradient);
            }
            return rate.isEmpty() ? training : training.with(rate, rate.equals("--eta") ? 0 : 100);
        }
    }

    /** The runs of a scheme, one for each seed. */
    private record Curve(Scheme scheme, List<Run> runs, Accuracy accuracy) {

        /** What diverged has learned nothing. */
        double score() {
            return Double.isNaN(accuracy.mean()) ? 0 : accuracy.mean();
        }
    }

    @Override
    public String name() {
        return "figure3";
    }

    @Override
    public String title() {
        return "Learning curves of LeNet-5-BN with different gradients and learning rates";
    }

    @Override
    public Section run(Laboratory laboratory) throws IOException {
        List<Curve> curves = new ArrayList<>();
        List<String> commands = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        for (Scheme scheme : Scheme.values()) {
            Training training = scheme.training(laboratory);
            commands.add(training.command());
            List<Run> runs = laboratory.train(training);
            Accuracy accuracy = Accuracy.of(runs);
            curves.add(new Curve(scheme, runs, accuracy));
            rows.add(List.of(scheme.label, accuracy.toString(), scheme.paper));
        }
        Table accuracies = laboratory.write(
                this,
                new Table(
                        "accuracies",
                        "Test accuracy after the last epoch, %",
                        List.of("gradient + learning rate", "addernet", "paper"),
                        rows));
        writeCurves(laboratory, curves);
        Plot.write(
                laboratory.file(this, "accuracy.png"),
                chart("Test accuracy", "accuracy (%)", curves, r -> 100 * r.testAccuracy()));
        XYChart close = chart("Test accuracy, the upper end", "accuracy (%)", curves, r -> 100 * r.testAccuracy());
        close.getStyler().setYAxisMin(95.0).setYAxisMax(100.0);
        Plot.write(laboratory.file(this, "accuracy-close.png"), close);
        XYChart loss = chart("Training loss", "cross-entropy", curves, EpochResult::trainLoss);
        Plot.logarithmic(loss);
        Plot.write(laboratory.file(this, "loss.png"), loss);
        return new Section(
                name(),
                title(),
                "The full-precision gradient (FP) with the adaptive learning rate (ALR) is best, a constant factor of 100 (ILR)"
                        + " comes next, sign gradients (Sgn) fall behind, and without larger learning rates hardly anything is"
                        + " learned. That input gradients are clipped by HardTanh is argued, not shown.",
                findings(curves),
                laboratory.trainingSetting(),
                List.of(accuracies),
                List.of(
                        new Picture("accuracy", "Test accuracy after each epoch"),
                        new Picture("accuracy-close", "The same above 95 %"),
                        new Picture("loss", "Training loss of each epoch, logarithmic")),
                commands,
                laboratory.made(this));
    }

    /** Says which of the paper's statements hold. */
    private static List<String> findings(List<Curve> curves) {
        double best = score(curves, Scheme.FP_ALR);
        boolean first = curves.stream()
                .filter(curve -> curve.scheme != Scheme.FP_ALR && curve.scheme != Scheme.UNCLIPPED)
                .noneMatch(curve -> curve.score() >= best);
        double constant = score(curves, Scheme.FP_ILR);
        boolean second = constant > score(curves, Scheme.SGN_ALR) && constant > score(curves, Scheme.SGN_ILR);
        boolean last = curves.stream()
                .filter(curve -> curve.scheme != Scheme.SGN)
                .noneMatch(curve -> curve.score() <= score(curves, Scheme.SGN));
        return List.of(
                statement(first, "FP + ALR is the best of the paper's six."),
                statement(second, "FP + ILR is above Sgn + ALR and Sgn + ILR."),
                statement(last, "The plain sign gradient is the worst."),
                String.format(
                        Locale.ROOT,
                        "HardTanh makes a difference of %+.2f points.",
                        best - score(curves, Scheme.UNCLIPPED)));
    }

    private static double score(List<Curve> curves, Scheme scheme) {
        return curves.get(scheme.ordinal()).score();
    }

    private static String statement(boolean holds, String statement) {
        return (holds ? "As in the paper: " : "Not as in the paper, where it holds: ") + statement;
    }

    private static XYChart chart(String title, String quantity, List<Curve> curves, ToDoubleFunction<EpochResult> value)
            throws IOException {
        XYChart chart = Plot.chart(title, "epoch", quantity);
        for (Curve curve : curves) {
            List<EpochResult> history = curve.runs.get(0).history();
            if (!history.isEmpty()) {
                double[] epochs =
                        history.stream().mapToDouble(EpochResult::epoch).toArray();
                double[] values = history.stream().mapToDouble(value).toArray();
                Plot.line(chart, curve.scheme.label, epochs, values);
            }
        }
        return chart;
    }

    private void writeCurves(Laboratory laboratory, List<Curve> curves) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (Curve curve : curves) {
            for (int seed = 1; seed <= curve.runs.size(); seed++) {
                for (EpochResult r : curve.runs.get(seed - 1).history()) {
                    rows.add(List.of(
                            curve.scheme.label,
                            Integer.toString(seed),
                            Integer.toString(r.epoch()),
                            Double.toString(r.trainLoss()),
                            Double.toString(r.trainAccuracy()),
                            Double.toString(r.testLoss()),
                            Double.toString(r.testAccuracy())));
                }
            }
        }
        List<String> header =
                List.of("scheme", "seed", "epoch", "train_loss", "train_accuracy", "test_loss", "test_accuracy");
        laboratory.write(this, new Table("curves", "", header, rows));
    }
}
