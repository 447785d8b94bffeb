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
        out.println(String.format(
                Locale.ROOT,
                "epoch %d/%d  train loss %.4f  accuracy %.2f %%  test loss %.4f  accuracy %.2f %%  %.1f s  %.0f images/s"
                        + "  %.1f %% waiting for data",
                r.epoch(),
                epochs,
                r.trainLoss(),
                100 * r.trainAccuracy(),
                r.testLoss(),
                100 * r.testAccuracy(),
                r.seconds(),
                samples / r.seconds(),
                100 * r.waited()));
    }
}
