package org.addernet.optim.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The schedules' rates at given epochs. */
class ScheduleTest {

    private static final Offset<Double> ROUNDING = within(1e-12);

    private static void assertRate(Schedule schedule, double epoch, double rate) {
        assertThat(schedule.learningRate(epoch)).as("rate at epoch %s", epoch).isCloseTo(rate, ROUNDING);
    }

    @Test
    void constant() {
        assertRate(Schedule.constant(0.3), 0, 0.3);
        assertRate(Schedule.constant(0.3), 1e6, 0.3);
    }

    @Test
    void step() {
        Schedule schedule = Schedule.step(1, 0.1, 30);
        assertRate(schedule, 0, 1);
        assertRate(schedule, 29.99, 1);
        assertRate(schedule, 30, 0.1);
        assertRate(schedule, 89, 0.01);
        assertRate(schedule, 90, 0.001);
    }

    @Test
    void multiStep() {
        double[] milestones = {150, 80};
        Schedule schedule = Schedule.multiStep(1, 0.5, milestones);
        milestones[0] = 1;
        assertRate(schedule, 0, 1);
        assertRate(schedule, 79.9, 1);
        assertRate(schedule, 80, 0.5);
        assertRate(schedule, 150, 0.25);
        assertRate(schedule, 1000, 0.25);
    }

    @Test
    void cosineGoesToZeroAndStays() {
        Schedule schedule = Schedule.cosine(0.1, 400);
        assertRate(schedule, 0, 0.1);
        assertRate(schedule, 100, 0.05 * (1 + Math.sqrt(0.5)));
        assertRate(schedule, 200, 0.05);
        assertRate(schedule, 400, 0);
        assertRate(schedule, 500, 0);
    }

    @Test
    void polynomialGoesToZeroAndStays() {
        Schedule schedule = Schedule.polynomial(0.1, 2, 10);
        assertRate(schedule, 0, 0.1);
        assertRate(schedule, 5, 0.025);
        assertRate(schedule, 9, 0.001);
        assertRate(schedule, 10, 0);
        assertRate(schedule, 11, 0);
    }

    @Test
    void oneCycleRisesForThreeTenthsAndFallsToTheEnd() {
        Schedule schedule = Schedule.oneCycle(1, 10);
        assertRate(schedule, 0, 0.04);
        assertRate(schedule, 1, 0.04 + 0.96 * 0.25); // cos(π / 3) = 1 / 2
        assertRate(schedule, 1.5, 0.52);
        assertThat(schedule.learningRate(3 - 1e-9)).isCloseTo(1, within(1e-9));
        assertRate(schedule, 3, 1);
        assertRate(schedule, 6.5, (1 + 4e-6) / 2);
        assertRate(schedule, 10, 4e-6);
        assertRate(schedule, 11, 4e-6);
        assertRate(Schedule.oneCycle(0.5, 10), 1.5, 0.26);
    }

    @Test
    void warmUpIsALineThatMeetsTheSchedule() {
        Schedule schedule = Schedule.cosine(0.1, 100).withWarmup(10);
        double met = Schedule.cosine(0.1, 100).learningRate(10);
        assertRate(schedule, 0, 0);
        assertRate(schedule, 5, met / 2);
        assertThat(schedule.learningRate(10 - 1e-9)).isCloseTo(schedule.learningRate(10), within(1e-9));
        assertRate(schedule, 10, met);
        assertRate(schedule, 50, 0.05);
        assertRate(Schedule.constant(0.1).withWarmup(0), 0, 0.1);
    }

    @Test
    void badValuesAreRefused() {
        for (double bad : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            String message = "learning rate is " + bad;
            assertRefused(() -> Schedule.constant(bad), message);
            assertRefused(() -> Schedule.step(bad, 0.1, 1), message);
            assertRefused(() -> Schedule.multiStep(bad, 0.1, 1), message);
            assertRefused(() -> Schedule.cosine(bad, 1), message);
            assertRefused(() -> Schedule.polynomial(bad, 1, 1), message);
            assertRefused(() -> Schedule.oneCycle(bad, 1), message);
        }
        for (double bad : new double[] {0, -1, Double.NaN}) {
            assertRefused(() -> Schedule.step(1, 0.1, bad), "epochs between steps is " + bad);
            assertRefused(() -> Schedule.cosine(1, bad), "epochs is " + bad);
            assertRefused(() -> Schedule.polynomial(1, 1, bad), "epochs is " + bad);
            assertRefused(() -> Schedule.oneCycle(1, bad), "epochs is " + bad);
        }
    }

    private static void assertRefused(ThrowingCallable construction, String message) {
        assertThatThrownBy(construction)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
