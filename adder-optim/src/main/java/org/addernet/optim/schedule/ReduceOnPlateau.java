package org.addernet.optim.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * Another schedule, such as a constant, multiplied by a factor whenever training has stopped getting better, as PyTorch's
 * ReduceLROnPlateau does.
 *
 * <p>After each epoch {@link #report} its result. A result is better if it is less than the best so far by more than a
 * 10,000th of that; after more than {@code patience} epochs in a row that were not better the rate is reduced, and the count
 * begins anew.
 *
 * <pre>{@code
 * ReduceOnPlateau schedule = new ReduceOnPlateau(Schedule.constant(0.1), 0.1, 10);
 * history.results().forEach(result -> schedule.report(result.testLoss())); // where a training is resumed
 * Trainer.of(model)
 * .optimizer(optimizer).schedule(schedule).listen(new TrainingListener() {
 *     @Override
 *     public void epochFinished(EpochResult result) {
 *         schedule.report(result.testLoss());
 *     }
 * })
 * }</pre>
 *
 * <p>The rates follow from the reports alone. To resume a training with the same rates, bit for bit, report the results of all its
 * finished epochs again before it goes on.
 */
public final class ReduceOnPlateau implements Schedule {

    /** The part of the best result by which a better one is less. */
    private static final double THRESHOLD = 1e-4;

    private final Schedule schedule;
    private final double factor;
    private final int patience;

    /** The product of the factors for each epoch that has it already: those with a report, and the next. */
    private final List<Double> products = new ArrayList<>(List.of(1.0));

    private double best = Double.MAX_VALUE;
    private int notBetter;

    /**
     * Creates the schedule.
     *
     * @param schedule what is reduced
     * @param factor what its rates are multiplied by, greater than 0 and less than 1, such as 0.1
     * @param patience how many epochs in a row may be no better, such as 10
     * @throws IllegalArgumentException if a value is out of range
     */
    public ReduceOnPlateau(Schedule schedule, double factor, int patience) {
        if (!(factor > 0 && factor < 1)) {
            throw new IllegalArgumentException(
                    "ReduceOnPlateau: factor is " + factor + ", it must be greater than 0 and less than 1");
        }
        if (patience < 0) {
            throw new IllegalArgumentException("ReduceOnPlateau: patience is " + patience + ", it must be at least 0");
        }
        this.schedule = schedule;
        this.factor = factor;
        this.patience = patience;
    }

    /**
     * Takes the result of the next epoch, the first call that of the first epoch.
     *
     * @param metric what is to become small, such as the test loss; of an accuracy report the negative
     * @throws IllegalArgumentException if it is not finite
     */
    public void report(double metric) {
        if (!Double.isFinite(metric)) {
            throw new IllegalArgumentException("ReduceOnPlateau: the result of epoch " + products.size() + " is "
                    + metric + ", it must be finite");
        }
        double product = products.get(products.size() - 1);
        if (metric < best - THRESHOLD * Math.abs(best)) {
            best = metric;
            notBetter = 0;
        } else if (++notBetter > patience) {
            product *= factor;
            notBetter = 0;
        }
        products.add(product);
    }

    /** Returns the rate with the factors that the reports of the epochs before this one make, as far as they are there. */
    @Override
    public double learningRate(double epoch) {
        return schedule.learningRate(epoch) * products.get((int) Math.min(epoch, products.size() - 1));
    }
}
