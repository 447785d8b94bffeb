package org.addernet.data.cache;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A response body that is pulled in chunks, each within a time limit.
 *
 * <p>The client's own body streams wait for ever for a peer that has fallen silent, and lose the last bytes before a
 * broken connection.
 */
final class ResponseBody implements BodySubscriber<ResponseBody> {

    private static final Object END = new Object();

    /** Holds a {@code List<ByteBuffer>}, a {@code Throwable} or {@link #END}; one chunk is requested at a time. */
    private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

    private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();

    @Override
    public CompletionStage<ResponseBody> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Subscription newSubscription) {
        subscription.complete(newSubscription);
    }

    @Override
    public void onNext(List<ByteBuffer> chunk) {
        events.add(chunk);
    }

    @Override
    public void onError(Throwable failure) {
        events.add(failure);
    }

    @Override
    public void onComplete() {
        events.add(END);
    }

    /**
     * Returns the next bytes, or null at the end.
     *
     * @throws HttpTimeoutException if none come within the time limit
     * @throws IOException if the connection broke
     */
    @SuppressWarnings("unchecked")
    @Nullable
    List<ByteBuffer> next(Duration limit) throws IOException, InterruptedException {
        CompletableFuture<Void> unused = subscription.thenAccept(s -> s.request(1));
        Object event = events.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (event == null) {
            throw new HttpTimeoutException("no data for " + limit.toMillis() + " ms");
        }
        if (event instanceof Throwable failure) {
            throw new IOException(failure.getMessage(), failure);
        }
        return event == END ? null : (List<ByteBuffer>) event;
    }

    /** Drops what is still to come. */
    void cancel() {
        CompletableFuture<Void> unused = subscription.thenAccept(Subscription::cancel);
    }
}
