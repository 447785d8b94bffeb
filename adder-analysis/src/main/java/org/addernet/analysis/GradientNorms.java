package org.addernet.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.addernet.nn.Gradients;
import org.addernet.nn.Parameter;
import org.addernet.train.listener.TrainingListener;

/** Records the l2-norm of the gradient of each filter at every step, before the optimizer scales it (AdderNet, table 1). */
public final class GradientNorms implements TrainingListener {

    private final List<Map<String, Double>> steps = new ArrayList<>();

    /** Creates the listener. */
    public GradientNorms() {}

    /**
     * Returns the norms of the gradients of filters by the parameters' names, in their order.
     *
     * @throws IllegalStateException if a filter has no gradient
     */
    public static Map<String, Double> of(List<Parameter> parameters, Gradients gradients) {
        Map<String, Double> norms = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            if (parameter.role().isFilter() && gradients.has(parameter)) {
                double squares = 0;
                for (float g : gradients.of(parameter).data()) {
                    squares += (double) g * g;
                }
                norms.put(parameter.name(), Math.sqrt(squares));
            }
        }
        return norms;
    }

    /** Returns the norms of each step so far, see {@link #of}. */
    public List<Map<String, Double>> steps() {
        return List.copyOf(steps);
    }

    @Override
    public void gradientsComputed(List<Parameter> parameters, Gradients gradients) {
        steps.add(of(parameters, gradients));
    }
}
