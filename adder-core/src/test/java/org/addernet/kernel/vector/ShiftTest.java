package org.addernet.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Arrays;
import java.util.Random;
import org.addernet.parallel.Workers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rule by which the fast micro-kernels are chosen; with the property that forbids them, every answer is none. */
class ShiftTest {

    private static final int SIZE = 1000;

    @BeforeAll
    static void needsVectors() {
        assumeThat(new VectorProvider().obstacle()).isEmpty();
    }

    @Test
    void inputThatIsNotNegativeStays() {
        float[] x = gaussian(1, 0, 1);
        for (int i = 0; i < SIZE; i++) {
            x[i] = Math.max(0, x[i]);
        }
        assertForward(x, gaussian(2, 0, 1), 0);
        // Mild, although far from 0: the magnitudes are about 14, the distance about 0.8.
        assertForward(gaussian(1, 7, 1), gaussian(2, 7, 1), 0);
    }

    @Test
    void mixedSignIsShiftedByTheLowestInput() {
        float[] x = gaussian(1, 0, 1);
        x[700] = -5;
        assertForward(x, gaussian(2, 0, 1), 5);
    }

    @Test
    void negativeZeroIsMadePositive() {
        float[] x = {1, -0.0f, 2};
        assertForward(x, gaussian(2, 0, 1), Float.MIN_NORMAL);
        if (!exact()) {
            assertThat(Float.floatToRawIntBits(x[1] + forward(x, gaussian(2, 0, 1))))
                    .isNotNegative();
        }
    }

    @Test
    void anyNanOrInfinityForbidsIt() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            for (int at : new int[] {0, SIZE / 2, SIZE - 1}) {
                float[] x = gaussian(1, 0, 1);
                float[] f = gaussian(2, 0, 1);
                assertThat(Float.isNaN(forward(x, f))).isEqualTo(exact());
                x[at] = bad;
                assertThat(forward(x, f)).as("x[%d] = %s", at, bad).isNaN();
                x[at] = 0;
                f[at] = bad;
                assertThat(forward(x, f)).as("f[%d] = %s", at, bad).isNaN();
            }
        }
    }

    @Test
    void magnitudesOfMoreThan20DistancesForbidIt() {
        float[] f = gaussian(2, 0, 1);
        float[] x = gaussian(1, 0, 1);
        // x is within 0.8 of its mean; shifted, x and f are about as large as the outlier each.
        x[3] = -7;
        assertForward(x, f, 7);
        x[3] = -8;
        assertForward(x, f, Float.NaN);
        x[3] = -1e6f;
        assertForward(x, f, Float.NaN);
        assertForward(gaussian(1, 1000, 1), gaussian(2, 1000, 1), Float.NaN);
        assertForward(gaussian(1, 1000, 1), f, 0);
    }

    @Test
    void constantsAreJudgedByTheirDistance() {
        assertForward(constant(3), constant(0), 0);
        assertForward(constant(3), constant(2.5f), 0);
        assertForward(constant(-3), constant(-2.5f), 3);
        // 3 + 2.9 is more than 20 times 0.1.
        assertForward(constant(3), constant(2.9f), Float.NaN);
        assertForward(constant(3), constant(3), Float.NaN);
        // Nothing can be lost of zeros.
        assertForward(constant(0), constant(0), 0);
    }

    @Test
    void magnitudesTooLargeToAddForbidIt() {
        assertForward(constant(Float.MAX_VALUE), constant(-Float.MAX_VALUE), Float.NaN);
        // Four times nine terms of 2e36 fit a float, of 2e37 they do not.
        assertForward(constant(1e36f), constant(-1e36f), 0);
        assertForward(constant(1e37f), constant(-1e37f), Float.NaN);
    }

    /** The HardTanh of a distance is at most 1, and x - 1 must not be negative. */
    @Test
    void clipBoundsTheDistanceAndFloorTheInput() {
        assertThat(clipped(constant(0), gaussian(2, 0, 1))).isEqualTo(Float.valueOf(exact() ? Float.NaN : 1));
        assertThat(clipped(constant(0), constant(100))).isNaN();
        assertForward(constant(0), constant(100), 0);
        assertThat(clipped(gaussian(1, 0, 1e-3f), gaussian(2, 0, 1e-3f))).isNaN();
    }

    @Test
    void lowestInputReachesTheFloorHoweverItIsRounded() {
        for (int seed = 0; seed < 100; seed++) {
            float[] x = gaussian(seed, 0, 1);
            float[] f = gaussian(-seed, 0, 1);
            float shift = clipped(x, f);
            assertThat(Float.isNaN(shift)).isEqualTo(exact());
            for (int i = 0; i < SIZE && !exact(); i++) {
                assertThat(x[i] + shift).as("seed %d", seed).isGreaterThanOrEqualTo(1);
            }
        }
    }

    @Test
    void onlyTheGivenSizesCount() {
        float[] x = gaussian(1, 0, 1);
        x[0] = -4;
        x[SIZE - 1] = Float.NaN;
        float[] f = gaussian(2, 0, 1);
        f[SIZE - 1] = Float.NaN;
        assertThat(amount(Shift.of(x, SIZE - 1, f, SIZE - 1, 0, Float.POSITIVE_INFINITY, 9, Workers.shared())))
                .isEqualTo(Float.valueOf(exact() ? Float.NaN : 4));
    }

    private static boolean exact() {
        return Boolean.getBoolean(Shift.EXACT_PROPERTY);
    }

    private static float forward(float[] x, float[] f) {
        return amount(Shift.of(x, x.length, f, f.length, 0, Float.POSITIVE_INFINITY, 9, Workers.shared()));
    }

    private static float clipped(float[] x, float[] f) {
        return amount(Shift.of(x, x.length, f, f.length, 1, 1, 9, Workers.shared()));
    }

    /** Returns what is added, or NaN for the exact micro-kernels. */
    private static float amount(Shift shift) {
        return shift.fast() ? shift.amount() : Float.NaN;
    }

    private static void assertForward(float[] x, float[] f, float shift) {
        // Boxed, NaN is equal to itself.
        assertThat(forward(x, f)).isEqualTo(Float.valueOf(exact() ? Float.NaN : shift));
    }

    private static float[] constant(float value) {
        float[] values = new float[SIZE];
        Arrays.fill(values, value);
        return values;
    }

    /** Returns values within 4 deviations of the mean, so that a test's own outlier is the only one. */
    private static float[] gaussian(long seed, float mean, float deviation) {
        Random random = new Random(seed);
        float[] values = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            values[i] = mean + deviation * (float) Math.max(-4, Math.min(4, random.nextGaussian()));
        }
        return values;
    }
}
