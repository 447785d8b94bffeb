package org.addernet.optim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.addernet.nn.Gradients;
import org.addernet.nn.Parameter;
import org.addernet.tensor.Tensor;

/** The step that Adam and AdamW share; they differ in where the weight decay goes. */
abstract class AdamRule extends Optimizer {

    /** What is remembered of a parameter: the averages of gradient and squared gradient, and how many there were. */
    private record Moments(Tensor first, Tensor second, StepCount steps) {}

    private final List<GroupedParameter> parameters;
    private final List<Moments> moments;
    private final double beta1;
    private final double beta2;
    private final double epsilon;
    private final boolean decoupled;

    /** Creates the rule; a decay that is decoupled is not a part of the gradient. */
    AdamRule(Builder<?> builder, List<Parameter> parameters, boolean decoupled) {
        this.parameters = builder.settingsOf(parameters);
        this.decoupled = decoupled;
        beta1 = builder.beta1;
        beta2 = builder.beta2;
        epsilon = builder.epsilon;
        moments = parameters.stream()
                .map(p -> p.value().shape())
                .map(shape -> new Moments(Tensor.zeros(shape), Tensor.zeros(shape), new StepCount()))
                .toList();
    }

    @Override
    protected final void update(Gradients gradients, double learningRate) {
        for (int i = 0; i < parameters.size(); i++) {
            GroupedParameter grouped = parameters.get(i);
            if (gradients.has(grouped.parameter())) {
                step(grouped, gradients.of(grouped.parameter()), moments.get(i), learningRate);
            }
        }
    }

    private void step(GroupedParameter grouped, Tensor gradient, Moments of, double learningRate) {
        // Each parameter has a count of its own, since one that was frozen has its first gradient later than others.
        double steps = of.steps.next();
        double rate = grouped.rateFactor() * learningRate;
        double decay = grouped.weightDecay();
        step(
                grouped.parameter().value().data(),
                gradient.data(),
                of.first.data(),
                of.second.data(),
                (float) (decoupled ? 0 : decay),
                (float) (decoupled ? rate * decay : 0),
                (float) (1 - beta1),
                (float) (1 - beta2),
                (float) (rate / (1 - StrictMath.pow(beta1, steps))),
                (float) (1 / Math.sqrt(1 - StrictMath.pow(beta2, steps))),
                (float) epsilon);
    }

    /**
     * In float, whose rounding is that of the values anyway, so that the JIT makes vector code of it. The averages move by a
     * weight, {@code m += (1 - β) (d - m)}, since β and 1 - β in float do not add up to 1.
     */
    private static void step(
            float[] p,
            float[] g,
            float[] m,
            float[] v,
            float decay,
            float decoupledDecay,
            float weight1,
            float weight2,
            float rate,
            float correction,
            float epsilon) {
        for (int i = 0; i < p.length; i++) {
            float d = g[i] + decay * p[i];
            float first = m[i] + weight1 * (d - m[i]);
            float second = v[i] + weight2 * (d * d - v[i]);
            m[i] = first;
            v[i] = second;
            float size = correction * (float) Math.sqrt(second) + epsilon;
            p[i] -= decoupledDecay * p[i] + rate * first / size;
        }
    }

    /** Returns for each parameter the average m, the average v, and how many gradients these are of. */
    @Override
    public final Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        for (int i = 0; i < parameters.size(); i++) {
            String name = parameters.get(i).parameter().name();
            state.put("moment1." + name, moments.get(i).first);
            state.put("moment2." + name, moments.get(i).second);
            state.put("steps." + name, moments.get(i).steps.tensor());
        }
        return state;
    }

    /**
     * Collects the settings.
     *
     * @param <B> the builder itself
     */
    abstract static class Builder<B extends Builder<B>> extends GroupedBuilder<B> {
        private double beta1 = Adam.DEFAULT_BETA1;
        private double beta2 = Adam.DEFAULT_BETA2;
        private double epsilon = Adam.DEFAULT_EPSILON;

        Builder(double weightDecay) {
            super(weightDecay);
        }

        /**
         * Sets how slowly the averages of gradients and of squared gradients change (default: {@value Adam#DEFAULT_BETA1} and
         * {@value Adam#DEFAULT_BETA2}).
         *
         * @throws IllegalArgumentException if one is not at least 0 and less than 1
         */
        public B betas(double newBeta1, double newBeta2) {
            if (!(newBeta1 >= 0 && newBeta1 < 1 && newBeta2 >= 0 && newBeta2 < 1)) {
                throw new IllegalArgumentException(
                        "betas are " + newBeta1 + " and " + newBeta2 + ", they must be at least 0 and less than 1");
            }
            beta1 = newBeta1;
            beta2 = newBeta2;
            return self();
        }

        /**
         * Sets ε, which bounds the step where gradients are about 0 (default: {@value Adam#DEFAULT_EPSILON}).
         *
         * @throws IllegalArgumentException if it is not a normal number greater than 0 in float
         */
        public B epsilon(double newEpsilon) {
            if (!(newEpsilon >= Float.MIN_NORMAL && newEpsilon <= Float.MAX_VALUE)) {
                throw new IllegalArgumentException("epsilon is " + newEpsilon + ", it must be from " + Float.MIN_NORMAL
                        + " to " + Float.MAX_VALUE + "; " + Adam.DEFAULT_EPSILON + " is usual");
            }
            epsilon = newEpsilon;
            return self();
        }
    }
}
