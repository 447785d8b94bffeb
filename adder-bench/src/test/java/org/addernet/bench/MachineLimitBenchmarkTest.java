package org.addernet.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.function.UnaryOperator;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineLimitBenchmarkTest {

    private static final boolean HAS_VECTORS =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

    @ParameterizedTest
    @ValueSource(strings = {"sub-abs-add", "max-add", "min-max-fma", "fma"})
    void countsOneTermALane(String loop) {
        assumeThat(HAS_VECTORS).isTrue();
        MachineLimitBenchmark benchmark = new MachineLimitBenchmark();
        benchmark.loop = loop;
        Gops counter = new Gops();

        benchmark.setUp();
        float total = benchmark.arithmetic(counter);

        assertThat(total).isFinite().isPositive();
        assertThat(counter.gops).isEqualTo(8 * 4096 * FloatVector.SPECIES_PREFERRED.length() * 1e-9);
    }

    @Test
    void sumsAsItSays() {
        assumeThat(HAS_VECTORS).isTrue();
        float[] inputs = {1f, 0.5f, 0.25f, 2f};
        float[] starts = {0.125f, 0.25f, 0.375f, 0.5f, 0.625f, 0.75f, 0.875f, 1f};

        assertThat(RegisterLoops.subAbsAdd(inputs, starts)).isEqualTo(total(starts, s -> Math.abs(1f - s) + 0.5f));
        assertThat(RegisterLoops.maxAdd(inputs, starts)).isEqualTo(total(starts, s -> Math.max(s + 0.5f, 0.25f)));
        assertThat(RegisterLoops.minMaxFma(inputs, starts))
                .isEqualTo(total(starts, s -> Math.max(Math.min(0.5f + s, 2f), 0.25f)));
        assertThat(RegisterLoops.fma(inputs, starts)).isEqualTo(total(starts, s -> 0.5f + s));
    }

    @Test
    void saysWhichFlagIsMissing() {
        assumeThat(HAS_VECTORS).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(new MachineLimitBenchmark()::setUp)
                .withMessageContaining("--add-modules jdk.incubator.vector");
    }

    /** Returns the sum over all sums and lanes; with these numbers it is exact. */
    private static float total(float[] starts, UnaryOperator<Float> step) {
        float total = 0;
        for (float start : starts) {
            float sum = start;
            for (int k = 0; k < RegisterLoops.STEPS; k++) {
                sum = step.apply(sum);
            }
            total += sum;
        }
        return total * RegisterLoops.lanes();
    }
}
