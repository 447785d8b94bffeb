package org.addernet.train;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.addernet.data.DataSignature;
import org.addernet.nn.Model;
import org.addernet.optim.Optimizer;
import org.addernet.train.listener.EpochResult;
import org.addernet.train.listener.Progress;
import org.addernet.train.listener.TrainingListener;

/**
 * Writes {@code last.safetensors} after every epoch, in long epochs at an interval of time, and when the training is
 * interrupted; and after an epoch before
 * it {@code best.safetensors} if none was better.
 */
public final class CheckpointWriter implements TrainingListener {

    /** The minutes between two checkpoints within an epoch, where nothing else is asked for: 10. */
    public static final int DEFAULT_MINUTES = 10;

    /** The name of the file with the latest state. */
    public static final String LAST = "last.safetensors";

    /** The name of the file with the state after the epoch of the best test accuracy, the first of equals. */
    public static final String BEST = "best.safetensors";

    private final Path folder;
    private final Model model;
    private final Optimizer optimizer;
    private final DataSignature data;
    private final Map<String, String> options;
    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private double bestAccuracy;
    private long writtenAt;

    /**
     * Creates the listener; the first interval begins now.
     *
     * @param folder where the files go; it must exist
     * @param data what the model is trained and tested on, which the files keep
     * @param options the options of the run, which the files keep, too
     * @param bestAccuracy the best accuracy of the epochs before, or of data without labels minus the smallest test loss;
     *     negative infinity if there are none
     * @param interval how much time at most an interruption within an epoch may cost; 0: checkpoints only after epochs
     * @throws IllegalArgumentException if the interval is negative
     */
    public CheckpointWriter(
            Path folder,
            Model model,
            Optimizer optimizer,
            DataSignature data,
            Map<String, String> options,
            double bestAccuracy,
            Duration interval) {
        this(folder, model, optimizer, data, options, bestAccuracy, interval, System::nanoTime);
    }

    CheckpointWriter(
            Path folder,
            Model model,
            Optimizer optimizer,
            DataSignature data,
            Map<String, String> options,
            double bestAccuracy,
            Duration interval,
            LongSupplier nanoTime) {
        if (interval.isNegative()) {
            throw new IllegalArgumentException("the interval of checkpoints is " + interval.toSeconds()
                    + " s, it must be at least 0 (0: only after epochs)");
        }
        this.folder = folder;
        this.model = model;
        this.optimizer = optimizer;
        this.data = data;
        this.options = options;
        this.bestAccuracy = bestAccuracy;
        this.intervalNanos = interval.toNanos();
        this.nanoTime = nanoTime;
        writtenAt = nanoTime.getAsLong();
    }

    @Override
    public void batchFinished(int samples, double loss, Progress progress) throws IOException {
        if (intervalNanos > 0 && nanoTime.getAsLong() - writtenAt >= intervalNanos) {
            writeLast(progress);
        }
    }

    @Override
    public void epochFinished(EpochResult result) throws IOException {
        Progress progress = Progress.after(result.epoch());
        // The best first: a run that is interrupted between the two ends this epoch again and writes both.
        double score = Double.isNaN(result.testAccuracy()) ? -result.testLoss() : result.testAccuracy();
        if (score > bestAccuracy) {
            bestAccuracy = score;
            write(BEST, progress);
        }
        writeLast(progress);
    }

    /** Writes where the training was interrupted. */
    @Override
    public void interrupted(Progress progress) throws IOException {
        writeLast(progress);
    }

    private void writeLast(Progress progress) throws IOException {
        writtenAt = nanoTime.getAsLong();
        write(LAST, progress);
    }

    private void write(String name, Progress progress) throws IOException {
        Checkpoint.write(folder.resolve(name), model, optimizer, progress, bestAccuracy, data, options);
    }
}
