package org.addernet.optim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.addernet.nn.Gradients;
import org.addernet.nn.Parameter;
import org.addernet.tensor.Tensor;

/**
 * Stochastic gradient descent with momentum, Nesterov's or plain, weight decay, and the scaling of adder gradients.
 *
 * <p>For each parameter p with gradient g: {@code d = α g + λ p} with α the {@linkplain GradientScaling scaling} (1 for all
 * but adder filters) and λ the weight decay (0 for binary filters); {@code v = μ v + d}; then {@code p -= γ (d + μ v)}
 * (Nesterov) or {@code p -= γ v}.
 */
public final class Sgd extends Optimizer {

    /** The momentum of the paper and of {@link Builder}: 0.9. */
    public static final double DEFAULT_MOMENTUM = 0.9;

    private final List<GroupedParameter> parameters;
    private final List<Tensor> velocities;
    private final double momentum;
    private final boolean nesterov;
    private final GradientScaling scaling;

    private Sgd(Builder builder, List<Parameter> parameters) {
        this.parameters = builder.settingsOf(parameters);
        momentum = builder.momentum;
        nesterov = builder.nesterov;
        scaling = builder.scaling;
        velocities =
                parameters.stream().map(p -> Tensor.zeros(p.value().shape())).toList();
    }

    /** Returns a builder. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    protected void update(Gradients gradients, double learningRate) {
        for (int i = 0; i < parameters.size(); i++) {
            GroupedParameter grouped = parameters.get(i);
            if (gradients.has(grouped.parameter())) {
                step(
                        grouped,
                        gradients.of(grouped.parameter()),
                        velocities.get(i).data(),
                        learningRate);
            }
        }
    }

    private void step(GroupedParameter grouped, Tensor gradient, float[] velocity, double learningRate) {
        Parameter parameter = grouped.parameter();
        double alpha = parameter.role() == Parameter.Role.ADDER_FILTER ? scaling.factor(gradient) : 1;
        double rate = grouped.rateFactor() * learningRate;
        step(
                parameter.value().data(),
                gradient.data(),
                velocity,
                (float) alpha,
                (float) grouped.weightDecay(),
                (float) momentum,
                (float) (nesterov ? rate : 0),
                (float) (rate * (nesterov ? momentum : 1)));
    }

    /** In float, whose rounding is that of the values anyway, so that the JIT makes vector code of it. */
    private static void step(
            float[] p, float[] g, float[] v, float alpha, float decay, float momentum, float rate, float velocityRate) {
        for (int i = 0; i < p.length; i++) {
            float d = alpha * g[i] + decay * p[i];
            float velocity = momentum * v[i] + d;
            v[i] = velocity;
            p[i] -= rate * d + velocityRate * velocity;
        }
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        for (int i = 0; i < parameters.size(); i++) {
            state.put("velocity." + parameters.get(i).parameter().name(), velocities.get(i));
        }
        return state;
    }

    /** Collects the settings. */
    public static final class Builder extends GroupedBuilder<Builder> {
        private double momentum = DEFAULT_MOMENTUM;
        private boolean nesterov;
        private GradientScaling scaling = GradientScaling.adaptive();

        private Builder() {
            super(0);
        }

        /**
         * Sets the momentum μ (default: {@value Sgd#DEFAULT_MOMENTUM}).
         *
         * @throws IllegalArgumentException if it is not at least 0 and less than 1
         */
        public Builder momentum(double newMomentum) {
            if (!(newMomentum >= 0 && newMomentum < 1)) {
                throw new IllegalArgumentException(
                        "momentum is " + newMomentum + ", it must be at least 0 and less than 1");
            }
            momentum = newMomentum;
            return this;
        }

        /** Uses Nesterov's accelerated gradient, the paper's choice (default: plain momentum). */
        public Builder nesterov() {
            nesterov = true;
            return this;
        }

        /** Sets the scaling of adder gradients (default: {@link GradientScaling#adaptive()}). */
        public Builder scaling(GradientScaling newScaling) {
            scaling = newScaling;
            return this;
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        public Sgd build(List<Parameter> parameters) {
            return new Sgd(this, parameters);
        }
    }
}
