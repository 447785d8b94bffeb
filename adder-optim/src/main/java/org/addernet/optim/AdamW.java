package org.addernet.optim;

import java.util.List;
import org.addernet.nn.Parameter;

/**
 * AdamW (Loshchilov and Hutter 2019): {@link Adam} with a weight decay that is no part of the gradient, so that large gradients
 * do not make it smaller.
 *
 * <p>For each parameter p with gradient g, in its nth step: {@code m = β₁ m + (1 - β₁) g}; {@code v = β₂ v + (1 - β₂) g²}; then
 * {@code p -= γ λ p + γ m / (1 - β₁ⁿ) / (√(v / (1 - β₂ⁿ)) + ε)}, with λ the weight decay (0 for binary filters). The decay is
 * multiplied by the learning rate γ, as in PyTorch. As {@link Adam} it has no {@link GradientScaling}.
 */
public final class AdamW extends AdamRule {

    /** The weight decay of {@link Builder}: 0.01, as in PyTorch. */
    public static final double DEFAULT_WEIGHT_DECAY = 0.01;

    private AdamW(Builder builder, List<Parameter> parameters) {
        super(builder, parameters, true);
    }

    /** Returns a builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects the settings. */
    public static final class Builder extends AdamRule.Builder<Builder> {

        private Builder() {
            super(DEFAULT_WEIGHT_DECAY);
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public AdamW build(List<Parameter> parameters) {
            return new AdamW(this, parameters);
        }
    }
}
