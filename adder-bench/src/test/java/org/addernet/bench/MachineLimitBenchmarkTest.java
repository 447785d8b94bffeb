package org.addernet.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.annotations.Param;

class MachineLimitBenchmarkTest {

    private static final boolean HAS_VECTORS =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

    @ParameterizedTest
    @EnumSource
    void sumsAsItSays(LimitLoop loop) {
        assumeThat(HAS_VECTORS).isTrue();
        MachineLimitBenchmark benchmark = new MachineLimitBenchmark();
        benchmark.loop = loop.toString();
        Gops counter = new Gops();

        benchmark.setUp();
        float total = benchmark.arithmetic(counter);

        // Exact: all terms are multiples of 1/16, and the total is less than 2^24 of them.
        assertThat(total).isEqualTo(plainly(loop));
        assertThat(counter.gops).isEqualTo(loop.terms() * 1e-9);
    }

    @Test
    void areAllMeasuredByDefault() throws NoSuchFieldException {
        assertThat(MachineLimitBenchmark.class
                        .getField("loop")
                        .getAnnotation(Param.class)
                        .value())
                .containsExactly(Arrays.stream(LimitLoop.values())
                        .map(LimitLoop::toString)
                        .toArray(String[]::new));
    }

    @Test
    void saysWhichFlagIsMissing() {
        assumeThat(HAS_VECTORS).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(new MachineLimitBenchmark()::setUp)
                .withMessageContaining("--add-modules jdk.incubator.vector");
    }

    private static float plainly(LimitLoop loop) {
        int rows = 4;
        int width = RegisterLoops.F.length
                / RegisterLoops.DEPTH
                * (int) loop.terms()
                / (RegisterLoops.STEPS * rows * RegisterLoops.LANES)
                / 3;
        float total = 0;
        for (int i = 0; i < RegisterLoops.DEPTH; i++) {
            for (int row = 0; row < rows; row++) {
                float x = RegisterLoops.X[row * RegisterLoops.DEPTH + i];
                float low = RegisterLoops.X[row];
                float high = RegisterLoops.X[RegisterLoops.DEPTH + row];
                for (int column = 0; column < width; column++) {
                    float f = RegisterLoops.F[i * width + column];
                    total += switch (loop) {
                        case SUB_ABS_ADD -> Math.abs(x - f);
                        case MAX_ADD -> Math.max(x, f);
                        case MIN_MAX_FMA -> x * Math.min(Math.max(f, low), high);
                        case FMA -> x * f;
                        case SUB_FMA -> (x - f) * (x - f);
                    };
                }
            }
        }
        return total * (RegisterLoops.STEPS / RegisterLoops.DEPTH);
    }
}
