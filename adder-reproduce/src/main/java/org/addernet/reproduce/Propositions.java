package org.addernet.reproduce;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.FilterGradient;
import org.addernet.kernel.Kernels;
import org.addernet.parallel.Workers;
import org.knowm.xchart.XYChart;

/** Propositions 1 and 2 of the supplement: gradient descent on |x - f| with the sign and with the full-precision gradient. */
final class Propositions implements Experiment {

    private static final int DIMENSIONS = 256;
    private static final float RATE = 0.1f;
    private static final int STEPS = 90;

    @Override
    public String name() {
        return "propositions";
    }

    @Override
    public String title() {
        return "Sign gradients oscillate, full-precision gradients converge";
    }

    @Override
    public String paper() {
        return "With a fixed learning rate α the sign gradient ends in a period of two steps and cannot converge, unless α divides"
                + " every distance (Proposition 1); the full-precision gradient converges for α < 1 (Proposition 2).";
    }

    @Override
    public void run(Laboratory laboratory, Draft draft) throws IOException {
        double[][] sign = descend(FilterGradient.SIGN, RATE, STEPS);
        double[][] full = descend(FilterGradient.FULL_PRECISION, RATE, STEPS);
        boolean jumps = sign[1][STEPS] > 0.9 * RATE && sign[2][STEPS] < 0.1 * RATE;
        draft.statement(
                jumps,
                "the sign gradient comes to a mean distance of %.3f, about half of α, and then jumps between two filters.",
                sign[0][STEPS]);
        draft.statement(
                full[0][STEPS] < 0.01 * full[0][0],
                "the full-precision gradient takes a tenth of the distance at every step and is at %.1e after %d.",
                full[0][STEPS],
                STEPS);
        draft.setting("x drawn from the normal law, f from 0; the gradients are those of the library's l1 kernels.");
        draft.table(new Table(
                "steps",
                "After " + STEPS + " steps with α = " + RATE + " in " + DIMENSIONS + " dimensions",
                List.of("gradient", "mean |x - f|", "change from one step to the next", "change over two steps"),
                List.of(row("sign (Eq. 15)", sign), row("full precision (Eq. 16)", full))));
        Plot.write(draft.picture("distance", "Mean distance of the filter from the patch"), chart(sign[0], full[0]));
    }

    /**
     * Returns for each step, from 0 on, the mean of {@code |x - f|}, of the change of f by the step, and of its change by
     * this step and the one before.
     */
    static double[][] descend(FilterGradient rule, float rate, int steps) {
        ConvGeometry geometry = ConvGeometry.row(1, DIMENSIONS, 1);
        Random random = new Random(1);
        float[] x = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            x[i] = (float) random.nextGaussian();
        }
        float[] f = new float[DIMENSIONS];
        float[] before = f;
        float[] gradient = new float[DIMENSIONS];
        double[][] curves = new double[3][steps + 1];
        curves[0][0] = distance(x, f);
        for (int step = 1; step <= steps; step++) {
            // Y = -|x - f| is to grow, so the gradient of Y is added.
            Kernels.active().filterGradient(rule, geometry, x, f, new float[] {1}, gradient, Workers.shared());
            float[] next = f.clone();
            for (int i = 0; i < DIMENSIONS; i++) {
                next[i] += rate * gradient[i];
            }
            curves[0][step] = distance(x, next);
            curves[1][step] = distance(f, next);
            curves[2][step] = distance(before, next);
            before = f;
            f = next;
        }
        return curves;
    }

    private static double distance(float[] a, float[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(i -> Math.abs(a[i] - b[i]))
                .average()
                .orElseThrow();
    }

    private static List<String> row(String gradient, double[][] curves) {
        return List.of(
                gradient,
                String.format(Locale.ROOT, "%.2e", curves[0][STEPS]),
                String.format(Locale.ROOT, "%.2e", curves[1][STEPS]),
                String.format(Locale.ROOT, "%.2e", curves[2][STEPS]));
    }

    private static XYChart chart(double[] sign, double[] full) {
        XYChart chart = Plot.chart("Gradient descent on |x - f|", "step", "mean |x - f|");
        double[] steps = IntStream.rangeClosed(0, STEPS).asDoubleStream().toArray();
        Plot.line(chart, "sign gradient", steps, sign);
        Plot.line(chart, "full-precision gradient", steps, full);
        Plot.logarithmic(chart);
        return chart;
    }
}
