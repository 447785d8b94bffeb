package org.addernet.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pool runs every task once, survives failures, and leaves no thread behind. The time-out is for dead-locks only. */
@Timeout(120)
class WorkersTest {

    @ParameterizedTest
    @CsvSource({"1,0", "1,7", "2,0", "2,1", "2,1000", "3,2", "3,1000", "8,5", "8,10000"})
    void everyNumberIsRunExactlyOnce(int threads, int tasks) {
        try (Workers workers = new Workers(threads)) {
            assertRunsEachOnce(workers, tasks);
        }
    }

    private static void assertRunsEachOnce(Workers workers, int tasks) {
        AtomicIntegerArray runs = new AtomicIntegerArray(tasks);
        workers.run(tasks, runs::incrementAndGet);
        for (int i = 0; i < tasks; i++) {
            assertThat(runs.get(i)).as("runs of task %d", i).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void failureReachesTheCallerAndThePoolStaysUsable(int threads) {
        try (Workers workers = new Workers(threads)) {
            for (Throwable failure :
                    List.of(new IllegalStateException("seven"), new StackOverflowError(), new IOException("checked"))) {
                assertThatThrownBy(() -> workers.run(100, i -> {
                            if (i == 7) {
                                throwUnchecked(failure);
                            }
                        }))
                        .satisfiesAnyOf(
                                e -> assertThat(e).isSameAs(failure),
                                e -> assertThat(e).hasCause(failure));
                assertRunsEachOnce(workers, 100);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void throwUnchecked(Throwable failure) throws T {
        throw (T) failure;
    }

    @Test
    void propertyGivesTheThreadsOfTheSharedPool() {
        assertThat(Workers.sharedThreads("3")).isEqualTo(3);
        assertThat(Workers.sharedThreads(null)).isEqualTo(Runtime.getRuntime().availableProcessors());
        for (String wrong : List.of("0", "-1", "four", "", "99999999999")) {
            assertThatThrownBy(() -> Workers.sharedThreads(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("-Daddernet.threads=" + wrong + ": the number of threads must be 1 to 9999");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void tasksMayRunTasks(int threads) {
        try (Workers workers = new Workers(threads)) {
            AtomicInteger leaves = new AtomicInteger();
            workers.run(20, i -> workers.run(10, j -> workers.run(3, k -> leaves.incrementAndGet())));
            assertThat(leaves).hasValue(600);
        }
    }

    @Test
    void manyCallersShareOnePool() throws InterruptedException {
        AtomicLong sum = new AtomicLong();
        List<Thread> callers = new ArrayList<>();
        try (Workers workers = new Workers(2)) {
            for (int c = 0; c < 8; c++) {
                callers.add(new Thread(() -> {
                    for (int round = 0; round < 200; round++) {
                        long before = sum.get();
                        workers.run(10, i -> sum.addAndGet(i));
                        // All of its own tasks are done when run returns.
                        if (sum.get() < before + 45) {
                            sum.set(Long.MIN_VALUE);
                        }
                    }
                }));
            }
            callers.forEach(Thread::start);
            for (Thread caller : callers) {
                caller.join();
            }
        }
        assertThat(sum).hasValue(8L * 200 * 45);
    }

    @Test
    void closeEndsAllItsThreads() throws InterruptedException {
        Set<Thread> seen = Collections.synchronizedSet(new HashSet<>());
        Workers workers = new Workers(3);
        CyclicBarrier allAtOnce = new CyclicBarrier(3);
        workers.run(3, i -> {
            seen.add(Thread.currentThread());
            await(allAtOnce);
        });
        assertThat(seen).as("the caller and two helpers").hasSize(3).contains(Thread.currentThread());
        workers.close();
        seen.remove(Thread.currentThread());
        for (Thread helper : seen) {
            assertThat(helper.isDaemon()).isTrue();
            helper.join();
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void interruptedCallerFinishesAndStaysInterrupted() {
        try (Workers workers = new Workers(2)) {
            Thread.currentThread().interrupt();
            assertRunsEachOnce(workers, 1000);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"0,5", "1,5", "5,5", "6,5", "100,7", "100,1", "3,1000", "2147483647,300000000", "2147483647,1073741824"
    })
    void rangesAreConsecutiveAndCoverAll(int size, int grain) {
        List<int[]> ranges = Collections.synchronizedList(new ArrayList<>());
        try (Workers workers = new Workers(3)) {
            workers.runRanges(size, grain, (from, to) -> ranges.add(new int[] {from, to}));
        }
        ranges.sort((a, b) -> Integer.compare(a[0], b[0]));
        int end = 0;
        for (int[] range : ranges) {
            assertThat(range[0]).isEqualTo(end);
            assertThat(range[1] - range[0]).isBetween(1, grain);
            end = range[1];
        }
        assertThat(end).isEqualTo(size);
    }

    @Test
    void fewerThanOneThreadIsRefused() {
        assertThatThrownBy(() -> new Workers(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("threads is 0", "at least 1");
    }

    @Test
    void sharedPoolIsOne() {
        assertThat(Workers.shared()).isSameAs(Workers.shared());
        assertThat(Workers.shared().threads()).isPositive();
    }
}
