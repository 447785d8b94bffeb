package org.addernet.train;

import java.util.concurrent.CancellationException;
import org.addernet.data.DataLoader;
import org.addernet.data.Epoch;
import org.addernet.nn.Model;
import org.addernet.nn.Pass;
import org.addernet.nn.layer.BatchNorm;
import org.addernet.parallel.Workers;

/**
 * Makes the running statistics of batch normalisations anew, for the weights as they are (Wu and Johnson, Rethinking "Batch" in
 * BatchNorm, 2021: precise statistics).
 *
 * <p>Those of a training are averages over past weights. Where weights move fast, as adder filters do, they are so far off
 * that a network which knows its training images answers at chance.
 */
public final class BatchNormStatistics {

    /** One batch of so many is used where nothing else is asked for: its forward pass is 1/48 of the epoch. */
    private static final int SHARE = 16;

    private BatchNormStatistics() {}

    /** Returns how many batches of an epoch are used where nothing else is asked for: every sixteenth, at least 1. */
    public static int defaultBatches(DataLoader loader) {
        return (loader.batches() + SHARE - 1) / SHARE;
    }

    /**
     * Sets the running statistics to their means over the first batches of the loader's first epoch.
     *
     * @param batches how many, at most all; with 0 nothing is done
     * @throws CancellationException if the thread is interrupted; the interrupt stays set, and the statistics are of fewer
     *     batches
     */
    public static void estimate(Model model, DataLoader loader, int batches, Workers workers) {
        if (model.root().layers().stream().noneMatch(BatchNorm.class::isInstance)) {
            return;
        }
        Pass pass = Pass.of(Pass.Mode.STATISTICS, workers);
        try (Epoch epoch = loader.epoch(0)) {
            for (int i = 0; i < batches && epoch.hasNext(); i++) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException(
                            "interrupted while estimating the statistics of batch normalisation");
                }
                pass.reset(0);
                model.forward(epoch.next().images(), pass);
            }
        }
    }
}
