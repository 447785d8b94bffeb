package org.addernet.train;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * While it is open, what ends the process from outside (SIGTERM, SIGINT, the end of a session) interrupts this thread first,
 * and waits until it is closed, so that a training writes the checkpoint of its step.
 *
 * <pre>{@code
 * try (InterruptOnShutdown shutdown = new InterruptOnShutdown()) {
 *     trainer.fit(training, test);
 * }
 * }</pre>
 */
public final class InterruptOnShutdown implements AutoCloseable {

    /** How long the end of the process is put off at most; a step of the largest models takes some seconds. */
    private static final int MOST_SECONDS = 60;

    private final Thread interrupted = Thread.currentThread();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupt, "adder-shutdown");

    /** Begins to wait for the end of the process, on the thread that is to be interrupted. */
    public InterruptOnShutdown() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void interrupt() {
        interrupted.interrupt();
        try {
            if (!closed.await(MOST_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("adder: no step ended within " + MOST_SECONDS + " s, so no checkpoint was written");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the process end. */
    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending: this is what the hook waits for.
        }
    }
}
