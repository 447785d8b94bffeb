package org.addernet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.addernet.data.transform.Transform;
import org.addernet.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DataLoaderTest {

    /** Sample i is the image [i, i + 0.5] with label i mod 10; a sample's first value names it. */
    private static class Counting implements Dataset {
        private final int size;

        Counting(int size) {
            this.size = size;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public int classes() {
            return 10;
        }

        @Override
        public Shape imageShape() {
            return Shape.of(1, 2, 1);
        }

        @Override
        public int label(int index) {
            return index % 10;
        }

        @Override
        public void read(int index, float[] target, int offset, RandomGenerator random) {
            target[offset] = index;
            target[offset + 1] = index + 0.5f;
        }
    }

    /** Replaces the second value by a random one. */
    private static final Transform NOISE = new Transform() {
        @Override
        public Shape outputShape(Shape input) {
            return input;
        }

        @Override
        public void apply(float[] source, Shape shape, float[] target, int offset, RandomGenerator random) {
            target[offset] = source[0];
            target[offset + 1] = random.nextFloat();
        }
    };

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
    void batchSizeIs256IfNotSet() {
        DataLoader loader = DataLoader.of(new Counting(300)).build();

        assertThat(loader.batchSize()).isEqualTo(256);
        assertThat(loader).hasToString("DataLoader[300 images [1,2,1] in 2 batches of 256]");
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
        Dataset noisy = new Counting(200).with(NOISE);
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
    void closingEndsTheThreadThatWaitsForItsReader() throws InterruptedException {
        Epoch epoch = DataLoader.of(new Counting(1000)).batchSize(1).build().epoch(0);
        assertThat(epoch.next().labels()).containsExactly(0);
        Set<Thread> running = loaderThreads();
        assertThat(running).isNotEmpty();

        epoch.close();

        assertThat(loaderThreads()).isEmpty();
        assertThat(epoch.hasNext()).isFalse();
        assertThatThrownBy(epoch::next).isInstanceOf(NoSuchElementException.class);
        epoch.close(); // again, to no effect
    }

    @Test
    void closingEndsTheThreadInTheMiddleOfABatch() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Dataset stuck = new Counting(100) {
            @Override
            public void read(int index, float[] target, int offset, RandomGenerator random) {
                reading.countDown();
                try {
                    never.await();
                } catch (InterruptedException e) {
                    // As a data set does that swallows interrupts: a second sample would wait for ever.
                }
            }
        };
        Epoch epoch = DataLoader.of(stuck).build().epoch(0);
        reading.await();

        epoch.close();

        assertThat(loaderThreads()).isEmpty();
    }

    @Test
    void threadEndsWithTheLastBatch() throws InterruptedException {
        Epoch epoch = DataLoader.of(new Counting(5)).batchSize(2).build().epoch(0);
        Set<Thread> running = loaderThreads();
        epoch.forEachRemaining(batch -> {});
        for (Thread thread : running) {
            thread.join();
        }
        assertThat(loaderThreads()).isEmpty();
        assertThatThrownBy(epoch::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void exceptionOfTheDataSetSurfaces() {
        Dataset broken = new Counting(100) {
            @Override
            public void read(int index, float[] target, int offset, RandomGenerator random) {
                if (index == 25) {
                    throw new IllegalStateException("sample 25 is broken");
                }
            }
        };
        try (Epoch epoch = DataLoader.of(broken).batchSize(10).build().epoch(0)) {
            epoch.next();
            epoch.next();
            assertThatThrownBy(epoch::next)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("sample 25 is broken");
            assertThat(epoch.hasNext()).isFalse();
        }
    }

    @Test
    void errorOfTheDataSetSurfaces() {
        Dataset broken = new Counting(100) {
            @Override
            public int label(int index) {
                throw new OutOfMemoryError("no memory");
            }
        };
        try (Epoch epoch = DataLoader.of(broken).build().epoch(0)) {
            assertThatThrownBy(epoch::next).isInstanceOf(OutOfMemoryError.class).hasMessage("no memory");
        }
    }

    @Test
    void interruptOfTheReaderEndsTheEpoch() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        Dataset stuck = new Counting(100) {
            @Override
            public void read(int index, float[] target, int offset, RandomGenerator random) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        try (Epoch epoch = DataLoader.of(stuck).build().epoch(0)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(epoch::next).hasMessage("interrupted while waiting for a batch");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(loaderThreads()).isEmpty();
        }
    }

    @Test
    void badSettingsAreRefused() {
        assertThatThrownBy(() -> DataLoader.of(new Counting(5)).batchSize(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("batch size is 0, it must be at least 1");
        assertThatThrownBy(() -> DataLoader.of(new Counting(5)).dropLast().build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5 samples give no batch of 256");
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

    private static Set<Thread> loaderThreads() {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(thread -> !thread.getName().equals("addernet-data-loader"));
        return threads;
    }
}
