package org.addernet.train.listener;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends a training when the test loss has not become smaller for some epochs. */
public final class EarlyStopping implements TrainingListener {

    private final int patience;
    private double best = Double.POSITIVE_INFINITY;
    private int epochsWithoutGain;
    private @Nullable Training training;

    /**
     * Creates the listener.
     *
     * @param patience after how many epochs without a smaller test loss the training ends
     * @throws IllegalArgumentException if it is less than 1
     */
    public EarlyStopping(int patience) {
        if (patience < 1) {
            throw new IllegalArgumentException("the patience is " + patience + " epochs, it must be at least 1");
        }
        this.patience = patience;
    }

    /** Takes the results of earlier epochs, of a training that goes on; returns this listener. */
    public EarlyStopping after(List<EpochResult> earlier) {
        earlier.forEach(this::count);
        return this;
    }

    @Override
    public void trainingStarted(Training newTraining) {
        training = newTraining;
        stopIfWaitedEnough();
    }

    @Override
    public void epochFinished(EpochResult result) {
        count(result);
        stopIfWaitedEnough();
    }

    private void count(EpochResult result) {
        if (result.testLoss() < best) {
            best = result.testLoss();
            epochsWithoutGain = 0;
        } else {
            epochsWithoutGain++;
        }
    }

    private void stopIfWaitedEnough() {
        if (training != null && epochsWithoutGain >= patience) {
            training.stop();
        }
    }
}
