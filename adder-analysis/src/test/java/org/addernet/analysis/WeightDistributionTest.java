package org.addernet.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.DoubleStream;
import org.addernet.analysis.WeightDistribution.Fit;
import org.addernet.analysis.WeightDistribution.Histogram;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Fits find the law that the weights were drawn from. */
class WeightDistributionTest {

    private static final int SIZE = 20_000;

    /** Five standard errors of a mean of SIZE values of deviation 1. */
    private static final double FIVE_ERRORS = 5 / Math.sqrt(SIZE);

    @Test
    void normalWeights() {
        Random random = new Random(1);
        WeightDistribution weights = weights(() -> 0.5 + 2 * random.nextGaussian());
        Fit normal = weights.normal();
        assertThat(normal.location()).isCloseTo(0.5, within(2 * FIVE_ERRORS));
        assertThat(normal.scale()).isCloseTo(2, within(2 * FIVE_ERRORS));
        // The mean of the log-density is minus the law's entropy.
        double entropy = 0.5 * Math.log(2 * Math.PI * Math.E * 4);
        assertThat(normal.logLikelihood()).isCloseTo(-entropy, within(FIVE_ERRORS));
        assertThat(normal.logLikelihood()).isGreaterThan(weights.laplace().logLikelihood());
        assertThat(normal.distance()).isLessThan(weights.laplace().distance());
    }

    @Test
    void laplaceWeights() {
        Random random = new Random(1);
        WeightDistribution weights = weights(() -> {
            double u = random.nextDouble() - 0.5;
            return -Math.signum(u) * Math.log(1 - 2 * Math.abs(u));
        });
        Fit laplace = weights.laplace();
        assertThat(laplace.location()).isCloseTo(0, within(FIVE_ERRORS));
        assertThat(laplace.scale()).isCloseTo(1, within(FIVE_ERRORS));
        assertThat(laplace.logLikelihood()).isCloseTo(-1 - Math.log(2), within(FIVE_ERRORS));
        assertThat(laplace.logLikelihood()).isGreaterThan(weights.normal().logLikelihood());
        assertThat(laplace.distance()).isLessThan(weights.normal().distance());
        assertThat(laplace.density().applyAsDouble(laplace.location())).isCloseTo(0.5 / laplace.scale(), within(1e-12));
    }

    @Test
    void distanceOfTwoWeightsIsKnown() {
        Fit normal = WeightDistribution.of(Tensor.of(Shape.of(2), -1, 1)).normal();
        // Φ(1) - 1/2.
        assertThat(normal.distance()).isCloseTo(0.341344746, within(1e-9));
    }

    @Test
    void refusesWeightsThatAreAllEqual() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeightDistribution.of(Tensor.of(Shape.of(2), 3, 3)))
                .withMessageContaining("from 3.0 to 3.0");
    }

    @Test
    void histogramIsADensity() {
        Histogram histogram =
                WeightDistribution.of(Tensor.of(Shape.of(4), 0, 1, 1, 4)).histogram(4);
        assertThat(histogram.centers()).containsExactly(0.5, 1.5, 2.5, 3.5);
        assertThat(histogram.densities()).containsExactly(0.25, 0.5, 0, 0.25);
    }

    private static WeightDistribution weights(java.util.function.DoubleSupplier draw) {
        double[] values = DoubleStream.generate(draw).limit(SIZE).toArray();
        Tensor tensor = Tensor.zeros(Shape.of(SIZE));
        for (int i = 0; i < SIZE; i++) {
            tensor.data()[i] = (float) values[i];
        }
        return WeightDistribution.of(tensor);
    }
}
