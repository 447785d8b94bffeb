package org.addernet.optim;

import java.util.Map;
import org.addernet.tensor.Tensor;

/** A rule that changes parameters by their gradients. */
public interface Optimizer {

    /**
     * Changes every parameter that has a gradient, and clears the gradients.
     *
     * @param learningRate the global learning rate γ of this step
     */
    void step(double learningRate);

    /**
     * Gives the parameters the values that are to be tested and published, if those are others than the ones that are trained:
     * averages of these (default: they are not). Does nothing if the parameters have them.
     */
    default void useAverages() {}

    /** Gives the parameters the values that are trained, after {@link #useAverages}; {@link #step} needs them. */
    default void useTrained() {}

    /** Returns what the rule remembers between steps, such as velocities, by name and in a fixed order. */
    Map<String, Tensor> state();
}
