package org.addernet.cli;

import java.io.PrintStream;
import java.text.DecimalFormat;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.addernet.train.listener.EpochResult;
import org.addernet.train.listener.Progress;
import org.addernet.train.listener.ProgressLines;
import org.addernet.train.listener.TrainingListener;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Draws a bar for each epoch, with the time left and the images a second: for a terminal. */
final class EpochBar implements TrainingListener {

    /** How often a log without a terminal gets a line in a long epoch. */
    private static final Duration ONE_MINUTE = Duration.ofMinutes(1);

    private final PrintStream out;
    private final int columns;
    private @Nullable ProgressBar bar;

    private EpochBar(PrintStream out) {
        this.out = out;
        // 80 where the terminal does not say.
        columns = new CommandLine(CommandSpec.create())
                .setUsageHelpAutoWidth(true)
                .getUsageHelpWidth();
    }

    /** Returns the listener, or without a terminal one that prints lines. */
    static TrainingListener orLines(PrintStream out) {
        return System.console() == null ? new ProgressLines(out, ONE_MINUTE) : new EpochBar(out);
    }

    @Override
    public void epochStarted(int epoch, int epochs, int samples, int done) {
        bar = new ProgressBarBuilder()
                .setTaskName("epoch " + epoch + "/" + epochs)
                .setInitialMax(samples)
                .startsFrom(done, Duration.ZERO)
                .setUnit(" img", 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(out, columns))
                .setUpdateIntervalMillis(200)
                .showSpeed(new DecimalFormat("0"))
                .build();
    }

    @Override
    public void batchFinished(int samples, double loss, Progress progress) {
        if (bar != null) {
            bar.stepBy(samples);
            bar.setExtraMessage(String.format(Locale.ROOT, "  loss %.3f", loss));
        }
    }

    @Override
    public void epochFinished(EpochResult result) {
        stopped();
    }

    @Override
    public void stopped() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
