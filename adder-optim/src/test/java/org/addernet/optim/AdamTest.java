package org.addernet.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
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

/** Adam and AdamW against their recurrences in double. */
class AdamTest {

    /** More than a vector and a rest. */
    private static final int SIZE = 35;

    private final Parameter filter = new Linear(Similarity.L1, 7, 5).filter();

    private static AdamRule.Builder<?> builder(boolean decoupled) {
        return decoupled ? AdamW.builder() : Adam.builder();
    }

    private static Gradients of(Parameter parameter, float... g) {
        return new Gradients().set(parameter, Tensor.of(parameter.value().shape(), g));
    }

    private static float[] gaussian(Random random) {
        float[] values = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static float[] state(Optimizer rule, int index) {
        return List.copyOf(rule.state().values()).get(index).data();
    }

    /**
     * 20 steps of values below 4: each rounds p once, by 1.2e-7 at most, and moves it by less than 0.3, with a relative error of
     * less than ten roundings of 6e-8.
     */
    @ParameterizedTest
    @CsvSource({
        "false, 0.9, 0.999, 1e-8, 0",
        "false, 0.9, 0.999, 1e-8, 0.1",
        "false, 0.5, 0.9, 0.3, 0.1",
        "false, 0, 0.9, 0.01, 0",
        "true, 0.9, 0.999, 1e-8, 0",
        "true, 0.9, 0.999, 1e-8, 0.1",
        "true, 0.5, 0.9, 0.3, 0.1",
        "true, 0, 0.9, 0.01, 0.5"
    })
    void stepsFollowTheRecurrence(boolean decoupled, double beta1, double beta2, double epsilon, double decay) {
        Optimizer rule = builder(decoupled)
                .betas(beta1, beta2)
                .epsilon(epsilon)
                .weightDecay(decay)
                .build(List.of(filter));
        Random random = new Random(1);
        double[] p = new double[SIZE];
        double[] m = new double[SIZE];
        double[] v = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            filter.value().data()[i] = (float) random.nextGaussian();
            p[i] = filter.value().data()[i];
        }
        for (int step = 1; step <= 20; step++) {
            double rate = 0.1 / step;
            float[] g = gaussian(random);
            rule.step(of(filter, g), rate);
            for (int i = 0; i < SIZE; i++) {
                double d = g[i] + (decoupled ? 0 : decay * p[i]);
                m[i] = beta1 * m[i] + (1 - beta1) * d;
                v[i] = beta2 * v[i] + (1 - beta2) * d * d;
                double mHat = m[i] / (1 - Math.pow(beta1, step));
                double vHat = v[i] / (1 - Math.pow(beta2, step));
                p[i] -= rate * (mHat / (Math.sqrt(vHat) + epsilon) + (decoupled ? decay * p[i] : 0));
                assertThat((double) filter.value().data()[i]).isCloseTo(p[i], within(1e-5));
                assertThat((double) state(rule, 0)[i]).isCloseTo(m[i], within(1e-5));
                assertThat((double) state(rule, 1)[i]).isCloseTo(v[i], within(1e-5));
            }
            assertThat(state(rule, 2)).containsExactly(step);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void defaultsAreThoseOfThePapers(boolean decoupled) {
        float[] start = filter.value().data().clone();
        float[] byDefault = after(builder(decoupled).build(List.of(filter)), start);
        float[] byName = after(
                builder(decoupled)
                        .betas(0.9, 0.999)
                        .epsilon(1e-8)
                        .weightDecay(decoupled ? 0.01 : 0)
                        .build(List.of(filter)),
                start);
        assertThat(byDefault).isEqualTo(byName).isNotEqualTo(start);
    }

    /** Returns the values after five steps from {@code start}. */
    private float[] after(Optimizer rule, float[] start) {
        System.arraycopy(start, 0, filter.value().data(), 0, SIZE);
        steps(rule, new Random(2));
        return filter.value().data().clone();
    }

    private void steps(Optimizer rule, Random random) {
        for (int step = 0; step < 5; step++) {
            rule.step(of(filter, gaussian(random)), 0.01);
        }
    }

    /** A power of 2 changes no rounding, and an ε of 1e-20 is lost beside √v. */
    @ParameterizedTest
    @ValueSource(floats = {1024, 1 / 16f})
    void scaleOfTheLossDoesNotChangeAStep(float factor) {
        float[][] ends = new float[2][];
        for (int scaled = 0; scaled < 2; scaled++) {
            Arrays.fill(filter.value().data(), 0);
            Optimizer rule = Adam.builder().epsilon(1e-20).build(List.of(filter));
            Random random = new Random(3);
            for (int step = 0; step < 5; step++) {
                rule.step(of(filter, gaussian(random)).scale(scaled == 0 ? 1 : factor), 0.01);
            }
            ends[scaled] = filter.value().data().clone();
        }
        assertThat(ends[1]).isEqualTo(ends[0]).doesNotContain(0);
    }

    @Test
    void firstStepOfAParameterThatWasFrozenIsTheLearningRate() {
        BatchNorm norm = new BatchNorm(2);
        Parameter early = norm.parameters().get(0);
        Parameter late = norm.parameters().get(1);
        Optimizer rule = Adam.builder().build(norm.parameters());
        for (int step = 0; step < 100; step++) {
            rule.step(of(early, 1, 1), 0.25);
        }
        assertThat(late.value().data()).containsOnly(0);
        rule.step(of(late, 3, -0.01f), 0.25);
        // Rounding, and ε for the smaller gradient: 1e-8 / 0.01.
        assertThat(late.value().data()).containsExactly(new float[] {-0.25f, 0.25f}, within(1e-6f));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void continuesFromItsStateBitForBit(boolean decoupled) {
        AdamRule.Builder<?> builder = builder(decoupled).weightDecay(0.1);
        Optimizer rule = new MovingAverage(builder.build(List.of(filter)), List.of(filter), 0.9);
        steps(rule, new Random(4));
        float[] middle = filter.value().data().clone();
        Optimizer resumed = new MovingAverage(builder.build(List.of(filter)), List.of(filter), 0.9);
        copy(rule, resumed);
        steps(rule, new Random(5));
        float[] end = filter.value().data().clone();

        System.arraycopy(middle, 0, filter.value().data(), 0, SIZE);
        steps(resumed, new Random(5));
        assertThat(filter.value().data()).isEqualTo(end).isNotEqualTo(middle);
        for (int i = 0; i < rule.state().size(); i++) {
            assertThat(state(resumed, i)).isEqualTo(state(rule, i));
        }
    }

    private static void copy(Optimizer from, Optimizer to) {
        assertThat(to.state().keySet()).isEqualTo(from.state().keySet());
        for (int i = 0; i < from.state().size(); i++) {
            System.arraycopy(state(from, i), 0, state(to, i), 0, state(from, i).length);
        }
    }

    @Test
    void stateNamesTheMomentsAndTheSteps() {
        BatchNorm norm = new BatchNorm(2);
        for (boolean decoupled : new boolean[] {false, true}) {
            assertThat(builder(decoupled).build(norm.parameters()).state().keySet())
                    .containsExactly(
                            "moment1.scale",
                            "moment2.scale",
                            "steps.scale",
                            "moment1.shift",
                            "moment2.shift",
                            "steps.shift");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void zeroGradientsMoveNothing(boolean decoupled) {
        float[] before = filter.value().data().clone();
        builder(decoupled).weightDecay(0).build(List.of(filter)).step(of(filter, new float[SIZE]), 1);
        assertThat(filter.value().data()).isEqualTo(before);
    }

    @Test
    void badSettingsAreRefused() {
        Adam.Builder builder = Adam.builder();
        for (double bad : new double[] {-0.1, 1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.betas(bad, 0.5))
                    .withMessage("betas are " + bad + " and 0.5, they must be at least 0 and less than 1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.betas(0.5, bad))
                    .withMessageContaining("betas are 0.5 and " + bad);
        }
        for (double bad : new double[] {0, -1, 1e-40, 1e40, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.epsilon(bad))
                    .withMessageContainingAll("epsilon is " + bad, "1.0E-8 is usual");
        }
    }
}
