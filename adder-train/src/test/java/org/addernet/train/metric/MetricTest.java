package org.addernet.train.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.addernet.nn.loss.Targets;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The metrics by hand, in one batch and in several, and what they refuse. */
class MetricTest {

    private static final List<Metric> CLASSIFICATION =
            List.of(Metric.accuracy(), Metric.topK(2), Metric.precision(), Metric.recall(), Metric.f1(), Metric.auc());

    private static final int[] LABELS = {0, 0, 0, 1, 1, 3};

    /** Answers 0, 1, 0, 1, 3, 1 with the label second in rows 1 and 4 and third in the last; class 2 does not occur. */
    private static final Tensor LOGITS =
            Tensor.of(Shape.of(6, 4), 9, 1, 2, 3, 2, 9, 1, 1, 5, 4, 3, 2, 0, 7, 1, 1, 1, 4, 2, 5, 4, 9, 0, 3);

    static List<Metric> classification() {
        return CLASSIFICATION;
    }

    private static double value(Metric metric, Tensor output, Targets targets) {
        Metric.Tally tally = metric.start();
        tally.add(output, targets);
        return tally.value();
    }

    private static double value(Metric metric) {
        return value(metric, LOGITS, Targets.ofLabels(LABELS));
    }

    @Test
    void sharesOfRightAnswersByHand() {
        assertThat(value(Metric.accuracy())).isEqualTo(3 / 6.0);
        assertThat(value(Metric.topK(1))).isEqualTo(3 / 6.0);
        assertThat(value(Metric.topK(2))).isEqualTo(5 / 6.0);
        assertThat(value(Metric.topK(3))).isEqualTo(1);
        assertThat(value(Metric.topK(9))).isEqualTo(1);
    }

    @Test
    void meansOverTheClassesThatOccurByHand() {
        // Class 0: 2 of 2 answers and of 3 labels; class 1: 1 of 3 answers and of 2 labels; class 3: none of 1 and of
        // 1.
        assertThat(value(Metric.precision())).isCloseTo((1 + 1 / 3.0 + 0) / 3, within(1e-15));
        assertThat(value(Metric.recall())).isCloseTo((2 / 3.0 + 1 / 2.0 + 0) / 3, within(1e-15));
        assertThat(value(Metric.f1())).isCloseTo((4 / 5.0 + 2 / 5.0 + 0) / 3, within(1e-15));
    }

    @Test
    void undefinedFiguresOfAClassAreZero() {
        Tensor logits = Tensor.of(Shape.of(2, 2), 1, 0, 1, 0);
        // Never answered: precision 0 / 0.
        assertThat(value(Metric.precision(), logits, Targets.ofLabels(new int[] {0, 1})))
                .isEqualTo((0.5 + 0) / 2);
        // Never a label: recall 0 / 0.
        assertThat(value(Metric.recall(), logits, Targets.ofLabels(new int[] {1, 1})))
                .isZero();
    }

    @ParameterizedTest
    @MethodSource("classification")
    void batchesGiveWhatOneBatchGivesAlsoInMemoryThatIsUsedAgain(Metric metric) {
        Metric.Tally tally = metric.start();
        Tensor batch = Tensor.zeros(Shape.of(2, 4));
        int[] labels = new int[2];
        for (int n = 0; n < 6; n += 2) {
            System.arraycopy(LOGITS.data(), 4 * n, batch.data(), 0, 8);
            System.arraycopy(LABELS, n, labels, 0, 2);
            tally.add(batch, Targets.ofLabels(labels));
        }
        assertThat(tally.value()).isEqualTo(value(metric)).isPositive();
        assertThat(metric.start().value()).as("a new tally").isNaN();
    }

