package org.addernet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.addernet.data.transform.Normalize;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Samples of several inputs and float targets come through views, the loader and signatures as they are. */
class TensorDatasetTest {

    /** Sample i has the inputs [10 i, 10 i + 1] and [100 i], and the target [i, -i]. */
    private static TensorDataset pairs(int n) {
        Tensor first = Tensor.zeros(Shape.of(n, 1, 1, 2));
        Tensor second = Tensor.zeros(Shape.of(n, 1));
        Tensor targets = Tensor.zeros(Shape.of(n, 2));
        for (int i = 0; i < n; i++) {
            first.data()[2 * i] = 10 * i;
            first.data()[2 * i + 1] = 10 * i + 1;
            second.data()[i] = 100 * i;
            targets.data()[2 * i] = i;
            targets.data()[2 * i + 1] = -i;
        }
        return new TensorDataset(List.of(first, second), targets);
    }

    @Test
    void batchesHaveAllInputsAndTargetsOfTheSameSamplesInOrder() {
        List<Batch> batches = new ArrayList<>();
        try (Epoch epoch =
                DataLoader.of(pairs(5)).batchSize(3).threads(2).build().epoch(0)) {
            epoch.forEachRemaining(batches::add);
        }

        Batch last = batches.get(1);
        assertThat(last.size()).isEqualTo(2);
        assertThat(last.inputs()).extracting(Tensor::shape).containsExactly(Shape.of(2, 1, 1, 2), Shape.of(2, 1));
        assertThat(last.images().data()).containsExactly(30, 31, 40, 41);
        assertThat(last.inputs().get(1).data()).containsExactly(300, 400);
        Tensor targets = last.targets().orElseThrow();
        assertThat(targets.shape()).isEqualTo(Shape.of(2, 2));
        assertThat(targets.data()).containsExactly(3, -3, 4, -4);
        assertThatThrownBy(last::labels)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Batch: the samples have no labels but float targets [2,2]; read targets()");
    }

    @Test
    void shuffledBatchesKeepInputsAndTargetsTogetherWithAnyNumberOfThreads() {
        List<float[]> one = values(1);
        for (int threads : new int[] {2, 4}) {
            assertThat(values(threads)).usingRecursiveComparison().isEqualTo(one);
        }
        for (float[] batch : one) {
            int n = batch.length / 5;
            for (int i = 0; i < n; i++) {
                assertThat(batch[2 * i]).isEqualTo(10 * batch[3 * n + 2 * i]);
                assertThat(batch[2 * n + i]).isEqualTo(100 * batch[3 * n + 2 * i]);
            }
        }
    }

    /** Returns the values of all inputs and targets, one array a batch. */
    private static List<float[]> values(int threads) {
        List<float[]> values = new ArrayList<>();
        DataLoader loader = DataLoader.of(pairs(50))
                .batchSize(8)
                .shuffle(7)
                .threads(threads)
                .build();
        try (Epoch epoch = loader.epoch(2)) {
            for (Batch batch : epoch) {
                int n = batch.size();
                float[] all = new float[5 * n];
                System.arraycopy(batch.images().data(), 0, all, 0, 2 * n);
                System.arraycopy(batch.inputs().get(1).data(), 0, all, 2 * n, n);
                System.arraycopy(batch.targets().orElseThrow().data(), 0, all, 3 * n, 2 * n);
                values.add(all);
            }
        }
        return values;
    }

    @Test
    void inputsAndTargetOfASampleDrawTheSameNumbers() {
        Dataset drawn = new Dataset() {
            @Override
            public int size() {
                return 20;
            }

            @Override
            public Shape imageShape() {
                return Shape.of(1, 1, 1);
            }

            @Override
            public List<Shape> inputShapes() {
                return List.of(imageShape(), Shape.of(1));
            }

            @Override
            public Optional<Shape> targetShape() {
                return Optional.of(Shape.of());
            }

            @Override
            public void read(int index, float[] target, int offset, RandomGenerator random) {
                target[offset] = random.nextFloat();
            }

            @Override
            public void readInput(int index, int input, float[] target, int offset, RandomGenerator random) {
                read(index, target, offset, random);
            }

            @Override
            public void readTarget(int index, float[] target, int offset, RandomGenerator random) {
                read(index, target, offset, random);
            }
        };
        try (Epoch epoch = DataLoader.of(drawn).build().epoch(0)) {
            Batch batch = epoch.next();
            assertThat(batch.targets().orElseThrow().shape()).isEqualTo(Shape.of(20));
            assertThat(batch.inputs().get(1).data())
                    .isEqualTo(batch.images().data())
                    .doesNotHaveDuplicates();
            assertThat(batch.targets().orElseThrow().data())
                    .isEqualTo(batch.images().data());
        }
    }

