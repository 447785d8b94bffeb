package org.addernet.reproduce;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.addernet.kernel.GradientRule;
import org.addernet.kernel.Similarity;
import org.addernet.train.listener.EpochResult;
import org.knowm.xchart.XYChart;

/** Figure 3: full-precision against sign gradients, with and without larger learning rates for adder filters. */
final class LearningCurves implements Experiment {

    /** The paper has 54.91 and 29.26 % where it says so. */
    private static final double HARDLY = 60;

    private static final GradientRule FULL = GradientRule.of(Similarity.L1);

    /** What the adaptive learning rate is compared with. */
    private static final double CONSTANT = 100;

    /** Gradient and learning rate of the adder filters, and the paper's accuracy. */
    private enum Scheme {
        FP_ALR("FP + ALR", 99.40, FULL, training -> training),
        FP_ILR("FP + ILR", 98.99, FULL, training -> training.withAdderFactor(CONSTANT)),
        FP("FP", 54.91, FULL, training -> training.withEta(0)),
        SGN_ALR("Sgn + ALR", 97.99, GradientRule.SIGN, FP_ALR.rate),
        SGN_ILR("Sgn + ILR", 97.72, GradientRule.SIGN, FP_ILR.rate),
        SGN("Sgn", 29.26, GradientRule.SIGN, FP.rate),
        /** What the paper argues against and does not show. */
        UNCLIPPED("FP + ALR, no HardTanh", Double.NaN, GradientRule.UNCLIPPED, FP_ALR.rate);

        private final String label;
        private final double paper;
        private final GradientRule gradient;
        private final UnaryOperator<TrainingSetup> rate;

        Scheme(String label, double paper, GradientRule gradient, UnaryOperator<TrainingSetup> rate) {
            this.label = label;
            this.paper = paper;
            this.gradient = gradient;
            this.rate = rate;
        }

        TrainingSetup training(Laboratory laboratory) {
            return rate.apply(laboratory.leNet5(Similarity.L1).withGradient(gradient));
        }
    }

    /** The runs of a scheme, one for each seed. */
    private record Curve(Scheme scheme, List<Run> runs, Accuracy accuracy) {}

    @Override
    public String name() {
        return "figure3";
    }

    @Override
    public String title() {
        return "Learning curves of LeNet-5-BN with different gradients and learning rates";
    }

    @Override
    public String paper() {
        return "The full-precision gradient (FP) with the adaptive learning rate (ALR) is best, a constant factor of 100 (ILR) comes"
                + " next, sign gradients (Sgn) fall behind, and without larger learning rates hardly anything is learned. That input"
                + " gradients are clipped by HardTanh is argued, not shown.";
    }

    @Override
    public void run(Laboratory laboratory, Draft draft) throws IOException {
        List<Curve> curves = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        for (Scheme scheme : Scheme.values()) {
            List<Run> runs = laboratory.train(scheme.training(laboratory), draft);
            Accuracy accuracy = Accuracy.of(runs);
            curves.add(new Curve(scheme, runs, accuracy));
            boolean shown = !Double.isNaN(scheme.paper);
            rows.add(List.of(
                    scheme.label,
                    accuracy.toString(),
                    shown ? String.format(Locale.ROOT, "%.2f", scheme.paper) : "",
                    shown ? accuracy.minus(scheme.paper) : ""));
        }
        compare(curves, draft);
        draft.setting(laboratory.leNet5Setting(laboratory.setting().seeds())
                + " With Sgn, inputs get sign gradients too. The curves are of seed 1.");
        draft.table(new Table(
                "accuracies",
                "Test accuracy after the last epoch, %",
                List.of("gradient + learning rate", "addernet", "paper", "difference"),
                rows));
        draft.data(results(curves));
        XYChart accuracy = chart("Test accuracy", "accuracy (%)", curves, r -> 100 * r.testAccuracy());
        Plot.write(draft.picture("accuracy", "Test accuracy after each epoch"), accuracy);
        accuracy.setTitle("Test accuracy, the upper end");
        double best = curves.stream()
                .mapToDouble(curve -> curve.accuracy.score())
                .max()
                .orElseThrow();
        accuracy.getStyler().setYAxisMin(Math.floor(best) - 4).setYAxisMax(Math.ceil(best));
        Plot.write(draft.picture("accuracy-close", "The same at the upper end"), accuracy);
        XYChart loss = chart("Training loss", "cross-entropy", curves, EpochResult::trainLoss);
        Plot.logarithmic(loss);
        Plot.write(draft.picture("loss", "Training loss of each epoch, logarithmic"), loss);
    }

    /** Says which of the paper's statements hold. */
    private static void compare(List<Curve> curves, Draft draft) {
        double best = score(curves, Scheme.FP_ALR);
        double worst = score(curves, Scheme.SGN);
        List<Curve> baselines = curves.stream()
                .filter(curve -> curve.scheme != Scheme.UNCLIPPED)
                .toList();
        draft.statement(
                baselines.stream().noneMatch(curve -> curve.scheme != Scheme.FP_ALR && curve.accuracy.score() >= best),
                "FP + ALR is the best of the six.");
        double constant = score(curves, Scheme.FP_ILR);
        draft.statement(
                constant > score(curves, Scheme.SGN_ALR) && constant > score(curves, Scheme.SGN_ILR),
                "FP + ILR is above Sgn + ALR and Sgn + ILR.");
        draft.statement(
                baselines.stream().noneMatch(curve -> curve.scheme != Scheme.SGN && curve.accuracy.score() <= worst),
                "the plain sign gradient is the worst.");
        double plain = score(curves, Scheme.FP);
        draft.statement(
                plain < HARDLY && worst < HARDLY,
                "without larger learning rates hardly anything is learned; FP comes to %.2f %%, Sgn to %.2f %%.",
                plain,
                worst);
        Accuracy unclipped = curves.get(Scheme.UNCLIPPED.ordinal()).accuracy;
        if (unclipped.finished() == 0) {
            draft.finding("Without HardTanh the training diverges.");
        } else {
            draft.finding("HardTanh makes a difference of %+.2f points.", best - unclipped.mean());
        }
    }

    private static double score(List<Curve> curves, Scheme scheme) {
        return curves.get(scheme.ordinal()).accuracy.score();
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

    private static Table results(List<Curve> curves) throws IOException {
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
        return new Table("curves", "", header, rows);
    }
}