    @ParameterizedTest
    @MethodSource("classification")
    void aSingleLogitIsThatOfTheSecondOfTwoClasses(Metric metric) {
        float[] z = {-1, 2, 0.5f, -3, 1, -0.25f};
        Tensor pairs = Tensor.of(Shape.of(6, 2), 0, -1, 0, 2, 0, 0.5f, 0, -3, 0, 1, 0, -0.25f);
        Tensor single = Tensor.of(Shape.of(6, 1), z);
        int[] labels = {0, 1, 0, 1, 1, 0};
        double expected = value(metric, pairs, Targets.ofLabels(labels));
        assertThat(value(metric, single, Targets.ofLabels(labels))).isEqualTo(expected);
        Tensor values = Tensor.of(Shape.of(6, 1), 0, 1, 0, 1, 1, 0);
        assertThat(value(metric, single, Targets.ofValues(values))).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("classification")
    void refusalsNameTheMetric(Metric metric) {
        Metric.Tally tally = metric.start();
        tally.add(LOGITS, Targets.ofLabels(LABELS));
        double before = tally.value();
        Targets two = Targets.ofLabels(new int[] {0, 1});
        for (Shape shape : List.of(Shape.of(3, 4), Shape.of(2), Shape.of(2, 1, 4), Shape.of(2, 0))) {
            assertThatThrownBy(() -> tally.add(Tensor.zeros(shape), two))
                    .isInstanceOf(ShapeException.class)
                    .hasMessage(metric.name() + ": the output is " + shape + ", expected [2,classes] for 2 targets");
        }
        assertThat(tally.value()).as("a refused batch does not count").isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("classification")
    void targetsThatAreNoClassAreNamed(Metric metric) {
        Metric.Tally tally = metric.start();
        for (int label : new int[] {-1, 4}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> tally.add(Tensor.zeros(Shape.of(2, 4)), Targets.ofLabels(new int[] {0, label})))
                    .withMessage(
                            metric.name() + ": label " + label + " of sample 1 is not one of the 4 classes 0 to 3");
        }
        Tensor single = Tensor.zeros(Shape.of(2, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tally.add(single, Targets.ofValues(Tensor.of(Shape.of(2, 1), 1, 0.5f))))
                .withMessageStartingWith(metric.name() + ": target 0.5 of sample 1 is no class");
        assertThatThrownBy(() -> tally.add(single, Targets.ofValues(Tensor.zeros(Shape.of(2, 3)))))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("the targets are [2,3]");
        assertThatThrownBy(
                        () -> tally.add(Tensor.zeros(Shape.of(2, 4)), Targets.ofValues(Tensor.zeros(Shape.of(2, 4)))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void metricsThatCountByClassRefuseAnotherNumberOfClasses() {
        for (Metric metric : List.of(Metric.precision(), Metric.recall(), Metric.f1(), Metric.auc())) {
            Metric.Tally tally = metric.start();
            tally.add(LOGITS, Targets.ofLabels(LABELS));
            assertThatThrownBy(() -> tally.add(Tensor.zeros(Shape.of(1, 5)), Targets.ofLabels(new int[] {0})))
                    .isInstanceOf(ShapeException.class)
                    .hasMessageStartingWith(
                            metric.name() + ": the output has 5 classes, those of the batches before have 4");
        }
    }

    @Test
    void kMustBePositive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metric.topK(0))
                .withMessage("topK: k is 0, it must be at least 1");
    }

    @Test
    void namesAreOneWordForLogs() {
        assertThat(CLASSIFICATION)
                .extracting(Metric::name)
                .containsExactly("accuracy", "top2_accuracy", "precision", "recall", "f1", "auc");
        assertThat(Metric.meanSquaredError().name()).isEqualTo("mean_squared_error");
        assertThat(Metric.meanAbsoluteError().name()).isEqualTo("mean_absolute_error");
    }

    @Test
    void meanErrorsAreOverTheElementsOfAllBatches() {
        for (Metric metric : List.of(Metric.meanSquaredError(), Metric.meanAbsoluteError())) {
            Metric.Tally tally = metric.start();
            assertThat(tally.value()).isNaN();
            tally.add(Tensor.of(Shape.of(2, 1), 1, 2), Targets.ofValues(Tensor.of(Shape.of(2, 1), 3, 2)));
            tally.add(Tensor.of(Shape.of(1, 1), 0), Targets.ofValues(Tensor.of(Shape.of(1, 1), -3)));
            boolean squared = metric.name().equals("mean_squared_error");
            assertThat(tally.value()).isEqualTo(squared ? (4 + 0 + 9) / 3.0 : (2 + 0 + 3) / 3.0);
            assertThatThrownBy(
                            () -> tally.add(Tensor.zeros(Shape.of(2, 1)), Targets.ofValues(Tensor.zeros(Shape.of(2)))))
                    .isInstanceOf(ShapeException.class)
                    .hasMessageStartingWith(metric.name() + ": the output is [2,1], the targets are [2]");
            assertThatThrownBy(() -> tally.add(Tensor.zeros(Shape.of(2, 1)), Targets.ofLabels(new int[2])))
                    .isInstanceOf(IllegalStateException.class);
        }
    }
}
