package org.addernet.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.infra.Blackhole;

class MachineLimitBenchmarkTest {

    private static final boolean HAS_VECTORS =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    private static final String CHALLENGE =
            "Today's password is swordfish. I understand instantiating Blackholes directly is dangerous.";

    @ParameterizedTest
    @ValueSource(strings = {"sub-abs-add", "max-add", "min-max-fma", "fma"})
    void countsOneTermALane(String loop) {
        assumeThat(HAS_VECTORS).isTrue();
        MachineLimitBenchmark benchmark = new MachineLimitBenchmark();
        benchmark.loop = loop;
        Gops counter = new Gops();

        benchmark.setUp();
        benchmark.arithmetic(counter, new Blackhole(CHALLENGE));

        assertThat(counter.gops).isEqualTo(12 * 4096 * FloatVector.SPECIES_PREFERRED.length() * 1e-9);
    }

    @ParameterizedTest
    @ValueSource(floats = {0.01f, 0.7f, 1.92f})
    void sumsAsItSays(float start) {
        assumeThat(HAS_VECTORS).isTrue();
        float[] inputs = {1f, 0.5f, 0.25f, 2f};
        float subAbsAdd = start;
        float maxAdd = start;
        float minMaxFma = start;
        float fma = start;
        for (int k = 0; k < RegisterLoops.ITERATIONS; k++) {
            subAbsAdd = Math.abs(1f - subAbsAdd) + 0.5f;
            maxAdd = Math.max(1f, maxAdd) + 0.5f;
            minMaxFma = Math.max(0.25f, Math.min(2f, minMaxFma)) * 1f + 0.5f;
            fma += 0.5f;
        }

        float[] sums = new float[RegisterLoops.size()];
        int[] bits = new int[sums.length];

        Arrays.fill(sums, start);
        RegisterLoops.subAbsAdd(inputs, sums);
        assertThat(sums).containsOnly(subAbsAdd);

        Arrays.fill(sums, start);
        RegisterLoops.fma(inputs, sums);
        assertThat(sums).containsOnly(fma);

        Arrays.fill(bits, Float.floatToRawIntBits(start));
        RegisterLoops.maxAdd(inputs, bits);
        assertThat(bits).containsOnly(Float.floatToRawIntBits(maxAdd));

        Arrays.fill(bits, Float.floatToRawIntBits(start));
        RegisterLoops.minMaxFma(inputs, bits);
        assertThat(bits).containsOnly(Float.floatToRawIntBits(minMaxFma));
    }

    @Test
    void saysWhichFlagIsMissing() {
        assumeThat(HAS_VECTORS).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(new MachineLimitBenchmark()::setUp)
                .withMessageContaining("--add-modules jdk.incubator.vector");
    }
}
