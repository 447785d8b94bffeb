package org.addernet.train.listener;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Prints a line at an interval of time within long epochs: for logs, where no progress bar can be drawn. */
public final class ProgressLines implements TrainingListener {

    private final PrintStream out;
    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private int epochs;
    private int samples;
    private long printedAt;

    /**
     * Creates the listener; an interval begins with every epoch.
     *
     * @param interval how long to be silent
     */
    public ProgressLines(PrintStream out, Duration interval) {
        this(out, interval, System::nanoTime);
    }

    ProgressLines(PrintStream out, Duration interval, LongSupplier nanoTime) {
        this.out = out;
        this.intervalNanos = interval.toNanos();
        this.nanoTime = nanoTime;
    }

    @Override
    public void epochStarted(int epoch, int newEpochs, int newSamples, int done) {
        epochs = newEpochs;
        samples = newSamples;
        printedAt = nanoTime.getAsLong();
    }

    @Override
    public void batchFinished(int batch, double loss, Progress progress) {
        long now = nanoTime.getAsLong();
        if (now - printedAt >= intervalNanos) {
            printedAt = now;
            out.println(String.format(
                    Locale.ROOT,
                    "epoch %d/%d  %,d of %,d images  train loss %.4f  accuracy %.2f %%  %.0f images/s",
                    progress.epochs() + 1,
                    epochs,
                    progress.samples(),
                    samples,
                    progress.loss() / progress.samples(),
                    100.0 * progress.right() / progress.samples(),
                    progress.samples() / progress.seconds()));
        }
    }
}
