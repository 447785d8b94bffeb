package org.addernet.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Arrays;
import java.util.Random;
import org.addernet.parallel.Workers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a look at an array tells, at sizes that leave tails of vectors and tasks. */
class MagnitudeTest {

    /** Below, at and above the lanes of any vector, and the 2^15 values of a task; more than one task. */
    private static final int[] SIZES = {1, 3, 4, 5, 15, 16, 17, 33, (1 << 15) - 1, 1 << 15, (1 << 15) + 1, 100_003};

    @BeforeAll
    static void needsVectors() {
        assumeThat(new VectorProvider().obstacle()).isEmpty();
    }

    @Test
    void lowestIsFoundWhereverItIs() {
        for (int size : SIZES) {
            for (int at : places(size)) {
                float[] values = positive(size);
                assertThat(look(values).lowest()).isZero();
                values[at] = -2;
                values[size / 2] = Math.min(values[size / 2], -1);
                assertThat(look(values).lowest()).as("%d of %d", at, size).isEqualTo(-2);
            }
        }
    }

    @Test
    void negativeZeroCountsAsJustBelowZero() {
        for (int size : SIZES) {
            for (int at : places(size)) {
                float[] values = positive(size);
                values[at] = -0.0f;
                assertThat(look(values)).as("%d of %d", at, size).satisfies(m -> {
                    assertThat(m.lowest()).isEqualTo(-Float.MIN_NORMAL);
                    assertThat(m.finite()).isTrue();
                });
            }
        }
    }

    @Test
    void nanAndInfinityAreFoundWhereverTheyAre() {
        int[] bits = {0x7f800000, 0xff800000, 0x7fc00000, 0xffc00000, 0x7f800001, 0xffffffff};
        for (int size : SIZES) {
            for (int at : places(size)) {
                for (int pattern : bits) {
                    float[] values = positive(size);
                    values[at] = Float.intBitsToFloat(pattern);
                    assertThat(look(values).finite())
                            .as("%x, %d of %d", pattern, at, size)
                            .isFalse();
                }
                float[] values = positive(size);
                values[at] = -Float.MAX_VALUE;
                assertThat(look(values)).satisfies(m -> {
                    assertThat(m.finite()).isTrue();
                    assertThat(m.lowest()).isEqualTo(-Float.MAX_VALUE);
                });
            }
        }
    }

    @Test
    void valuesBeyondTheSizeDoNotCount() {
        for (int size : SIZES) {
            float[] values = positive(size + 40);
            Arrays.fill(values, size, size + 40, Float.NaN);
            values[size] = -1;
            Magnitude m = Magnitude.of(values, size, 0, Workers.shared());
            assertThat(m.finite()).isTrue();
            assertThat(m.lowest()).isZero();
            assertThat(m.mean()).isBetween(0f, 1f);
        }
    }

    /** The sample is the first 2^11 values of every 2^15; their sums round at most so often, each by 2^-24. */
    @Test
    void meanAndDeviationAreThoseOfTheSample() {
        for (int size : SIZES) {
            float[] values = positive(size);
            double sum = 0;
            double deviation = 0;
            int sampled = 0;
            for (int i = 0; i < size; i++) {
                if (i % (1 << 15) < 1 << 11) {
                    sum += values[i];
                    deviation += Math.abs(values[i] - 0.75);
                    sampled++;
                }
            }
            Magnitude m = Magnitude.of(values, size, 0.75f, Workers.shared());
            assertThat((double) m.mean()).as("%d", size).isCloseTo(sum / sampled, within(0x1p-13));
            assertThat((double) m.deviation()).as("%d", size).isCloseTo(deviation / sampled, within(0x1p-13));
        }
    }

    private static Magnitude look(float[] values) {
        return Magnitude.of(values, values.length, 0, Workers.shared());
    }

    /** The ends, and both sides of the boundary of tasks. */
    private static int[] places(int size) {
        return new int[] {0, size / 3, Math.min(size - 1, (1 << 15) - 1), Math.min(size - 1, 1 << 15), size - 1};
    }

    /** Returns values from 0 to 1. */
    private static float[] positive(int size) {
        Random random = new Random(size);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }
}
