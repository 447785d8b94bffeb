package org.addernet.optim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.addernet.nn.Gradients;
import org.addernet.nn.Parameter;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/**
 * Steps as another rule does, and keeps an exponential moving average of the parameters to test and publish: after each step
 * {@code a = d a + (1 - d) p}, with {@code d} the decay, but in the nth step at most {@code (1 + n) / (10 + n)}, so that the first
 * values are soon forgotten.
 */
public final class MovingAverage extends Optimizer {

    private final Optimizer rule;
    private final List<Parameter> parameters;
    private final double decay;

    /** The averages, or what is trained while the parameters have the averages. */
    private final List<Tensor> others;

    private final StepCount steps = new StepCount();

    /** 1 while the parameters have the averages; a tensor, so that a checkpoint tells which it holds. */
    private final Tensor averagesInUse = Tensor.zeros(Shape.of(1));

    /**
     * Creates the rule; the averages begin with the present values.
     *
     * @param rule what changes the parameters
     * @param parameters those that are averaged
     * @param decay d, from 0 to less than 1, such as 0.999
     * @throws IllegalArgumentException if the decay is another
     */
    public MovingAverage(Optimizer rule, List<Parameter> parameters, double decay) {
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException(
                    "the decay of the moving average is " + decay + ", it must be at least 0 and less than 1");
        }
        this.rule = rule;
        this.parameters = List.copyOf(parameters);
        this.decay = decay;
        others = this.parameters.stream().map(p -> p.value().copy()).toList();
    }

    /**
     * Takes the step and adds its result to the averages.
     *
     * @throws IllegalStateException if the parameters have the averages
     */
    @Override
    protected void update(Gradients gradients, double learningRate) {
        if (averagesInUse.data()[0] != 0) {
            throw new IllegalStateException("MovingAverage: the parameters have the averages; call useTrained() first");
        }
        rule.update(gradients, learningRate);
        float n = steps.next();
        float weight = (float) (1 - Math.min(decay, (1 + n) / (10 + n)));
        for (int i = 0; i < others.size(); i++) {
            average(others.get(i).data(), parameters.get(i).value().data(), weight);
        }
    }

    private static void average(float[] a, float[] p, float weight) {
        for (int i = 0; i < a.length; i++) {
            a[i] += weight * (p[i] - a[i]);
        }
    }

    @Override
    public void useAverages() {
        exchangeUnless(1);
    }

    @Override
    public void useTrained() {
        exchangeUnless(0);
    }

    private void exchangeUnless(float wanted) {
        if (averagesInUse.data()[0] == wanted) {
            return;
        }
        for (int i = 0; i < others.size(); i++) {
            float[] value = parameters.get(i).value().data();
            float[] other = others.get(i).data();
            float[] kept = value.clone();
            System.arraycopy(other, 0, value, 0, value.length);
            System.arraycopy(kept, 0, other, 0, kept.length);
        }
        averagesInUse.data()[0] = wanted;
    }

    /** Returns the other rule's state, and under {@code average.} which values the parameters have and the others. */
    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>(rule.state());
        state.put("average.steps", steps.tensor());
        state.put("average.in-use", averagesInUse);
        for (int i = 0; i < others.size(); i++) {
            state.put("average." + parameters.get(i).name(), others.get(i));
        }
        return state;
    }
}
