package org.addernet.optim;

import java.util.List;
import java.util.Map;
import org.addernet.nn.Gradients;
import org.addernet.nn.Parameter;
import org.addernet.tensor.Tensor;

/** A rule that changes parameters by their gradients. */
public abstract class Optimizer {

    /** The settings of a rule, from which rules are made for any parameters. */
    @FunctionalInterface
    public interface Builder {

        /** Builds a rule for these parameters, which remembers nothing yet. */
        Optimizer build(List<Parameter> parameters);
    }

    /** For subclasses. */
    protected Optimizer() {}

    /**
     * Takes a step: changes every parameter of this optimizer that has a gradient, and gives buffers the
     * {@linkplain Gradients#updateBuffers values} that the passes have for them.
     *
     * @param learningRate the global learning rate γ of this step
     */
    public final void step(Gradients gradients, double learningRate) {
        update(gradients, learningRate);
        gradients.updateBuffers();
    }

    /** Changes every parameter that has a gradient. */
    protected abstract void update(Gradients gradients, double learningRate);

    /** Returns what the rule remembers between steps, such as velocities, by name and in a fixed order. */
    public abstract Map<String, Tensor> state();

    /**
     * Gives the parameters the values that are to be tested and published, if those are others than the ones that are trained:
     * averages of these (default: they are not). Does nothing if the parameters have them.
     */
    public void useAverages() {}

    /** Gives the parameters the values that are trained, after {@link #useAverages}; {@link #step} needs them. */
    public void useTrained() {}
}
