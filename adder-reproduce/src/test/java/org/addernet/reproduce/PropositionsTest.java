package org.addernet.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.addernet.kernel.FilterGradient;
import org.junit.jupiter.api.Test;

/** Propositions 1 and 2 hold for the gradients of the kernels. */
class PropositionsTest {

    private static final float RATE = 0.1f;
    private static final int STEPS = 200;

    @Test
    void signGradientEndsInAPeriodOfTwo() {
        double[][] curves = Propositions.descend(FilterGradient.SIGN, RATE, STEPS);
        // A filter's value moves by the rate, and back; floats near 1 are rounded to 2^-24.
        assertThat(curves[1][STEPS]).isCloseTo(RATE, within(1e-6));
        assertThat(curves[2][STEPS]).isCloseTo(0, within(1e-6));
        // Distances of a period add up to the rate in every dimension.
        assertThat(curves[0][STEPS] + curves[0][STEPS - 1]).isCloseTo(RATE, within(1e-6));
    }

    @Test
    void fullPrecisionGradientConverges() {
        double[][] curves = Propositions.descend(FilterGradient.FULL_PRECISION, RATE, STEPS);
        for (int step = 1; step <= 50; step++) {
            assertThat(curves[0][step]).isCloseTo((1 - RATE) * curves[0][step - 1], within(1e-6));
        }
        assertThat(curves[0][STEPS]).isLessThan(1e-6);
    }

    @Test
    void aRateAboveTwoDiverges() {
        double[][] curves = Propositions.descend(FilterGradient.FULL_PRECISION, 2.1f, 50);
        assertThat(curves[0][50]).isGreaterThan(curves[0][0]);
    }
}
