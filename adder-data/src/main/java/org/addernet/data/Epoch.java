package org.addernet.data;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.addernet.tensor.Tensor;

/**
 * The batches of one epoch in order, which daemon threads prepare a little ahead.
 *
 * <p>The threads end with the last batch, or when this is closed; so close it unless you take all batches:
 *
 * <pre>{@code
 * try (Epoch epoch = loader.epoch(3)) {
 *     for (Batch batch : epoch) { ... }
 * }
 * }</pre>
 *
 * <p>To be used by one thread. It can be iterated once: {@link #iterator()} returns this object.
 */
@SuppressWarnings("IterableAndIterator") // So that one object serves for loops, next() and try-with-resources.
public final class Epoch implements Iterator<Batch>, Iterable<Batch>, AutoCloseable {

    /** Batches that are ready or being read: enough to hide the reading of one, and no more memory than that needs. */
    private static final int AHEAD = 3;

    private final DataLoader loader;
    private final Seed seed;
    private final int[] order;
    private final List<Thread> threads = new ArrayList<>();
    private final ExecutorService pool;
    private final Deque<Reading> ahead = new ArrayDeque<>(AHEAD);
    private volatile boolean open = true;
    private int nextToRead;
    private long waitedNanos;

    /** A batch, and the tasks that fill it: one for each thread, so that all threads work on what is needed first. */
    private record Reading(Batch batch, List<Future<?>> parts) {}

    private Epoch(DataLoader loader, Seed seed, int[] order, int firstBatch) {
        this.loader = loader;
        this.seed = seed;
        this.order = order;
        nextToRead = firstBatch;
        pool = Executors.newFixedThreadPool(loader.threads(), task -> {
            Thread thread = new Thread(task, "addernet-data-loader");
            thread.setDaemon(true);
            threads.add(thread);
            return thread;
        });
    }

    static Epoch start(DataLoader loader, Seed seed, int[] order, int firstBatch) {
        Epoch epoch = new Epoch(loader, seed, order, firstBatch);
        try {
            epoch.readAhead();
        } catch (RuntimeException | Error e) {
            epoch.close();
            throw e;
        }
        return epoch;
    }

    @Override
    public boolean hasNext() {
        return !ahead.isEmpty();
    }

    /**
     * Returns the next batch, waiting for it if need be.
     *
     * @throws NoSuchElementException if there is none left or this is closed
     * @throws CancellationException if the thread is interrupted while it waits; the interrupt stays set
     * @throws RuntimeException whatever the data set or a transform threw, for the first sample in order if there are
     *     several; it ends the epoch
     */
    @Override
    public Batch next() {
        if (ahead.isEmpty()) {
            throw new NoSuchElementException("the epoch has no batch left");
        }
        Reading reading = ahead.remove();
        long start = System.nanoTime();
        try {
            for (Future<?> part : reading.parts) {
                part.get();
            }
        } catch (ExecutionException e) {
            close();
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for a batch");
        }
        waitedNanos += System.nanoTime() - start;
        readAhead();
        return reading.batch;
    }

    /** Returns how long {@link #next} has waited for batches that were not ready, in total. */
    public Duration dataWait() {
        return Duration.ofNanos(waitedNanos);
    }

    /** Returns this object. */
    @Override
    public Iterator<Batch> iterator() {
        return this;
    }

    /** Ends the threads, at once or after the samples that they are reading, and drops the batches that are left. */
    @Override
    public void close() {
        open = false;
        ahead.clear();
        pool.shutdownNow();
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readAhead() {
        while (ahead.size() < AHEAD && nextToRead < loader.batches()) {
            ahead.add(read(nextToRead++));
        }
        if (nextToRead == loader.batches()) {
            pool.shutdown(); // Each thread ends when no task is left.
        }
    }

    private Reading read(int number) {
        int first = number * loader.batchSize();
        int n = Math.min(loader.batchSize(), loader.size() - first);
        Dataset dataset = loader.dataset();
        List<Tensor> inputs = dataset.inputShapes().stream()
                .map(shape -> Tensor.zeros(shape.batchOf(n)))
                .toList();
        Batch batch = dataset.targetShape()
                .map(shape -> new Batch(inputs, Tensor.zeros(shape.batchOf(n))))
                .orElseGet(() -> new Batch(inputs, new int[n]));
        int parts = Math.min(loader.threads(), n);
        List<Future<?>> tasks = new ArrayList<>(parts);
        for (int part = 0; part < parts; part++) {
            int from = (int) ((long) n * part / parts);
            int to = (int) ((long) n * (part + 1) / parts);
            tasks.add(pool.submit(() -> read(batch, first, from, to)));
        }
        return new Reading(batch, tasks);
    }

    /** Reads some samples of a batch, as long as this is open: closing may not be noticed within a sample. */
    private void read(Batch batch, int first, int from, int to) {
        Dataset dataset = loader.dataset();
        int size = batch.size();
        for (int i = from; i < to && open; i++) {
            int index = order[first + i];
            Seed sample = seed.child(first + i);
            // Each input has a new generator of the same seed, so that all inputs draw the same numbers.
            for (int input = 0; input < batch.inputs().size(); input++) {
                float[] values = batch.inputs().get(input).data();
                dataset.readInput(index, input, values, i * (values.length / size), sample.random());
            }
            if (batch.targets().isPresent()) {
                float[] values = batch.targets().get().data();
                dataset.readTarget(index, values, i * (values.length / size), sample.random());
            } else {
                batch.labels()[i] = dataset.label(index);
            }
        }
    }
}
