package org.addernet.train.listener;

/**
 * How far a training has come: the epochs that are done, and the sums over the samples that are done of the next.
 *
 * @param epochs how many epochs are done
 * @param samples how many samples of the next epoch are done: whole batches
 * @param loss the sum of their losses, each before its step
 * @param right how many of them had the right answer in the same passes
 * @param seconds how long they took
 * @param dataWait how many of these seconds training waited for data
 */
public record Progress(int epochs, int samples, double loss, int right, double seconds, double dataWait) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if epochs or samples are negative, or not 0 to all samples are right
     */
    public Progress {
        if (epochs < 0 || samples < 0 || right < 0 || right > samples) {
            throw new IllegalArgumentException("progress of " + epochs + " epochs and " + samples + " samples, " + right
                    + " of them right, is impossible; none may be negative, and at most all samples right");
        }
    }

    /** Returns the progress of a training that is between two epochs. */
    public static Progress after(int epochs) {
        return new Progress(epochs, 0, 0, 0, 0, 0);
    }
}
