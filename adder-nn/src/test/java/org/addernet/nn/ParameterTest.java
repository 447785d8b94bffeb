package org.addernet.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.addernet.nn.init.Initializer;
import org.addernet.tensor.Shape;
import org.junit.jupiter.api.Test;

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
}
