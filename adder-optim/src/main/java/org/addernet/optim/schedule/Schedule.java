package org.addernet.optim.schedule;

/** The learning rate as a function of the epoch, whole or within: epoch 1.5 is the middle of the second. */
public interface Schedule {

    /** Returns the learning rate at this point of training. */
    double learningRate(double epoch);

    /**
     * Returns the same rate always.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    static Schedule constant(double rate) {
        requireRate(rate);
        return epoch -> rate;
    }

    /**
     * Returns a rate that is multiplied by {@code factor} after every {@code epochs} epochs.
     *
     * @throws IllegalArgumentException if a value is out of range
     */
    static Schedule step(double rate, double factor, double epochs) {
        requireRate(rate);
        requirePositive("epochs between steps", epochs);
        return epoch -> rate * StrictMath.pow(factor, Math.floor(epoch / epochs));
    }

    /**
     * Returns a rate that is multiplied by {@code factor} at each milestone.
     *
     * @param milestones epochs, in any order
     * @throws IllegalArgumentException if the rate is negative or not finite
     */
    static Schedule multiStep(double rate, double factor, double... milestones) {
        requireRate(rate);
        double[] copy = milestones.clone();
        return epoch -> {
            double current = rate;
            for (double milestone : copy) {
                current *= epoch >= milestone ? factor : 1;
            }
            return current;
        };
    }

    /**
     * Returns half a cosine from the rate down to 0: {@code rate (1 + cos(π epoch / epochs)) / 2} (Loshchilov and Hutter).
     *
     * @throws IllegalArgumentException if a value is out of range
     */
    static Schedule cosine(double rate, double epochs) {
        requireRate(rate);
        requirePositive("epochs", epochs);
        return epoch -> rate * (1 + StrictMath.cos(Math.PI * Math.min(1, epoch / epochs))) / 2;
    }

    /**
     * Returns {@code rate (1 - epoch / epochs)^power}.
     *
     * @throws IllegalArgumentException if a value is out of range
     */
    static Schedule polynomial(double rate, double power, double epochs) {
        requireRate(rate);
        requirePositive("epochs", epochs);
        return epoch -> rate * StrictMath.pow(1 - Math.min(1, epoch / epochs), power);
    }

    /**
     * Returns the 1cycle policy (Smith and Topin 2018), as PyTorch's OneCycleLR has it: half a cosine from a 25th of the highest
     * rate up to it over the first 30 % of the epochs, and half a cosine from there down to a 10,000th of the first rate. The
     * momentum stays as it is.
     *
     * @param maxRate the highest rate
     * @param epochs the length of both together
     * @throws IllegalArgumentException if a value is out of range
     */
    static Schedule oneCycle(double maxRate, double epochs) {
        requireRate(maxRate);
        requirePositive("epochs", epochs);
        double first = maxRate / 25;
        double last = first / 1e4;
        double rise = 0.3 * epochs;
        return epoch -> epoch < rise
                ? halfCosine(first, maxRate, epoch / rise)
                : halfCosine(maxRate, last, Math.min(1, (epoch - rise) / (epochs - rise)));
    }

    /**
     * Returns this schedule with its first epochs replaced by a line from 0 to the rate that it has where they end.
     *
     * @param epochs the length of the warm-up; 0 for none
     */
    default Schedule withWarmup(double epochs) {
        return epoch -> epoch < epochs ? learningRate(epochs) * epoch / epochs : learningRate(epoch);
    }

    private static double halfCosine(double from, double to, double part) {
        return to + (from - to) * (1 + StrictMath.cos(Math.PI * part)) / 2;
    }

    private static void requireRate(double rate) {
        if (!(rate >= 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("learning rate is " + rate + ", it must be a number of at least 0");
        }
    }

    private static void requirePositive(String what, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException("schedule: " + what + " is " + value + ", it must be greater than 0");
        }
    }
}
