package org.addernet.kernel.vector;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.Size2d;
import org.addernet.tensor.ShapeException;
import org.junit.jupiter.api.Test;

/** What a geometry itself does not check. */
class InputGradientPlanTest {

    @Test
    void refusesAPaddedGradientThatJavaCannotIndex() {
        assumeThat(new VectorProvider().obstacle()).isEmpty();
        Size2d one = Size2d.square(1);
        ConvGeometry g =
                new ConvGeometry(65_000_000, Size2d.square(4), 1, 1, Size2d.square(3), one, Size2d.square(0), one);
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> InputGradientPlan.of(g))
                .withMessageContaining("65000000,6,6,1");
    }
}
