package org.addernet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.addernet.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which batches an epoch has. */
@Timeout(60)
class DataLoaderTest {

    @Test
    void batchesInOrderWithPartialLast() {
        DataLoader loader = DataLoader.of(new Counting(7)).batchSize(3).build();
        List<Batch> batches = batches(loader, 0);

        assertThat(loader.batches()).isEqualTo(3);
        assertThat(loader.size()).isEqualTo(7);
        assertThat(batches).extracting(Batch::size).containsExactly(3, 3, 1);
        assertThat(batches.get(1).images().shape()).isEqualTo(Shape.of(3, 1, 2, 1));
        assertThat(batches.get(1).images().data()).containsExactly(3, 3.5f, 4, 4.5f, 5, 5.5f);
        assertThat(batches.get(1).labels()).containsExactly(3, 4, 5);
        assertThat(batches.get(2).images().data()).containsExactly(6, 6.5f);
    }

    @Test
    void lastBatchCanBeDropped() {
        DataLoader loader =
                DataLoader.of(new Counting(7)).batchSize(3).dropLast().build();

        assertThat(loader.batches()).isEqualTo(2);
        assertThat(loader.size()).isEqualTo(6);
        assertThat(batches(loader, 0)).extracting(Batch::size).containsExactly(3, 3);
    }

    @Test
    void oneBatchMayBeFarLargerThanTheData() {
        DataLoader loader =
                DataLoader.of(new Counting(7)).batchSize(Integer.MAX_VALUE).build();

        assertThat(loader.batches()).isEqualTo(1);
        assertThat(batches(loader, 0)).extracting(Batch::size).containsExactly(7);
    }

    @Test
    void batchSizeIs256IfNotSet() {
        DataLoader loader = DataLoader.of(new Counting(300)).build();

        assertThat(loader.batchSize()).isEqualTo(256);
        assertThat(loader).hasToString("DataLoader[300 samples [1,2,1] in 2 batches of 256]");
    }

    @Test
    void shuffledEpochHasEachSampleOnce() {
        DataLoader loader =
                DataLoader.of(new Counting(1000)).batchSize(64).shuffle(7).build();
        List<Integer> order = samples(loader, 0);

        assertThat(order).doesNotHaveDuplicates().hasSize(1000);
        assertThat(order).isNotEqualTo(order.stream().sorted().toList());
        for (Batch batch : batches(loader, 0)) {
            for (int i = 0; i < batch.size(); i++) {
                assertThat(batch.labels()[i]).isEqualTo((int) batch.images().data()[2 * i] % 10);
            }
        }
    }

    @Test
    void orderDependsOnSeedAndEpochOnly() {
        Dataset data = new Counting(1000);
        DataLoader loader = DataLoader.of(data).batchSize(64).shuffle(7).build();
        DataLoader same = DataLoader.of(data).batchSize(10).shuffle(7).build();
        DataLoader other = DataLoader.of(data).batchSize(64).shuffle(8).build();

        List<Integer> first = samples(loader, 0);
        assertThat(samples(loader, 1)).isNotEqualTo(first);
        assertThat(samples(loader, 0)).isEqualTo(first);
        assertThat(samples(same, 0)).isEqualTo(first);
        assertThat(samples(other, 0)).isNotEqualTo(first);
    }

    @Test
    void orderIsTheSameInEveryVersionOfJava() {
        DataLoader loader = DataLoader.of(new Counting(10)).shuffle(7).build();

        assertThat(samples(loader, 3)).containsExactly(3, 5, 9, 8, 1, 0, 2, 7, 6, 4);
    }

    @Test
    void augmentationDependsOnSeedEpochAndPosition() {
        Dataset noisy = new Counting(200).with(Counting.NOISE);
        List<Float> noise = noise(DataLoader.of(noisy).batchSize(64).shuffle(7).build(), 0);

        assertThat(new HashSet<>(noise)).hasSizeGreaterThan(190);
        assertThat(noise(DataLoader.of(noisy).batchSize(7).shuffle(7).build(), 0))
                .isEqualTo(noise);
        assertThat(noise(DataLoader.of(noisy).batchSize(64).shuffle(7).build(), 1))
                .isNotEqualTo(noise);
        assertThat(noise(DataLoader.of(noisy).batchSize(64).shuffle(8).build(), 0))
                .isNotEqualTo(noise);
    }

    @Test
    void batchesDoNotDependOnTheNumberOfThreads() {
        Dataset noisy = new Counting(200).with(Counting.NOISE);
        for (int size : new int[] {1, 7, 64}) {
            List<Batch> one = batches(
                    DataLoader.of(noisy).batchSize(size).shuffle(7).threads(1).build(), 2);
            for (int threads : new int[] {2, 4}) {
                DataLoader loader = DataLoader.of(noisy)
                        .batchSize(size)
                        .shuffle(7)
                        .threads(threads)
                        .build();
                assertSame(batches(loader, 2), one);
            }
        }
    }

    @Test
    void epochStartsAtALaterBatchWithoutReadingThoseBefore() {
        Set<Integer> read = ConcurrentHashMap.newKeySet();
        Dataset noted = new Counting(50) {
            @Override
            public void read(int index, float[] target, int offset, RandomGenerator random) {
                read.add(index);
                super.read(index, target, offset, random);
            }
        };
        DataLoader loader = DataLoader.of(noted.with(Counting.NOISE))
                .batchSize(8)
                .shuffle(7)
                .threads(2)
                .build();
        List<Batch> whole = batches(loader, 1);
        for (int first = 0; first <= 7; first++) {
            read.clear();
            List<Batch> rest = new ArrayList<>();
            try (Epoch epoch = loader.epoch(1, first)) {
                epoch.forEachRemaining(rest::add);
            }
            assertSame(rest, whole.subList(first, 7));
            assertThat(read).hasSize(50 - Math.min(50, 8 * first));
        }
        assertThatThrownBy(() -> loader.epoch(1, 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("DataLoader: the epoch cannot start after 8 batches; it has 7, so start after 0 to 7");
        assertThatThrownBy(() -> loader.epoch(1, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void badSettingsAreRefused() {
        assertThatThrownBy(() -> DataLoader.of(new Counting(5)).batchSize(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("batch size is 0, it must be at least 1");
        assertThatThrownBy(() -> DataLoader.of(new Counting(5)).threads(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("DataLoader: threads is 0, it must be at least 1");
        assertThatThrownBy(() -> DataLoader.of(new Counting(5)).dropLast().build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5 samples give no batch of 256");
    }

    private static void assertSame(List<Batch> actual, List<Batch> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.get(i).images().data())
                    .isEqualTo(expected.get(i).images().data());
            assertThat(actual.get(i).labels()).isEqualTo(expected.get(i).labels());
        }
    }

    private static List<Batch> batches(DataLoader loader, int epoch) {
        List<Batch> batches = new ArrayList<>();
        try (Epoch all = loader.epoch(epoch)) {
            all.forEach(batches::add);
        }
        return batches;
    }

    private static List<Integer> samples(DataLoader loader, int epoch) {
        return batches(loader, epoch).stream()
                .flatMap(batch -> IntStream.range(0, batch.size())
                        .mapToObj(i -> (int) batch.images().data()[2 * i]))
                .toList();
    }

    private static List<Float> noise(DataLoader loader, int epoch) {
        return batches(loader, epoch).stream()
                .flatMap(batch -> IntStream.range(0, batch.size())
                        .mapToObj(i -> batch.images().data()[2 * i + 1]))
                .toList();
    }
}
