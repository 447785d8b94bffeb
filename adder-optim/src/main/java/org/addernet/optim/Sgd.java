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
 * but adder filters) and λ the weight decay (0 for binary filters, whose signs it would flip); {@code v = μ v + d}; then {@code p -= γ (d + μ v)} (Nesterov) or
 * {@code p -= γ v}.
 */
public final class Sgd extends Optimizer {

    /** The momentum of the paper and of {@link Builder}: 0.9. */
    public static final double DEFAULT_MOMENTUM = 0.9;

    private final List<Parameter> parameters;
    private final List<Tensor> velocities;
    private final double momentum;
    private final boolean nesterov;
    private final double weightDecay;
    private final GradientScaling scaling;

    private Sgd(Builder builder) {
        parameters = List.copyOf(builder.parameters);
        momentum = builder.momentum;
        nesterov = builder.nesterov;
        weightDecay = builder.weightDecay;
        scaling = builder.scaling;
        velocities =
                parameters.stream().map(p -> Tensor.zeros(p.value().shape())).toList();
    }

    /** Returns a builder of a rule for these parameters. */
    public static Builder of(List<Parameter> parameters) {
        return new Builder(parameters);
    }

    @Override
    protected void update(Gradients gradients, double learningRate) {
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            if (gradients.has(parameter)) {
                step(parameter, gradients.of(parameter), velocities.get(i).data(), learningRate);
            }
        }
    }

    private void step(Parameter parameter, Tensor gradient, float[] velocity, double learningRate) {
        double alpha = parameter.role() == Parameter.Role.ADDER_FILTER ? scaling.factor(gradient) : 1;
        step(
                parameter.value().data(),
                gradient.data(),
                velocity,
                (float) alpha,
                (float) (parameter.role() == Parameter.Role.BINARY_FILTER ? 0 : weightDecay),
                (float) momentum,
                (float) (nesterov ? learningRate : 0),
                (float) (learningRate * (nesterov ? momentum : 1)));
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
            state.put("velocity." + parameters.get(i).name(), velocities.get(i));
        }
        return state;
    }

    /** Collects the settings. */
    public static final class Builder {
        private final List<Parameter> parameters;
        private double momentum = DEFAULT_MOMENTUM;
        private boolean nesterov;
        private double weightDecay;
        private GradientScaling scaling = GradientScaling.adaptive();

        private Builder(List<Parameter> parameters) {
            this.parameters = parameters;
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

        /**
         * Sets the weight decay λ of all parameters but binary filters (default: 0).
         *
         * @throws IllegalArgumentException if it is negative or not a number
         */
        public Builder weightDecay(double newWeightDecay) {
            if (!(newWeightDecay >= 0)) {
                throw new IllegalArgumentException("weight decay is " + newWeightDecay + ", it must be at least 0");
            }
            weightDecay = newWeightDecay;
            return this;
        }

        /** Sets the scaling of adder gradients (default: {@link GradientScaling#adaptive()}). */
        public Builder scaling(GradientScaling newScaling) {
            scaling = newScaling;
            return this;
        }

        /** Builds the rule. */
        public Sgd build() {
            return new Sgd(this);
        }
    }
}
