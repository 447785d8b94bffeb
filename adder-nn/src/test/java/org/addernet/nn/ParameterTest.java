package org.addernet.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.addernet.nn.init.Initializer;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** A parameter sums its gradients until they are cleared. */
class ParameterTest {

    private final Parameter parameter =
            new Parameter("fc.filter", Parameter.Role.FILTER, Shape.of(2), Initializer.constant(7));

    @Test
    void startsWithTheInitialisersValues() {
        assertThat(parameter.value().data()).containsExactly(7, 7);
        parameter.value().data()[0] = 1;
        parameter.initialize(new Random(1));
        assertThat(parameter.value().data()).containsExactly(7, 7);
        assertThat(parameter).hasToString("fc.filter FILTER [2]");
    }

    @Test
    void gradientsAddUpInACopy() {
        Tensor first = Tensor.of(Shape.of(2), 1, 2);
        parameter.addGradient(first);
        parameter.addGradient(Tensor.of(Shape.of(2), 10, -20));
        assertThat(parameter.gradient().data()).containsExactly(11, -18);
        assertThat(first.data()).containsExactly(1, 2);
    }

    @Test
    void clearedGradientsAreForgotten() {
        parameter.addGradient(Tensor.of(Shape.of(2), 1, 2));
        parameter.clearGradient();
        assertThat(parameter.hasGradient()).isFalse();
        assertThatThrownBy(parameter::gradient)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("parameter fc.filter has no gradient; call Tape.backward first");
        parameter.addGradient(Tensor.of(Shape.of(2), 5, 6));
        assertThat(parameter.gradient().data()).containsExactly(5, 6);
    }

    @Test
    void gradientOfAnotherShapeIsRefused() {
        assertThatThrownBy(() -> parameter.addGradient(Tensor.zeros(Shape.of(1, 2))))
                .isInstanceOf(ShapeException.class)
                .hasMessage("parameter fc.filter of shape [2] got a gradient of shape [1,2]");
    }
}
