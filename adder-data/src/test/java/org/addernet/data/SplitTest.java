package org.addernet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** A split has every sample once, and every class in both parts. */
class SplitTest {

    @Test
    void partsHaveEverySampleOnceInOrder() {
        DataSplits parts = new Counting(100).split(0.2, 3);
        List<Float> train = samples(parts.train());
        List<Float> test = samples(parts.test());

        assertThat(test).hasSize(20).isSorted();
        assertThat(train).hasSize(80).isSorted();
        assertThat(Stream.concat(train.stream(), test.stream()))
                .containsExactlyInAnyOrderElementsOf(samples(new Counting(100)));
    }

    @Test
    void eachClassIsSplitByItself() {
        // Counting has ten classes of ten samples.
        DataSplits parts = new Counting(100).split(0.3, 1);
        for (int label = 0; label < 10; label++) {
            int of = label;
            assertThat(IntStream.range(0, 30).filter(i -> parts.test().label(i) == of))
                    .hasSize(3);
        }
    }

    @Test
    void dependsOnTheSeedAlone() {
        List<Float> test = samples(new Counting(100).split(0.2, 3).test());
        assertThat(samples(new Counting(100).split(0.2, 3).test())).isEqualTo(test);
        assertThat(samples(new Counting(100).split(0.2, 4).test())).isNotEqualTo(test);
    }

    @Test
    void rareClassesAreInBothPartsAndSinglesAreLearntFrom() {
        // Labels 0 to 4 twice, 5 to 9 once: a tenth would round to none.
        DataSplits parts = new Counting(15).split(0.1, 1);
        assertThat(IntStream.range(0, parts.test().size()).map(parts.test()::label))
                .containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        assertThat(IntStream.range(0, parts.train().size()).map(parts.train()::label))
                .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void samplesWithFloatTargetsAreSplitAsOne() {
        Dataset data = new TensorDataset(
                List.of(Tensor.zeros(Shape.of(10, 1, 1, 1))),
                Tensor.of(Shape.of(10), new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
        DataSplits parts = data.split(0.25, 5);
        // 2.5 is rounded half to even.
        assertThat(parts.test().size()).isEqualTo(2);
        float[] targets = new float[10];
        for (int i = 0; i < 10; i++) {
            Dataset part = i < 8 ? parts.train() : parts.test();
            part.readTarget(i < 8 ? i : i - 8, targets, i, new SplittableRandom(0));
        }
        assertThat(targets).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void emptyPartsAreRefused() {
        for (double share : new double[] {0, 1, -0.1, Double.NaN}) {
            assertThatThrownBy(() -> new Counting(100).split(share, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("split: the share to test with is " + share
                            + ", it must be greater than 0 and less than 1");
        }
        assertThatThrownBy(() -> new Counting(10).split(0.5, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10 samples cannot be split")
                .hasMessageContaining("give two samples of a class");
    }

    private static List<Float> samples(Dataset data) {
        return IntStream.range(0, data.size())
                .mapToObj(i -> {
                    float[] values = new float[2];
                    data.read(i, values, 0, new SplittableRandom(0));
                    return values[0];
                })
                .toList();
    }
}
