package org.addernet.train.listener;

import java.io.PrintStream;
import java.util.Locale;

/** Prints a line for each epoch. */
public final class EpochLines implements TrainingListener {

    private final PrintStream out;
    private int epochs;
    private int samples;

    /** Creates the listener. */
    public EpochLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public void epochStarted(int epoch, int newEpochs, int newSamples, int done) {
        epochs = newEpochs;
        samples = newSamples;
    }

    @Override
    public void epochFinished(EpochResult r) {
        StringBuilder line = new StringBuilder();
        line.append(String.format(Locale.ROOT, "epoch %d/%d  train loss %.4f", r.epoch(), epochs, r.trainLoss()));
        appendAccuracy(line, r.trainAccuracy());
        line.append(String.format(Locale.ROOT, "  test loss %.4f", r.testLoss()));
        appendAccuracy(line, r.testAccuracy());
        r.metrics().forEach((name, value) -> line.append(String.format(Locale.ROOT, "  %s %.4f", name, value)));
        line.append(String.format(
                Locale.ROOT,
                "  %.1f s  %.0f images/s  %.1f %% waiting for data",
                r.seconds(),
                samples / r.seconds(),
                100 * r.dataWait()));
        out.println(line);
    }

    /** Data without labels have no accuracy. */
    private static void appendAccuracy(StringBuilder line, double accuracy) {
        if (!Double.isNaN(accuracy)) {
            line.append(String.format(Locale.ROOT, "  accuracy %.2f %%", 100 * accuracy));
        }
    }
}
