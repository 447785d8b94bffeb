package org.addernet.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Gradients;
import org.addernet.nn.Parameter;
import org.addernet.nn.layer.Linear;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MovingAverageTest {

    private final List<Parameter> parameters = new Linear(Similarity.CROSS_CORRELATION, 2, 1).parameters();
    private final float[] value = parameters.get(0).value().data();

    /** Starts at 8 and 0. */
    private MovingAverage rule(double decay) {
        value[0] = 8;
        value[1] = 0;
        return new MovingAverage(Sgd.builder().momentum(0).build(parameters), parameters, decay);
    }

    private void step(MovingAverage rule, float first, float second) {
        Parameter parameter = parameters.get(0);
        Tensor gradient = Tensor.of(parameter.value().shape(), first, second);
        rule.step(new Gradients().set(parameter, gradient), 1);
    }

    @Test
    void averagesByHand() {
        MovingAverage rule = rule(0.2);
        step(rule, 2, -1); // to 6 and 1; the first decay is 2 / 11, less than 0.2
        rule.useAverages();
        assertThat(value).containsExactly(new float[] {8 * 2 / 11f + 6 * 9 / 11f, 9 / 11f}, within(1e-6f));
        rule.useTrained();
        assertThat(value).containsExactly(6, 1);
        float before = 8 * 2 / 11f + 6 * 9 / 11f;
        step(rule, 1, 0); // to 5; 3 / 12 is more than 0.2
        rule.useAverages();
        assertThat(value[0]).isCloseTo(0.2f * before + 0.8f * 5, within(1e-6f));
    }

    @Test
    void usingTwiceIsUsingOnce() {
        MovingAverage rule = rule(0.5);
        step(rule, 4, 4);
        rule.useTrained();
        assertThat(value).containsExactly(4, -4);
        rule.useAverages();
        float[] averages = value.clone();
        rule.useAverages();
        assertThat(value).isEqualTo(averages).isNotEqualTo(new float[] {4, -4});
    }

    @Test
    void averagesAreNotTrained() {
        MovingAverage rule = rule(0.5);
        rule.useAverages();
        assertThatIllegalStateException()
                .isThrownBy(() -> rule.step(new Gradients(), 1))
                .withMessageContaining("useTrained()");
    }

    @Test
    void stateTellsWhichValuesTheParametersHave() {
        MovingAverage rule = rule(0.5);
        step(rule, 4, 4);
        rule.useAverages();
        float[] averages = value.clone();

        MovingAverage other = rule(0.5);
        System.arraycopy(averages, 0, value, 0, 2);
        List<Tensor> stored = List.copyOf(rule.state().values());
        List<Tensor> restored = List.copyOf(other.state().values());
        for (int i = 0; i < stored.size(); i++) {
            float[] data = stored.get(i).data();
            System.arraycopy(data, 0, restored.get(i).data(), 0, data.length);
        }
        other.useAverages();
        assertThat(value).isEqualTo(averages);
        other.useTrained();
        assertThat(value).containsExactly(4, -4);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    void decayIsLessThanOne(double decay) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rule(decay))
                .withMessage("the decay of the moving average is " + decay + ", it must be at least 0 and less than 1");
    }
}
