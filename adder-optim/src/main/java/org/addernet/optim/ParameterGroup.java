package org.addernet.optim;

import org.jspecify.annotations.Nullable;

/**
 * Settings of some parameters that differ from those of the rest: a factor for the learning rate, a weight decay, or both.
 *
 * <pre>{@code
 * Sgd.builder()
 *         .weightDecay(5e-4)
 *         .group(p -> p.role() == Parameter.Role.SCALE, ParameterGroup.weightDecay(0))
 *         .group(p -> p.name().startsWith("fc"), ParameterGroup.learningRateFactor(10))
 * }</pre>
 */
public final class ParameterGroup {

    /** The settings of the parameters that are in no group. */
    static final ParameterGroup DEFAULT = learningRateFactor(1);

    private final double learningRateFactor;
    private final @Nullable Double weightDecay;

    private ParameterGroup(double learningRateFactor, @Nullable Double weightDecay) {
        this.learningRateFactor = learningRateFactor;
        this.weightDecay = weightDecay;
    }

    /**
     * Returns a group whose learning rate is the global one times a factor, with the weight decay of the rule.
     *
     * @param factor 0 or more, such as 0.1
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public static ParameterGroup learningRateFactor(double factor) {
        if (!(factor >= 0 && factor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "the learning-rate factor of a group is " + factor + ", it must be a number of at least 0");
        }
        return new ParameterGroup(factor, null);
    }

    /**
     * Returns a group with a weight decay of its own, and the global learning rate.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public static ParameterGroup weightDecay(double decay) {
        return DEFAULT.withWeightDecay(decay);
    }

    /**
     * Returns this group with a weight decay of its own. Binary filters do not decay in any group.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public ParameterGroup withWeightDecay(double decay) {
        requireWeightDecay(decay);
        return new ParameterGroup(learningRateFactor, decay);
    }

    double learningRateFactor() {
        return learningRateFactor;
    }

    /** Returns its weight decay, or that of the rule if it has none. */
    double weightDecayOr(double ofRule) {
        return weightDecay == null ? ofRule : weightDecay;
    }

    static void requireWeightDecay(double decay) {
        if (!(decay >= 0 && decay < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("weight decay is " + decay + ", it must be a number of at least 0");
        }
    }
}
