package org.addernet.train.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.addernet.nn.loss.Targets;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The area under the ROC curve by hand and by counting pairs. */
class AreaUnderCurveTest {

    private static double area(int[] labels, int columns, float... logits) {
        Metric.Tally tally = Metric.auc().start();
        tally.add(Tensor.of(Shape.of(labels.length, columns), logits), Targets.ofLabels(labels));
        return tally.value();
    }

    @Test
    void valuesByHandWithTies() {
        assertThat(area(new int[] {0, 0, 1, 1}, 1, 1, 2, 3, 4)).isEqualTo(1);
        assertThat(area(new int[] {1, 1, 0, 0}, 1, 1, 2, 3, 4)).isZero();
        // The example of scikit-learn's roc_auc_score.
        assertThat(area(new int[] {0, 0, 1, 1}, 1, 0.1f, 0.4f, 0.35f, 0.8f)).isEqualTo(0.75);
        assertThat(area(new int[] {0, 1, 0, 1}, 1, 5, 5, 5, 5)).isEqualTo(0.5);
        // Pairs: 2 > 1, 2 = 2, 3 > 1, 3 > 2.
        assertThat(area(new int[] {0, 0, 1, 1}, 1, 1, 2, 2, 3)).isEqualTo(3.5 / 4);
        assertThat(area(new int[] {0, 1}, 1, 0f, -0f)).isEqualTo(0.5);
    }

    @Test
    void hugeLogitsDoNotSaturate() {
        assertThat(area(new int[] {0, 1}, 1, 2000, 3000)).isEqualTo(1);
        assertThat(area(new int[] {0, 1}, 2, 3000, 0, 2000, 0)).isEqualTo(1);
        assertThat(area(new int[] {1, 0}, 2, 3000, 0, 2000, 0)).isZero();
    }

    @Test
    void undefinedWithoutBothKindsOfSamplesOrWithNaN() {
        assertThat(area(new int[] {1, 1}, 1, 1, 2)).isNaN();
        assertThat(area(new int[] {0, 1, 1}, 1, 1, Float.NaN, 2)).isNaN();
        assertThat(area(new int[] {0, 1, 1}, 2, Float.NaN, 0, 1, 2, 2, 1)).isNaN();
        // Class 2 has no samples and is left out: the areas of the others are 1.
        assertThat(area(new int[] {0, 1}, 3, 5, 1, 9, 1, 5, 0)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10})
    void equalsTheCountOfPairsByProbability(int classes) {
        int samples = 120;
        Random random = new Random(classes);
        int[] labels = random.ints(samples, 0, classes).toArray();
        float[] logits = new float[samples * classes];
        for (int i = 0; i < logits.length; i++) {
            // Few values, so that many rows are equal.
            logits[i] = random.nextInt(3) + (i % classes == labels[i / classes] ? 1 : 0);
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            double pairs = 0;
            long count = 0;
            for (int i = 0; i < samples; i++) {
                for (int j = 0; j < samples; j++) {
                    if (labels[i] == c && labels[j] != c) {
                        // Logits are whole numbers, so probabilities that are not equal differ by more than rounding.
                        double difference = probability(logits, i, c, classes) - probability(logits, j, c, classes);
                        pairs += Math.abs(difference) < 1e-9 ? 0.5 : difference > 0 ? 1 : 0;
                        count++;
                    }
                }
            }
            sum += pairs / count;
        }
        double expected = sum / classes;
        assertThat(expected).isBetween(0.6, 0.99);
        // Sums of halves are exact; a division rounds by 1e-16.
        assertThat(area(labels, classes, logits)).isCloseTo(expected, within(1e-14));
    }

    private static double probability(float[] logits, int row, int c, int classes) {
        double sum = 0;
        for (int k = 0; k < classes; k++) {
            sum += Math.exp(logits[row * classes + k]);
        }
        return Math.exp(logits[row * classes + c]) / sum;
    }
}
