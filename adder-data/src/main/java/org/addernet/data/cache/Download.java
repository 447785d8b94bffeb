package org.addernet.data.cache;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.addernet.io.OneLine;

/**
 * Fetches files over HTTP, so that a file is either complete and of the right SHA-256, or not there.
 *
 * <p>Bytes go to a part of a random name beside it, which a broken download leaves behind and the next one continues; only
 * when the hash is right is it synced and renamed.
 *
 * <p>Threads and processes that want the same file take turns by a lock file, {@code .<file>.lock}, which stays.
 */
public final class Download {

    private static final int ATTEMPTS = 3;
    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final HttpClient client;
    private final Duration stallTimeout;
    private final Duration patience;

    /**
     * Creates a downloader that waits 10 seconds for a connection, 30 seconds for each piece of data, and an hour for another
     * process that downloads the same file.
     */
    public Download() {
        this(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofHours(1));
    }

    /**
     * Creates a downloader.
     *
     * @param connectTimeout how long to wait for a connection
     * @param stallTimeout how long to wait for the answer and for each further piece of data
     * @param patience how long to wait for another process that downloads the same file
     */
    public Download(Duration connectTimeout, Duration stallTimeout, Duration patience) {
        this.stallTimeout = stallTimeout;
        this.patience = patience;
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(connectTimeout)
                .build();
    }

    /**
     * Fetches a file from the first of its mirrors that works, continuing what an earlier attempt left; does nothing if the
     * file is there, or another process has fetched it while this one waited.
     *
     * @param target where the file goes; its folder must exist
     * @throws InterruptedIOException if the thread is interrupted
     * @throws IOException if no mirror works, the message says in one line what each answered; or another process holds the
     *     lock for too long
     */
    public void fetch(RemoteFile file, Path target) throws IOException {
        try (DownloadLock unused = DownloadLock.acquire(target, patience)) {
            for (int attempt = 1; !Files.isRegularFile(target); attempt++) {
                try (PartFile part = PartFile.open(target, file.size())) {
                    fetch(file, part.channel());
                    part.moveTo(target);
                } catch (NoSuchFileException e) {
                    if (attempt == ATTEMPTS) {
                        throw new IOException(
                                "cannot download " + file.name() + ": its part was deleted in each of " + ATTEMPTS
                                        + " attempts",
                                e);
                    }
                }
            }
        }
    }

    private void fetch(RemoteFile file, FileChannel part) throws IOException {
        List<String> failures = new ArrayList<>();
        for (URI mirror : file.mirrors()) {
            try {
                fetch(mirror.resolve(file.name()), file, part);
                return;
            } catch (InterruptedIOException | ClosedByInterruptException e) {
                throw e;
            } catch (IOException e) {
                failures.add(OneLine.of(String.valueOf(e.getMessage())));
            }
        }
        throw new IOException("cannot download " + file.name() + ": " + String.join("; ", failures));
    }

    private void fetch(URI uri, RemoteFile file, FileChannel part) throws IOException {
        String failure = "";
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            boolean resumed = part.size() > 0;
            int status;
            try {
                status = transfer(uri, file.size(), part);
            } catch (ConnectException | HttpConnectTimeoutException e) {
                throw new IOException(uri + ": cannot connect to " + uri.getHost() + ", is there a network?", e);
            } catch (InterruptedIOException | ClosedByInterruptException e) {
                throw e;
            } catch (TooLargeException e) {
                failure = uri + ": " + e.getMessage();
                part.truncate(0);
                if (resumed) {
                    continue;
                }
                break;
            } catch (IOException e) {
                failure = uri + ": broken after " + part.size() + " bytes in attempt " + attempt + " of " + ATTEMPTS
                        + " (" + e.getMessage() + ")";
                continue;
            }
            if (status != OK && status != PARTIAL_CONTENT && status != RANGE_NOT_SATISFIABLE) {
                throw new IOException(uri + ": the server answers with status " + status);
            }
            String actual = sha256(part);
            if (actual.equals(file.sha256())) {
                return;
            }
            part.truncate(0);
            failure = uri + ": the SHA-256 is " + actual + ", expected " + file.sha256();
            if (!resumed) {
                break;
            }
            // The bytes that were there before may be at fault rather than the mirror: start over.
        }
        throw new IOException(failure);
    }

    /** Appends what is missing to the part, up to a limit of its size, and returns the status of the response. */
    private int transfer(URI uri, long limit, FileChannel part) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (part.size() > 0) {
            request.header("Range", "bytes=" + part.size() + "-");
        }
        try {
            HttpResponse<ResponseBody> response = send(request.build());
            ResponseBody body = response.body();
            try {
                if (!RemoteFile.isSafe(response.uri())) {
                    throw new IOException("it leads to " + response.uri() + ", which is not https");
                }
                if (response.statusCode() == OK) {
                    // The whole file, whether or not a range was asked for.
                    part.truncate(0);
                } else if (response.statusCode() != PARTIAL_CONTENT) {
                    return response.statusCode();
                }
                part.position(part.size());
                requireSize(part.size() + announced(response), limit);
                for (List<ByteBuffer> chunk = body.next(stallTimeout); chunk != null; chunk = body.next(stallTimeout)) {
                    for (ByteBuffer buffer : chunk) {
                        requireSize(part.size() + buffer.remaining(), limit);
                        while (buffer.hasRemaining()) {
                            part.write(buffer);
                        }
                    }
                }
                return response.statusCode();
            } finally {
                body.cancel();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while downloading " + uri);
        }
    }

    private static long announced(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Content-Length")
                .filter(length -> length.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElse(0L);
    }

    private static void requireSize(long size, long limit) throws TooLargeException {
        if (size > limit) {
            throw new TooLargeException("the server has " + size + " bytes or more, the file has at most " + limit);
        }
    }

    /** Sends the request and waits for the head of the response, with a limit of its own: the request's covers the body too. */
    private HttpResponse<ResponseBody> send(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<ResponseBody>> response = client.sendAsync(request, info -> new ResponseBody());
        try {
            return response.get(stallTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            response.cancel(true);
            throw new HttpTimeoutException("no answer for " + stallTimeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException(String.valueOf(e.getCause()), e);
        }
    }

    private static String sha256(FileChannel file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        file.position(0);
        while (file.read(buffer) >= 0) {
            digest.update(buffer.flip());
            buffer.clear();
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The server sends more than the file has. */
    private static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;

        TooLargeException(String message) {
            super(message);
        }
    }
}
