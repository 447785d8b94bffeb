package org.addernet.train.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
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
        assertThat(matrix.describe(List.of("cat", "ape")).lines())
                .containsExactly(
                        "             right        0      1",
                        "   0 cat   66.67 %        2      1",
                        "   1 ape  100.00 %        0      1");
        assertThatThrownBy(() -> matrix.describe(List.of("cat"))).hasMessageContaining("1 names for 2 classes");
    }

    @Test
    void manyClassesAreListedWithTheirMostFrequentMistake() {
        ConfusionMatrix matrix = new ConfusionMatrix(21);
        matrix.add(0, 0);
        matrix.add(0, 3);
        matrix.add(0, 3);
        matrix.add(0, 2);
        matrix.add(3, 3);
        List<String> names =
                IntStream.range(0, 21).mapToObj(i -> "c" + (char) ('a' + i)).toList();
        assertThat(matrix.describe(names).lines())
                .startsWith("            right  most often mistaken for", "   0 ca   25.00 %  cd, 2")
                .contains("   3 cd  100.00 %  ");
        assertThat(matrix.toString().lines()).contains("   0 0    25.00 %  3, 2");
    }
}
