package org.addernet.train.listener;

import java.io.IOException;
import java.util.List;
import org.addernet.nn.Gradients;
import org.addernet.nn.Parameter;

/** Is told what happens in a training, on the training's thread; an exception ends the training. */
public interface TrainingListener {

    /**
     * The training begins.
     *
     * @param training what can {@linkplain Training#stop stop} it
     */
    default void trainingStarted(Training training) {}

    /**
     * An epoch begins.
     *
     * @param epoch its number, the first is 1
     * @param epochs the number of the last
     * @param samples how many samples it has
     * @param done how many of them are done already: 0, unless the training goes on where it was interrupted
     */
    default void epochStarted(int epoch, int epochs, int samples, int done) {}

    /**
     * The gradients of a batch are there, and the optimizer has not used them yet.
     *
     * @param parameters all parameters of the model
     */
    default void gradientsComputed(List<Parameter> parameters, Gradients gradients) {}

    /**
     * A step is done.
     *
     * @param samples how many samples its batch had
     * @param loss the mean loss of the batch before the step
     * @param progress how far the training has come with this batch
     * @throws IOException if a file cannot be written
     */
    default void batchFinished(int samples, double loss, Progress progress) throws IOException {}

    /**
     * An epoch and the test after it are done.
     *
     * @throws IOException if a file cannot be written
     */
    default void epochFinished(EpochResult result) throws IOException {}

    /**
     * The last epoch is done.
     *
     * @throws IOException if a file cannot be written
     */
    default void trainingFinished() throws IOException {}

    /**
     * The thread of the training was interrupted, after a step; the training stops.
     *
     * @param progress how far it has come
     * @throws IOException if a file cannot be written
     */
    default void interrupted(Progress progress) throws IOException {}

    /** The training has stopped, perhaps by an exception; what was opened for it is to be closed. */
    default void stopped() {}
}
