package org.addernet.data;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The batches of one epoch, which a daemon thread prepares a little ahead.
 *
 * <p>The thread ends with the last batch, or when this is closed; so close it unless you take all batches:
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

    /** Batches that wait ready: enough to hide the loading of one, and no more memory than that needs. */
    private static final int PREFETCHED = 2;

    /** Holds a {@link Batch}, or the {@code Throwable} that ended the thread. */
    private final BlockingQueue<Object> ready = new ArrayBlockingQueue<>(PREFETCHED);

    private final Thread thread;
    private volatile boolean open = true;
    private int remaining;

    private Epoch(DataLoader loader, Seed seed, int[] order) {
        remaining = loader.batches();
        thread = new Thread(() -> prepare(loader, seed, order), "addernet-data-loader");
        thread.setDaemon(true);
    }

    static Epoch start(DataLoader loader, Seed seed, int[] order) {
        Epoch epoch = new Epoch(loader, seed, order);
        epoch.thread.start();
        return epoch;
    }

    @Override
    public boolean hasNext() {
        return remaining > 0;
    }

    /**
     * Returns the next batch, waiting for it if need be.
     *
     * @throws NoSuchElementException if there is none left or this is closed
     * @throws RuntimeException whatever the data set or a transform threw; it ends the epoch
     */
    @Override
    public Batch next() {
        if (remaining == 0) {
            throw new NoSuchElementException("the epoch has no batch left");
        }
        Object next;
        try {
            next = ready.take();
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a batch", e);
        }
        if (next instanceof Batch batch) {
            remaining--;
            return batch;
        }
        remaining = 0;
        if (next instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) next;
    }

    /** Returns this object. */
    @Override
    public Iterator<Batch> iterator() {
        return this;
    }

    /** Ends the thread, at once or after the sample that it is reading, and drops the batches that are left. */
    @Override
    public void close() {
        remaining = 0;
        open = false;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ready.clear();
    }

    boolean isOpen() {
        return open;
    }

    private void prepare(DataLoader loader, Seed seed, int[] order) {
        try {
            for (int i = 0; i < loader.batches() && open; i++) {
                put(loader.read(i, seed, order, this));
            }
        } catch (RuntimeException | Error e) {
            put(e);
        }
    }

    private void put(Object event) {
        try {
            // A closed epoch has no reader, and the interrupt that came with closing may have been swallowed by the
            // data set.
            if (open) {
                ready.put(event);
            }
        } catch (InterruptedException e) {
            // close() was called; the loop ends.
        }
    }
}
