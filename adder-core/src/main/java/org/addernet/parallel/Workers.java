package org.addernet.parallel;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A fixed pool of threads that runs the numbered tasks of one operation.
 *
 * <p>An operation is cut into tasks by its own size and never by the number of threads, and what tasks produce is
 * combined in the order of their numbers. So results have the same bits with any number of threads.
 *
 * <p>The calling thread takes part, so {@code n} threads are the caller and {@code n - 1} daemon threads. Any number of
 * callers may use one pool at once, and a task may itself call {@link #run}.
 */
public final class Workers implements AutoCloseable {

    /** The system property that sets the size of the {@linkplain #shared shared} pool: {@code addernet.threads}. */
    public static final String THREADS_PROPERTY = "addernet.threads";

    /**
     * How long a thread looks for work, or for the end of it, before it sleeps. To wake a thread takes some 50 µs, as long as
     * a small operation, and in a step of training the next operation is seldom that far away.
     */
    private static final long PATIENCE_NANOS = 100_000;

    private final int threads;
    private final long patience;
    private final ScratchPool scratch = new ScratchPool();
    private final BlockingQueue<Operation> queue;
    private final Thread[] helpers;

    /**
     * Creates a pool.
     *
     * @param threads how many threads work on an operation, the caller included; at least 1
     * @throws IllegalArgumentException if {@code threads} is less than 1
     */
    public Workers(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("Workers: threads is " + threads + ", it must be at least 1");
        }
        this.threads = threads;
        // With more threads than processors, one that waits takes the place of one that works.
        patience = threads <= Runtime.getRuntime().availableProcessors() ? PATIENCE_NANOS : 0;
        queue = new ArrayBlockingQueue<>(8 * threads);
        helpers = new Thread[threads - 1];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = new Thread(this::serve, "addernet-worker-" + (i + 1));
            helpers[i].setDaemon(true);
            helpers[i].start();
        }
    }

    /**
     * Returns the pool that is used where none is named, of {@value #THREADS_PROPERTY} threads (default: all processors).
     */
    public static Workers shared() {
        return Shared.WORKERS;
    }

    /** Returns the number of threads that work on an operation, the caller included. */
    public int threads() {
        return threads;
    }

    /** Returns the scratch buffers of the operations that run on this pool. */
    public ScratchPool scratch() {
        return scratch;
    }

    /**
     * Runs {@code task} for every number from 0 to {@code tasks - 1}, in any order and on any thread, and returns when
     * all are done.
     *
     * <p>If a task throws, the tasks not yet begun are skipped and its exception is thrown here.
     */
    public void run(int tasks, IntConsumer task) {
        if (threads == 1 || tasks <= 1) {
            for (int i = 0; i < tasks; i++) {
                task.accept(i);
            }
            return;
        }
        int invited = Math.min(threads, tasks) - 1;
        Operation operation = new Operation(tasks, task);
        for (int i = 0; i < invited; i++) {
            // A full queue means that all helpers are busy with other callers; then this caller works alone.
            if (!queue.offer(operation)) {
                break;
            }
        }
        operation.work();
        operation.await(patience);
    }

    /**
     * Runs {@code task} for consecutive ranges of at most {@code grain} indices that together are 0 to {@code size - 1},
     * as {@link #run} does.
     */
    public void runRanges(int size, int grain, RangeTask task) {
        // In long: near 2^31 the sums overflow, and no range at all would run.
        run(
                (int) (((long) size + grain - 1) / grain),
                i -> task.run(i * grain, (int) Math.min(size, (i + 1L) * grain)));
    }

    /** A task for a range of indices. */
    public interface RangeTask {
        /** Works on the indices from {@code from} to {@code to - 1}. */
        void run(int from, int to);
    }

    /** Ends the pool's threads; call it when no operation is running. The shared pool needs no closing. */
    @Override
    public void close() {
        for (Thread helper : helpers) {
            helper.interrupt();
        }
    }

    private void serve() {
        try {
            while (true) {
                Operation operation = queue.poll();
                for (long start = System.nanoTime(); operation == null && System.nanoTime() - start < patience; ) {
                    Thread.onSpinWait();
                    operation = queue.poll();
                }
                (operation == null ? queue.take() : operation).work();
            }
        } catch (InterruptedException e) {
            // close() was called: end this thread.
        }
    }

    /** One call of {@link #run}: threads claim numbers until none is left. */
    private static final class Operation {
        private final int tasks;
        private final IntConsumer task;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger finished = new AtomicInteger();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private final CountDownLatch done = new CountDownLatch(1);

        Operation(int tasks, IntConsumer task) {
            this.tasks = tasks;
            this.task = task;
        }

        void work() {
            for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
                try {
                    if (failure.get() == null) {
                        task.accept(i);
                    }
                } catch (Throwable t) {
                    failure.compareAndSet(null, t);
                }
                if (finished.incrementAndGet() == tasks) {
                    done.countDown();
                }
            }
        }

        void await(long patience) {
            long start = System.nanoTime();
            while (finished.get() < tasks && System.nanoTime() - start < patience) {
                Thread.onSpinWait();
            }
            boolean interrupted = false;
            while (true) {
                try {
                    done.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            Throwable t = failure.get();
            if (t instanceof RuntimeException e) {
                throw e;
            }
            if (t instanceof Error e) {
                throw e;
            }
            if (t != null) {
                // A checked exception that was thrown past the compiler.
                throw new IllegalStateException("a task failed", t);
            }
        }
    }

    /** Created on first use. */
    private static final class Shared {
        private static final Workers WORKERS = new Workers(
                Integer.getInteger(THREADS_PROPERTY, Runtime.getRuntime().availableProcessors()));
    }
}
