package org.addernet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the threads of an epoch do, and how they end. */
@Timeout(60)
class EpochTest {

    @Test
    void readsThreeBatchesAhead() {
        AtomicInteger read = new AtomicInteger();
        Dataset counted = new Counting(1000) {
            @Override
            public void read(int index, float[] target, int offset, RandomGenerator random) {
                read.incrementAndGet();
            }
        };
        try (Epoch epoch =
                DataLoader.of(counted).batchSize(10).threads(4).build().epoch(0)) {
            for (int taken = 0; taken < 3; taken++) {
                while (read.get() < 10 * (taken + 3)
                        || loaderThreads().stream().anyMatch(thread -> thread.getState() != Thread.State.WAITING)) {
                    Thread.onSpinWait();
                }
                assertThat(read).hasValue(10 * (taken + 3));
                epoch.next();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void closingEndsTheThreadsThatWaitForTheirReader(int threads) {
        Epoch epoch = DataLoader.of(new Counting(1000))
                .batchSize(threads)
                .threads(threads)
                .build()
                .epoch(0);
        assertThat(epoch.next().size()).isEqualTo(threads);
        assertThat(loaderThreads()).hasSize(threads);

        epoch.close();

        assertThat(loaderThreads()).isEmpty();
        assertThat(epoch.hasNext()).isFalse();
        assertThatThrownBy(epoch::next).isInstanceOf(NoSuchElementException.class);
        epoch.close(); // again, to no effect
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void closingEndsTheThreadsInTheMiddleOfABatch(int threads) throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(threads);
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
        Epoch epoch = DataLoader.of(stuck).threads(threads).build().epoch(0);
        reading.await();

        epoch.close();

        assertThat(loaderThreads()).isEmpty();
    }

    @Test
    void threadsEndWithTheLastBatch() throws InterruptedException {
        Epoch epoch =
                DataLoader.of(new Counting(50)).batchSize(2).threads(2).build().epoch(0);
        Set<Thread> running = loaderThreads();
        epoch.forEachRemaining(batch -> {});
        for (Thread thread : running) {
            thread.join();
        }
        assertThat(loaderThreads()).isEmpty();
        assertThatThrownBy(epoch::next).isInstanceOf(NoSuchElementException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void exceptionOfTheDataSetSurfaces(int threads) {
        Dataset broken = new Counting(100) {
            @Override
            public void read(int index, float[] target, int offset, RandomGenerator random) {
                if (index == 25) {
                    throw new IllegalStateException("sample 25 is broken");
                }
            }
        };
        Epoch epoch =
                DataLoader.of(broken).batchSize(10).threads(threads).build().epoch(0);
        epoch.next();
        epoch.next();
        assertThatThrownBy(epoch::next)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("sample 25 is broken");
        assertThat(epoch.hasNext()).isFalse();
        assertThat(loaderThreads()).isEmpty();
    }

    @Test
    void ofSeveralExceptionsTheFirstInOrderSurfaces() {
        CountDownLatch later = new CountDownLatch(1);
        Dataset broken = new Counting(10) {
            @Override
            public void read(int index, float[] target, int offset, RandomGenerator random) {
                if (index == 9) {
                    later.countDown();
                    throw new IllegalStateException("sample 9 is broken");
                }
                if (index == 2) {
                    try {
                        later.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    throw new IllegalStateException("sample 2 is broken");
                }
            }
        };
        try (Epoch epoch = DataLoader.of(broken).threads(2).build().epoch(0)) {
            assertThatThrownBy(epoch::next).hasMessage("sample 2 is broken");
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
    void waitingIsCounted() {
        Thread reader = Thread.currentThread();
        AtomicBoolean mayWait = new AtomicBoolean();
        long pause = 5_000_000;
        Dataset slow = new Counting(2) {
            @Override
            public void read(int index, float[] target, int offset, RandomGenerator random) {
                if (index == 1) {
                    while (!mayWait.get() || reader.getState() != Thread.State.WAITING) {
                        Thread.onSpinWait();
                    }
                    // The reader waits already, so it waits for the whole pause.
                    long start = System.nanoTime();
                    while (System.nanoTime() - start < pause) {
                        Thread.onSpinWait();
                    }
                }
            }
        };
        try (Epoch epoch = DataLoader.of(slow).batchSize(1).build().epoch(0)) {
            assertThat(epoch.dataWait()).isZero();
            long start = System.nanoTime();
            epoch.next();
            Duration before = epoch.dataWait();
            mayWait.set(true);
            epoch.next();
            assertThat(epoch.dataWait().minus(before)).isGreaterThanOrEqualTo(Duration.ofNanos(pause));
            assertThat(epoch.dataWait()).isLessThanOrEqualTo(Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private static Set<Thread> loaderThreads() {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(thread -> !thread.getName().equals("addernet-data-loader"));
        return threads;
    }
}