    @Test
    void viewsPassOtherInputsAndTargetsOn() {
        Dataset view = pairs(6).with(new Normalize(new float[] {10, 0}, new float[] {2, 1}))
                .subsample(3);

        assertThat(view.inputShapes()).containsExactly(Shape.of(1, 1, 2), Shape.of(1));
        assertThat(view.targetShape()).contains(Shape.of(2));
        assertThat(view.classes()).isZero();
        float[] values = new float[5];
        view.readInput(1, 0, values, 0, new SplittableRandom(0));
        view.readInput(1, 1, values, 2, new SplittableRandom(0));
        view.readTarget(1, values, 3, new SplittableRandom(0));
        assertThat(values).containsExactly(5, 21, 200, 2, -2);
        assertThatThrownBy(() -> view.readTarget(3, values, 0, new SplittableRandom(0)))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> view.label(0)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void signatureTellsOtherInputsAndTargetsApart() {
        Dataset data = pairs(6);
        String fingerprint = DataSignature.of(data, data).fingerprint();
        assertThat(DataSignature.of(data, data).differences(DataSignature.of(pairs(6), pairs(6))))
                .isEmpty();

        for (int changed = 1; changed < 3; changed++) {
            Tensor second = Tensor.zeros(Shape.of(6, 1));
            Tensor targets = Tensor.zeros(Shape.of(6, 2));
            for (int i = 0; i < 6; i++) {
                data.readInput(i, 1, second.data(), i, new SplittableRandom(0));
                data.readTarget(i, targets.data(), 2 * i, new SplittableRandom(0));
            }
            (changed == 1 ? second : targets).data()[3] += 1;
            Tensor first = Tensor.zeros(Shape.of(6, 1, 1, 2));
            for (int i = 0; i < 6; i++) {
                data.read(i, first.data(), 2 * i, new SplittableRandom(0));
            }
            Dataset other = new TensorDataset(List.of(first, second), targets);
            assertThat(DataSignature.of(other, other).fingerprint()).isNotEqualTo(fingerprint);
        }
    }

    @Test
    void labelsNameClasses() {
        Tensor input = Tensor.zeros(Shape.of(3, 1, 1, 2));
        Dataset data = new TensorDataset(List.of(input), new int[] {1, 0, 1}, List.of("no", "yes"));

        assertThat(data.classNames()).containsExactly("no", "yes");
        assertThat(IntStream.range(0, 3).map(data::label)).containsExactly(1, 0, 1);
        assertThatThrownBy(() -> data.readTarget(0, new float[1], 0, new SplittableRandom(0)))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> new TensorDataset(List.of(input), new int[] {1, 0, 2}, List.of("no", "yes")))
                .hasMessage("TensorDataset: label 2 at index 2 is not one of the 2 classes, 0 to 1");
    }

    @Test
    void tensorsOfOtherNumbersOfSamplesAreRefused() {
        Tensor three = Tensor.zeros(Shape.of(3, 2));
        Tensor two = Tensor.zeros(Shape.of(2, 2));
        assertThatThrownBy(() -> new TensorDataset(List.of(three, two), three))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("TensorDataset: input [2,2] does not have the 3 samples of the targets");
        assertThatThrownBy(() -> new Batch(List.of(three, two), three))
                .isInstanceOf(ShapeException.class)
                .hasMessage("Batch: input 1 is [2,2], expected [3,...] for the 3 targets");
        assertThatThrownBy(() -> new TensorDataset(List.of(), three)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void dataOfNeitherLabelsNorTargetsAreRefusedByTheLoader() {
        Dataset none = new Counting(3) {
            @Override
            public int classes() {
                return 0;
            }
        };
        assertThatThrownBy(() -> DataLoader.of(none).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("implement classes and label, or targetShape and readTarget");
    }
}
