package org.addernet.train.listener;

import java.io.PrintStream;
import java.util.Locale;

/** Prints a line for each epoch, short enough for 80 columns where there are no metrics. */
public final class EpochLines implements TrainingListener {

    /** The share of an epoch that has waited for data from which on it is told. */
    private static final double WORTH_SAYING = 0.01;

    private final PrintStream out;
    private int epochs;

    /** Creates the listener. */
    public EpochLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public void epochStarted(int epoch, int newEpochs, int samples, int done) {
        epochs = newEpochs;
    }

    @Override
    public void epochFinished(EpochResult r) {
        StringBuilder line = new StringBuilder();
        line.append(String.format(Locale.ROOT, "epoch %d/%d  train loss %.4f", r.epoch(), epochs, r.trainLoss()));
        appendAccuracy(line, r.trainAccuracy());
        line.append(String.format(Locale.ROOT, "  test loss %.4f", r.testLoss()));
        appendAccuracy(line, r.testAccuracy());
        r.metrics().forEach((name, value) -> line.append(String.format(Locale.ROOT, "  %s %.4f", name, value)));
        line.append(String.format(Locale.ROOT, "  %.1f s", r.seconds()));
        if (r.dataWait() >= WORTH_SAYING) {
            line.append(String.format(Locale.ROOT, "  data wait %.0f %%", 100 * r.dataWait()));
        }
        out.println(line);
    }

    /** Data without labels have no accuracy. */
    private static void appendAccuracy(StringBuilder line, double accuracy) {
        if (!Double.isNaN(accuracy)) {
            line.append(String.format(Locale.ROOT, " (%.2f %%)", 100 * accuracy));
        }
    }
}
