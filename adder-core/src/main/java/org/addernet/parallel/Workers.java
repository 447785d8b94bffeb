package org.addernet.parallel;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
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

    private static volatile @Nullable Workers shared;

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
     *
     * @throws IllegalArgumentException if the property is no number of at least 1
     */
    public static Workers shared() {
        Workers pool = shared;
        if (pool == null) {
            synchronized (Workers.class) {
                pool = shared;
                if (pool == null) {
                    pool = new Workers(sharedThreads(System.getProperty(THREADS_PROPERTY)));
                    shared = pool;
                }
            }
        }
        return pool;
    }

    static int sharedThreads(@Nullable String property) {
        if (property == null) {
            return Runtime.getRuntime().availableProcessors();
        }
        if (!property.matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException(
                    "-D" + THREADS_PROPERTY + "=" + property + ": the number of threads must be 1 to 9999");
        }
        return Integer.parseInt(property);
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
        runRanges(tasks, 1, (from, to) -> task.accept(from));
    }

    /**
     * Runs {@code task} for consecutive ranges of at most {@code grain} indices that together are 0 to {@code size - 1},
     * as {@link #run} does.
     */
    public void runRanges(int size, int grain, RangeTask task) {
        // In long: near 2^31 the sums overflow, and no range at all would run.
        int tasks = (int) (((long) size + grain - 1) / grain);
        if (threads == 1 || tasks <= 1) {
            for (int i = 0; i < tasks; i++) {
                runRange(i, size, grain, task);
            }
            return;
        }
        int invited = Math.min(threads, tasks) - 1;
        Operation operation = new Operation(tasks, size, grain, task);
        for (int i = 0; i < invited; i++) {
            // A full queue means that all helpers are busy with other callers; then this caller works alone.
            if (!queue.offer(operation)) {
                break;
            }
        }
        operation.work();
        operation.await(patience);
    }

    private static void runRange(int index, int size, int grain, RangeTask task) {
        task.run(index * grain, (int) Math.min(size, (index + 1L) * grain));
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

    /** One call of {@link #runRanges}: threads claim the numbers of its tasks until none is left. */
    private static final class Operation {
        private final int tasks;
        private final int size;
        private final int grain;
        private final RangeTask task;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger finished = new AtomicInteger();
        private volatile @Nullable Throwable failure;
        private volatile @Nullable Thread waiting;

        Operation(int tasks, int size, int grain, RangeTask task) {
            this.tasks = tasks;
            this.size = size;
            this.grain = grain;
            this.task = task;
        }

        void work() {
            for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
                try {
                    if (failure == null) {
                        runRange(i, size, grain, task);
                    }
                } catch (Throwable t) {
                    fail(t);
                }
                if (finished.incrementAndGet() == tasks) {
                    LockSupport.unpark(waiting);
                }
            }
        }

        private synchronized void fail(Throwable t) {
            failure = failure == null ? t : failure;
        }

        void await(long patience) {
            long start = System.nanoTime();
            while (finished.get() < tasks && System.nanoTime() - start < patience) {
                Thread.onSpinWait();
            }
            boolean interrupted = false;
            // This thread writes waiting and then reads finished; the last worker counts finished and then reads
            // waiting.
            // So one of them sees what the other wrote. A late unpark only makes some later park return early.
            waiting = Thread.currentThread();
            while (finished.get() < tasks) {
                LockSupport.park(this);
                // park returns at once while the thread is interrupted.
                interrupted |= Thread.interrupted();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            Throwable t = failure;
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
}
