package org.addernet.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Gradients;
import org.addernet.nn.Parameter;
import org.addernet.nn.layer.Linear;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A rule with groups does to each parameter what a rule with the group's settings would do to all. */
class ParameterGroupTest {

    private final Parameter grouped = new Linear(Similarity.L1, 4, 3).filter();
    private final Parameter other = new Linear(Similarity.CROSS_CORRELATION, 4, 3).filter();

    static Stream<Named<Supplier<GroupedBuilder<?>>>> rules() {
        return Stream.of(
                Named.of("Sgd", Sgd::builder), Named.of("Adam", Adam::builder), Named.of("AdamW", AdamW::builder));
    }

    /** Returns where three steps from the same values bring a parameter. */
    private float[] end(Optimizer.Builder builder, Parameter parameter, double rate) {
        float[] first = {1, -2, 3, -4, 5, -6, 7, -8, 9, -10, 11, -12};
        for (Parameter p : List.of(grouped, other)) {
            System.arraycopy(first, 0, p.value().data(), 0, first.length);
        }
        Optimizer rule = builder.build(List.of(grouped, other));
        for (int step = 0; step < 3; step++) {
            Gradients gradients = new Gradients();
            for (Parameter p : List.of(grouped, other)) {
                float[] g = {step, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6};
                gradients.set(p, Tensor.of(p.value().shape(), g));
            }
            rule.step(gradients, rate);
        }
        return parameter.value().data().clone();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aFactorIsOneOfTheLearningRate(Supplier<GroupedBuilder<?>> rule) {
        Optimizer.Builder groups = rule.get()
                .group(p -> p == grouped, ParameterGroup.learningRateFactor(0.25))
                .weightDecay(0.1);
        Optimizer.Builder plain = rule.get().weightDecay(0.1);
        assertThat(end(groups, grouped, 0.5))
                .isEqualTo(end(plain, grouped, 0.125))
                .isNotEqualTo(end(plain, grouped, 0.5));
        assertThat(end(groups, other, 0.5)).isEqualTo(end(plain, other, 0.5));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aGroupMayHaveAWeightDecayOfItsOwn(Supplier<GroupedBuilder<?>> rule) {
        Optimizer.Builder groups = rule.get()
                .group(p -> p == grouped, ParameterGroup.weightDecay(0.3))
                .weightDecay(0.1);
        assertThat(end(groups, grouped, 0.5))
                .isEqualTo(end(rule.get().weightDecay(0.3), grouped, 0.5))
                .isNotEqualTo(end(rule.get().weightDecay(0.1), grouped, 0.5));
        assertThat(end(groups, other, 0.5)).isEqualTo(end(rule.get().weightDecay(0.1), other, 0.5));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theFirstGroupThatHasAParameterCounts(Supplier<GroupedBuilder<?>> rule) {
        Optimizer.Builder groups = rule.get()
                .group(p -> p.role() == Parameter.Role.BIAS, ParameterGroup.learningRateFactor(9))
                .group(p -> p == grouped, ParameterGroup.learningRateFactor(0.5).withWeightDecay(0))
                .group(p -> true, ParameterGroup.learningRateFactor(2));
        assertThat(end(groups, grouped, 0.5))
                .isEqualTo(end(rule.get().weightDecay(0), grouped, 0.25))
                .isNotEqualTo(end(rule.get().weightDecay(0), grouped, 1));
        assertThat(end(groups, other, 0.5)).isEqualTo(end(rule.get(), other, 1));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void binaryFiltersDecayInNoGroup(Supplier<GroupedBuilder<?>> rule) {
        Parameter binary = new Linear(Similarity.XNOR, 4, 3).filter();
        float[] before = binary.value().data().clone();
        Gradients zero = new Gradients().set(binary, Tensor.zeros(binary.value().shape()));
        rule.get().weightDecay(0.5).build(List.of(binary)).step(zero, 1);
        assertThat(binary.value().data()).isEqualTo(before);
        rule.get()
                .group(p -> true, ParameterGroup.weightDecay(0.5))
                .build(List.of(binary))
                .step(zero, 1);
        assertThat(binary.value().data()).isEqualTo(before);
    }

    @Test
    void aBuilderBuildsRulesThatShareNothing() {
        Sgd.Builder builder = Sgd.builder();
        Sgd first = builder.build(List.of(grouped));
        Sgd second = builder.momentum(0).build(List.of(grouped));
        first.step(
                new Gradients()
                        .set(grouped, Tensor.of(grouped.value().shape(), new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
                        })),
                1);
        assertThat(first.state().values().iterator().next().data()).doesNotContain(0);
        assertThat(second.state().values().iterator().next().data()).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void badValuesAreRefused(double bad) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ParameterGroup.learningRateFactor(bad))
                .withMessage("the learning-rate factor of a group is " + bad + ", it must be a number of at least 0");
        for (Runnable construction : List.<Runnable>of(
                () -> ParameterGroup.weightDecay(bad),
                () -> ParameterGroup.learningRateFactor(1).withWeightDecay(bad),
                () -> AdamW.builder().weightDecay(bad))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(construction::run)
                    .withMessage("weight decay is " + bad + ", it must be a number of at least 0");
        }
    }
}
