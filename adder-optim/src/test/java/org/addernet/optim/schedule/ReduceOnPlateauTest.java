package org.addernet.optim.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReduceOnPlateauTest {

    private static ReduceOnPlateau after(Schedule schedule, int patience, double... metrics) {
        ReduceOnPlateau plateau = new ReduceOnPlateau(schedule, 0.5, patience);
        for (double metric : metrics) {
            plateau.report(metric);
        }
        return plateau;
    }

    /** Returns the rates of the first epochs, from 1. */
    private static double[] rates(Schedule schedule, int epochs) {
        double[] rates = new double[epochs];
        for (int epoch = 0; epoch < epochs; epoch++) {
            rates[epoch] = schedule.learningRate(epoch);
        }
        return rates;
    }

    @Test
    void reducesWhenMoreEpochsThanThePatienceAreNoBetter() {
        // The best is that of epoch 2; of the three after it none is better. Epoch 6 is, and so the count begins again.
        ReduceOnPlateau plateau = after(Schedule.constant(1), 2, 5, 4, 4, 6, 4.5, 3, 3, 3, 3, 3, 3, 3);
        assertThat(rates(plateau, 13)).containsExactly(1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125);
    }

    @Test
    void withoutPatienceEachEpochThatIsNoBetterReduces() {
        assertThat(rates(after(Schedule.constant(1), 0, 2, 2, 1, 1), 5)).containsExactly(1, 1, 0.5, 0.5, 0.25);
    }

    @ParameterizedTest
    @ValueSource(doubles = {2, -2})
    void betterIsLessByATenThousandth(double best) {
        assertThat(after(Schedule.constant(1), 0, best, best - 1.9e-4).learningRate(2))
                .isEqualTo(0.5);
        assertThat(after(Schedule.constant(1), 0, best, best - 2.1e-4).learningRate(2))
                .isEqualTo(1);
    }

    @Test
    void reportsDoNotChangeTheRatesOfEarlierEpochs() {
        ReduceOnPlateau plateau = after(Schedule.constant(1), 0, 1, 1);
        assertThat(plateau.learningRate(1.99)).isEqualTo(1);
        assertThat(plateau.learningRate(2)).isEqualTo(0.5);
        // Epochs whose reports are not there yet have the latest rate.
        assertThat(plateau.learningRate(7.5)).isEqualTo(0.5);
        plateau.report(1);
        assertThat(rates(plateau, 4)).containsExactly(1, 1, 0.5, 0.25);
    }

    @Test
    void reducesTheRatesOfAnotherSchedule() {
        ReduceOnPlateau plateau = after(Schedule.cosine(1, 4), 0, 1, 1);
        assertThat(rates(plateau, 4))
                .containsExactly(
                        new double[] {1, (1 + Math.sqrt(0.5)) / 2, 0.25, (1 - Math.sqrt(0.5)) / 4}, within(1e-12));
    }

    @Test
    void badValuesAreRefused() {
        Schedule constant = Schedule.constant(1);
        for (double bad : new double[] {0, 1, -0.5, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ReduceOnPlateau(constant, bad, 1))
                    .withMessage("ReduceOnPlateau: factor is " + bad + ", it must be greater than 0 and less than 1");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReduceOnPlateau(constant, 0.5, -1))
                .withMessage("ReduceOnPlateau: patience is -1, it must be at least 0");
        ReduceOnPlateau plateau = after(constant, 1, 3);
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> plateau.report(bad))
                    .withMessage("ReduceOnPlateau: the result of epoch 2 is " + bad + ", it must be finite");
        }
    }
}
