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
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
import org.jspecify.annotations.Nullable;

/**
 * Fetches files over HTTP, so that a file is either complete and of the right SHA-256, or not there.
 *
 * <p>Bytes go to {@code <file>.part}, which a broken download leaves behind and the next one continues; only when the
 * hash is right is it synced and renamed.
 */
public final class Download {

    private static final int ATTEMPTS = 3;
    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final HttpClient client;
    private final Duration stallTimeout;

    /** Creates a downloader that waits 10 seconds for a connection and 30 seconds for each piece of data. */
    public Download() {
        this(Duration.ofSeconds(10), Duration.ofSeconds(30));
    }

    /**
     * Creates a downloader.
     *
     * @param connectTimeout how long to wait for a connection
     * @param stallTimeout how long to wait for the answer and for each further piece of data
     */
    public Download(Duration connectTimeout, Duration stallTimeout) {
        this.stallTimeout = stallTimeout;
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(connectTimeout)
                .build();
    }

    /**
     * Fetches a file from the first of its mirrors that works, continuing what an earlier attempt left.
     *
     * @param target where the file goes; its folder must exist
     * @throws IOException if no mirror works; the message says in one line what each answered
     */
    public void fetch(RemoteFile file, Path target) throws IOException {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(
                        part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            if (lock == null) {
                throw new IOException(part + ": another process is downloading this file; wait for it, then try again");
            }
            try {
                // Who waited for the lock may find the work done, and its channel open on the finished file.
                if (!Files.exists(target)) {
                    fetch(file, channel);
                    channel.force(true);
                    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
                }
            } finally {
                if (Files.exists(part) && Files.size(part) == 0) {
                    Files.delete(part);
                }
            }
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private void fetch(RemoteFile file, FileChannel part) throws IOException {
        List<String> failures = new ArrayList<>();
        for (URI mirror : file.mirrors()) {
            try {
                fetch(mirror.resolve(file.name()), file.sha256(), part);
                return;
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                failures.add(e.getMessage());
            }
        }
        throw new IOException("cannot download " + file.name() + ": " + String.join("; ", failures));
    }

    private void fetch(URI uri, String sha256, FileChannel part) throws IOException {
        String failure = "";
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            boolean resumed = part.size() > 0;
            int status;
            try {
                status = transfer(uri, part);
            } catch (ConnectException | HttpConnectTimeoutException e) {
                throw new IOException(uri + ": cannot connect to " + uri.getHost() + ", is there a network?", e);
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                failure = uri + ": broken after " + part.size() + " bytes in attempt " + attempt + " of " + ATTEMPTS
                        + " (" + e.getMessage() + ")";
                continue;
            }
            if (status != OK && status != PARTIAL_CONTENT && status != RANGE_NOT_SATISFIABLE) {
                throw new IOException(uri + ": the server answers with status " + status);
            }
            String actual = sha256(part);
            if (actual.equals(sha256)) {
                return;
            }
            part.truncate(0);
            failure = uri + ": the SHA-256 is " + actual + ", expected " + sha256;
            if (!resumed) {
                break;
            }
            // The bytes that were there before may be at fault rather than the mirror: start over.
        }
        throw new IOException(failure);
    }

    /** Appends what is missing to the part and returns the status of the response. */
    private int transfer(URI uri, FileChannel part) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (part.size() > 0) {
            request.header("Range", "bytes=" + part.size() + "-");
        }
        try {
            HttpResponse<ResponseBody> response = send(request.build());
            ResponseBody body = response.body();
            try {
                if (response.statusCode() == OK) {
                    // The whole file, whether or not a range was asked for.
                    part.truncate(0);
                } else if (response.statusCode() != PARTIAL_CONTENT) {
                    return response.statusCode();
                }
                part.position(part.size());
                for (List<ByteBuffer> chunk = body.next(stallTimeout); chunk != null; chunk = body.next(stallTimeout)) {
                    for (ByteBuffer buffer : chunk) {
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
}
