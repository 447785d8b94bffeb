package org.addernet.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.addernet.nn.Model;
import org.addernet.optim.Optimizer;
import org.addernet.train.listener.EpochResult;
import org.addernet.train.listener.TrainingListener;

/** Writes {@code last.safetensors} after every epoch, and before it {@code best.safetensors} if none was better. */
public final class CheckpointWriter implements TrainingListener {

    /** The name of the file with the state after the last epoch. */
    public static final String LAST = "last.safetensors";

    /** The name of the file with the state after the epoch of the best test accuracy, the first of equals. */
    public static final String BEST = "best.safetensors";

    private final Path folder;
    private final Model model;
    private final Optimizer optimizer;
    private final Map<String, String> options;
    private double bestAccuracy;

    /**
     * Creates the listener.
     *
     * @param folder where the files go
     * @param options the options of the run, which the files keep
     * @param bestAccuracy the best accuracy of the epochs before; -1 if there are none
     */
    public CheckpointWriter(
            Path folder, Model model, Optimizer optimizer, Map<String, String> options, double bestAccuracy) {
        this.folder = folder;
        this.model = model;
        this.optimizer = optimizer;
        this.options = options;
        this.bestAccuracy = bestAccuracy;
    }

    @Override
    public void epochFinished(EpochResult result) throws IOException {
        // The best first: a run that is cut between the two does this epoch again and writes both.
        if (result.testAccuracy() > bestAccuracy) {
            bestAccuracy = result.testAccuracy();
            write(BEST, result);
        }
        write(LAST, result);
    }

    private void write(String name, EpochResult result) throws IOException {
        Checkpoint.write(folder.resolve(name), model, optimizer, result.epoch(), bestAccuracy, options);
    }
}
