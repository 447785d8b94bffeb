package org.addernet.train.metric;

import static org.assertj.core.api.Assertions.assertThat;

import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Ranks, argmax and the confusion matrix by hand. */
class EvaluationTest {

    @Test
    void ranksCountLargerLogitsAndTheFirstOfEquals() {
        Tensor logits = Tensor.of(Shape.of(2, 4), 1, 3, 3, 2, Float.NaN, Float.NaN, Float.NaN, Float.NaN);
        assertThat(TopK.rank(logits, 0, 1)).isZero();
        assertThat(TopK.rank(logits, 0, 2)).isEqualTo(1);
        assertThat(TopK.rank(logits, 0, 3)).isEqualTo(2);
        assertThat(TopK.rank(logits, 0, 0)).isEqualTo(3);
        assertThat(TopK.argmax(logits, 0)).isEqualTo(1);
        assertThat(TopK.rank(logits, 1, 0)).isEqualTo(3);
    }

    @Test
    void theMatrixCountsByTrueClassAndShowsTheShareThatIsRight() {
        ConfusionMatrix matrix = new ConfusionMatrix(2);
        matrix.add(0, 0);
        matrix.add(0, 1);
        matrix.add(0, 0);
        matrix.add(1, 1);
        assertThat(matrix.count(0, 0)).isEqualTo(2);
        assertThat(matrix.count(0, 1)).isEqualTo(1);
        assertThat(matrix.toString().lines().map(String::strip))
                .containsExactly(
                        "true \\ predicted      0      1     right",
                        "0      2      1   66.67 %",
                        "1      0      1  100.00 %");
    }
}
