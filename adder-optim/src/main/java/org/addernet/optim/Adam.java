package org.addernet.optim;

import java.util.List;
import org.addernet.nn.Parameter;

/**
 * Adam (Kingma and Ba 2015): steps of about the learning rate in each element, whatever the size of its gradients.
 *
 * <p>For each parameter p with gradient g, in its nth step: {@code d = g + λ p} with λ the weight decay (0 for binary filters);
 * {@code m = β₁ m + (1 - β₁) d}; {@code v = β₂ v + (1 - β₂) d²}; then
 * {@code p -= γ m / (1 - β₁ⁿ) / (√(v / (1 - β₂ⁿ)) + ε)}. {@link AdamW} has the weight decay outside of d.
 *
 * <p>It has no {@link GradientScaling}, because its step does not depend on the scale of a gradient: a constant factor is one of
 * m and of √v, too, and leaves their quotient as it is (but for ε and λ), and that of Eq. 13 changes too little between steps to
 * matter. If adder filters are to move faster or slower than others, put them in a {@link ParameterGroup} with a factor of the
 * learning rate.
 */
public final class Adam extends AdamRule {

    /** The β₁ of the paper and of {@link Builder}: 0.9. */
    public static final double DEFAULT_BETA1 = 0.9;

    /** The β₂ of the paper and of {@link Builder}: 0.999. */
    public static final double DEFAULT_BETA2 = 0.999;

    /** The ε of the paper and of {@link Builder}: 1e-8. */
    public static final double DEFAULT_EPSILON = 1e-8;

    private Adam(Builder builder, List<Parameter> parameters) {
        super(builder, parameters, false);
    }

    /** Returns a builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects the settings. */
    public static final class Builder extends AdamRule.Builder<Builder> {

        private Builder() {
            super(0);
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public Adam build(List<Parameter> parameters) {
            return new Adam(this, parameters);
        }
    }
}
