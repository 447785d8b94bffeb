package org.addernet.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Gradients;
import org.addernet.nn.Parameter;
import org.addernet.nn.layer.BatchNorm;
import org.addernet.nn.layer.Linear;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The update rule against its recurrences in double, and the scaling of adder filters. */
class SgdTest {

    private static final int SIZE = 12;

    private final Parameter adder = new Linear(Similarity.L1, 4, 3).filter();
    private final Parameter ordinary = new Linear(Similarity.CROSS_CORRELATION, 4, 3).filter();

    /** 20 steps of 12 values below 10: each rounds p and v once to float, 6e-7 at most. */
    @ParameterizedTest
    @CsvSource({
        "0, false, 0, 0",
        "0.9, false, 0, 0",
        "0.9, true, 0, 0",
        "0.9, false, 0.1, 0",
        "0.9, true, 0.1, 0",
        "0.5, true, 0, 0.2",
        "0.9, false, 0.1, 0.1",
        "0, true, 0.1, 0.1"
    })
    void stepsFollowTheRecurrence(double momentum, boolean nesterov, double decay, double eta) {
        Sgd.Builder builder = Sgd.builder()
                .momentum(momentum)
                .weightDecay(decay)
                .scaling(eta == 0 ? GradientScaling.none() : GradientScaling.adaptive(eta));
        Sgd sgd = (nesterov ? builder.nesterov() : builder).build(List.of(adder));
        Random random = new Random(1);
        double[] p = new double[SIZE];
        double[] v = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            adder.value().data()[i] = (float) random.nextGaussian();
            p[i] = adder.value().data()[i];
        }
        for (int step = 0; step < 20; step++) {
            double rate = 0.1 / (1 + step);
            float[] g = gradient(random);
            sgd.step(of(adder, g), rate);
            double alpha = eta == 0 ? 1 : eta * Math.sqrt(SIZE) / norm(g);
            for (int i = 0; i < SIZE; i++) {
                double d = alpha * g[i] + decay * p[i];
                v[i] = momentum * v[i] + d;
                p[i] -= rate * (nesterov ? d + momentum * v[i] : v[i]);
                assertThat((double) adder.value().data()[i]).isCloseTo(p[i], within(2e-5));
                assertThat((double) velocity(sgd)[i]).isCloseTo(v[i], within(2e-5));
            }
        }
    }

    private static float[] velocity(Sgd sgd) {
        return sgd.state().values().iterator().next().data();
    }

    private static Gradients of(Parameter parameter, float[] g) {
        return new Gradients().set(parameter, Tensor.of(parameter.value().shape(), g));
    }

    private static float[] gradient(Random random) {
        float[] g = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            g[i] = (float) random.nextGaussian();
        }
        return g;
    }

    private static double norm(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    /** Returns the step that one gradient makes from 0 with rate 1 and without momentum. */
    private static float[] stepOf(Parameter parameter, GradientScaling scaling, float[] g) {
        Arrays.fill(parameter.value().data(), 0);
        Sgd.builder().momentum(0).scaling(scaling).build(List.of(parameter)).step(of(parameter, g), 1);
        return parameter.value().data().clone();
    }

    @Test
    void rootMeanSquareOfAScaledGradientIsEta() {
        float[] step = stepOf(adder, GradientScaling.adaptive(0.3), gradient(new Random(1)));
        assertThat(norm(step) / Math.sqrt(SIZE)).isCloseTo(0.3, within(1e-6));
        float[] byDefault = stepOf(adder, GradientScaling.adaptive(), gradient(new Random(1)));
        assertThat(norm(byDefault) / Math.sqrt(SIZE)).isCloseTo(0.1, within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 1001})
    void everyElementOfAFilterCounts(int size) {
        Parameter filter = new Linear(Similarity.L1, size, 1).filter();
        float[] g = new float[size];
        for (int last = 0; last < size; last++) {
            g[last] = last + 1;
        }
        float[] step = stepOf(filter, GradientScaling.adaptive(0.3), g);
        assertThat(norm(step) / Math.sqrt(size)).isCloseTo(0.3, within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(floats = {1000, 1e-6f})
    void scaleOfTheLossDoesNotChangeAnAdaptiveStep(float factor) {
        float[] g = gradient(new Random(1));
        float[] scaled = g.clone();
        for (int i = 0; i < SIZE; i++) {
            scaled[i] *= factor;
        }
        float[] step = stepOf(adder, GradientScaling.adaptive(), g);
        assertThat(stepOf(adder, GradientScaling.adaptive(), scaled)).containsExactly(step, within(1e-7f));
    }

    @Test
    void zeroGradientStaysZero() {
        assertThat(norm(stepOf(adder, GradientScaling.adaptive(), new float[SIZE])))
                .isZero();
    }

    @Test
    void constantScalingMultiplies() {
        float[] g = gradient(new Random(1));
        float[] step = stepOf(adder, GradientScaling.constant(100), g);
        for (int i = 0; i < SIZE; i++) {
            assertThat(step[i]).isCloseTo(-100 * g[i], within(1e-4f));
        }
    }

    @Test
    void onlyAdderFiltersAreScaled() {
        float[] g = gradient(new Random(1));
        float[] step = stepOf(ordinary, GradientScaling.constant(100), g);
        for (int i = 0; i < SIZE; i++) {
            assertThat(step[i]).isEqualTo(-g[i]);
        }
        for (Parameter parameter : new BatchNorm(SIZE).parameters()) {
            assertThat(stepOf(parameter, GradientScaling.adaptive(), g)).isEqualTo(step);
        }
        assertThat(stepOf(new Linear(Similarity.L2, 4, 3).filter(), GradientScaling.constant(100), g))
                .isEqualTo(stepOf(adder, GradientScaling.constant(100), g));
    }

    @Test
    void binaryFiltersDoNotDecay() {
        Parameter binary = new Linear(Similarity.XNOR, 4, 3).filter();
        float[] before = binary.value().data().clone();
        Sgd.builder().weightDecay(0.5).build(List.of(binary)).step(of(binary, new float[SIZE]), 1);
        assertThat(binary.value().data()).isEqualTo(before);
    }

    @Test
    void parameterWithoutGradientIsLeftAlone() {
        Sgd sgd = Sgd.builder().weightDecay(0.5).build(List.of(adder, ordinary));
        float[] adderBefore = adder.value().data().clone();
        float[] ordinaryBefore = ordinary.value().data().clone();
        sgd.step(of(adder, gradient(new Random(1))), 1);
        assertThat(adder.value().data()).isNotEqualTo(adderBefore);
        assertThat(norm(ordinaryBefore)).isPositive();
        assertThat(ordinary.value().data()).isEqualTo(ordinaryBefore);
    }

    @Test
    void stateNamesTheVelocities() {
        BatchNorm norm = new BatchNorm(2);
        assertThat(Sgd.builder().build(norm.parameters()).state().keySet())
                .containsExactly("velocity.scale", "velocity.shift");
    }

    @Test
    void badSettingsAreRefused() {
        Sgd.Builder builder = Sgd.builder();
        for (double bad : new double[] {-0.1, 1, Double.NaN}) {
            assertThatThrownBy(() -> builder.momentum(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("momentum is " + bad, "less than 1");
        }
        for (double bad : new double[] {-1e-9, Double.NaN}) {
            assertThatThrownBy(() -> builder.weightDecay(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("weight decay is " + bad, "at least 0");
        }
    }
}
