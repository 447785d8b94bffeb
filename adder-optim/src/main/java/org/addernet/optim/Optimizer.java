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

    /** Returns what the rule remembers between steps, such as velocities, by name and in a fixed order. */
    Map<String, Tensor> state();
}
