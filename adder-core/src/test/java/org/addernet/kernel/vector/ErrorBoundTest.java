package org.addernet.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Random;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.Similarity;
import org.addernet.kernel.Size2d;
import org.addernet.parallel.Workers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The error of long l1 sums of badly scaled data, which must not exceed 20 times that of well conditioned ones. */
class ErrorBoundTest {

    private static final int TAPS = 4608;
    private static final int POSITIONS = 40;
    private static final int FILTERS = 37;

    /**
     * A sum of K terms rounds K times by at most 2^-24 of itself, at random: {@code sqrt(K) 2^-24} of it. The rule of
     * {@link Shift} allows terms that are 20 times larger.
     */
    @ParameterizedTest
    @CsvSource({
        // xMean, xDeviation, fMean, fDeviation, outlier
        "0, 1, 0, 1, 0",
        "10, 1, 10, 1, 10",
        "1000, 1, 1000, 1, 1000",
        "-1000, 1, -1000, 1, -1000",
        "0, 1e-3, 1, 1e-3, 0",
        "0, 100, 0, 1, 0",
        "0, 1, 0, 100, 0",
        "0, 1, 0, 1, -12",
        "0, 1, 0, 1, -1000",
        "0, 1e-20, 0, 1e-20, 1e-20",
    })
    void forward(float xMean, float xDeviation, float fMean, float fDeviation, float outlier) {
        assumeThat(new VectorProvider().obstacle()).isEmpty();
        Size2d one = Size2d.square(1);
        ConvGeometry g = new ConvGeometry(POSITIONS, one, TAPS, FILTERS, one, one, Size2d.square(0), one);
        Random random = new Random(1);
        float[] x = gaussian(random, POSITIONS * TAPS, xMean, xDeviation);
        x[x.length / 2] = outlier;
        float[] f = gaussian(random, TAPS * FILTERS, fMean, fDeviation);
        float[] y = new float[POSITIONS * FILTERS];
        new VectorProvider().kernels().forward(Similarity.L1, g, x, f, y, Workers.shared());
        double worst = 0;
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            double expected = 0;
            for (int k = 0; k < TAPS; k++) {
                expected -= Math.abs((double) x[i / FILTERS * TAPS + k] - f[k * FILTERS + i % FILTERS]);
            }
            worst = Math.max(worst, Math.abs(y[i] - expected));
            sum -= expected;
        }
        assertThat(worst / (sum / y.length)).isLessThan(20 * Math.sqrt(TAPS) * 0x1p-24);
    }

    private static float[] gaussian(Random random, int size, float mean, float deviation) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = mean + deviation * (float) random.nextGaussian();
        }
        return values;
    }
}
