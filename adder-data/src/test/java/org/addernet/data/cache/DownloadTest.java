package org.addernet.data.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DownloadTest {

    private static final byte[] CONTENTS = new byte[300_000];

    static {
        new SplittableRandom(1).nextBytes(CONTENTS);
    }

    @TempDir
    Path folder;

    private final Download download = new Download();
    private Path target;
    private Path part;
    private Path lock;

    @BeforeEach
    void namePaths() {
        target = folder.resolve("data.gz");
        part = folder.resolve(".data.gz.left.part");
        lock = folder.resolve(".data.gz.lock");
    }

    @Test
    void fetchesFile() throws Exception {
        try (FileServer server = new FileServer(FileServer.whole(CONTENTS))) {
            download.fetch(file(server), target);

            assertThat(server.requests()).containsExactly("/files/data.gz");
        }
        assertOnlyTarget();
    }

    @Test
    void followsRedirect() throws Exception {
        try (FileServer server = new FileServer(
                exchange -> {
                    exchange.getResponseHeaders().add("Location", "/elsewhere");
                    exchange.sendResponseHeaders(302, -1);
                },
                FileServer.whole(CONTENTS))) {
            download.fetch(file(server), target);

            assertThat(server.requests()).containsExactly("/files/data.gz", "/elsewhere");
        }
        assertOnlyTarget();
    }

    @Test
    void cutConnectionIsResumed() throws Exception {
        try (FileServer server = new FileServer(
                FileServer.cut(CONTENTS, 200_000, exchange -> awaitPart(200_000)), FileServer.ranged(CONTENTS))) {
            download.fetch(file(server), target);

            assertThat(server.requests()).containsExactly("/files/data.gz", "/files/data.gz bytes=200000-");
        }
        assertOnlyTarget();
    }

    @Test
    void cutConnectionStartsOverWithoutRangeSupport() throws Exception {
        try (FileServer server = new FileServer(
                FileServer.cut(CONTENTS, 200_000, exchange -> awaitPart(200_000)), FileServer.whole(CONTENTS))) {
            download.fetch(file(server), target);

            assertThat(server.requests()).containsExactly("/files/data.gz", "/files/data.gz bytes=200000-");
        }
        assertOnlyTarget();
    }

    @Test
    void connectionThatIsAlwaysCutKeepsThePart() throws Exception {
        // Each attempt gets further than the one before, so that its own bytes are what is waited for.
        try (FileServer server = new FileServer(
                FileServer.cut(CONTENTS, 100_000, exchange -> awaitPart(100_000)),
                FileServer.cut(CONTENTS, 150_000, exchange -> awaitPart(150_000)),
                FileServer.cut(CONTENTS, 200_000, exchange -> awaitPart(200_000)))) {
            assertFails(file(server))
                    .hasMessageStartingWith("cannot download data.gz: " + server.uri()
                            + "data.gz: broken after 200000 bytes" + " in attempt 3 of 3");
            assertThat(server.requests()).hasSize(3);
        }
        assertThat(parts()).hasSize(1);
        assertThat(Files.readAllBytes(parts().get(0))).isEqualTo(Arrays.copyOf(CONTENTS, 200_000));
        assertThat(target).doesNotExist();

        try (FileServer server = new FileServer(FileServer.ranged(CONTENTS))) {
            download.fetch(file(server), target);
            assertThat(server.requests()).containsExactly("/files/data.gz bytes=200000-");
        }
        assertOnlyTarget();
    }

    @Test
    void silentServerIsGivenUp() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Download impatient = new Download(Duration.ofSeconds(10), Duration.ofMillis(300), Duration.ofSeconds(10));
        try (FileServer server = new FileServer(FileServer.cut(CONTENTS, 1000, exchange -> end.await()))) {
            assertThatThrownBy(() -> impatient.fetch(file(server), target))
                    .hasMessageContaining("(no data for 300 ms)");
        }
        try (FileServer server = new FileServer(exchange -> end.await())) {
            assertThatThrownBy(() -> impatient.fetch(file(server), target))
                    .hasMessageContaining("(no answer for 300 ms)");
        }
        assertThat(target).doesNotExist();
    }

    @Test
    void completePartIsFinishedWithoutFetchingItAgain() throws Exception {
        Files.write(part, CONTENTS);
        try (FileServer server = new FileServer(FileServer.ranged(CONTENTS))) {
            download.fetch(file(server), target);

            assertThat(server.requests()).containsExactly("/files/data.gz bytes=300000-");
        }
        assertOnlyTarget();
    }

    @Test
    void damagedPartIsFetchedAgain() throws Exception {
        Files.write(part, new byte[1234]);
        try (FileServer server = new FileServer(FileServer.ranged(CONTENTS))) {
            download.fetch(file(server), target);

            assertThat(server.requests()).containsExactly("/files/data.gz bytes=1234-", "/files/data.gz");
        }
        assertOnlyTarget();
    }

    @Test
    void wrongHashLeavesNothing() throws Exception {
        byte[] other = CONTENTS.clone();
        other[7]++;
        try (FileServer server = new FileServer(FileServer.whole(other))) {
            assertFails(file(server))
                    .hasMessageContaining("the SHA-256 is " + sha256(other) + ", expected " + sha256(CONTENTS));
            assertThat(server.requests()).hasSize(1);
        }
        assertNothing();
    }

    @Test
    void missingFileLeavesNothing() throws Exception {
        try (FileServer server = new FileServer(FileServer.status(404))) {
            assertFails(file(server))
                    .hasMessage(
                            "cannot download data.gz: " + server.uri() + "data.gz: the server answers with status 404");
            assertThat(server.requests()).hasSize(1);
        }
        assertNothing();
    }

    @Test
    void nextMirrorIsTried() throws Exception {
        try (FileServer missing = new FileServer(FileServer.status(404));
                FileServer good = new FileServer(FileServer.whole(CONTENTS))) {
            download.fetch(file(closedPort(), missing.uri(), good.uri()), target);
        }
        assertOnlyTarget();
    }

    @Test
    void noNetwork() throws Exception {
        URI closed = closedPort();
        assertFails(file(closed)).hasMessageContaining("cannot connect to localhost, is there a network?");
        assertNothing();
    }

    @Test
    void unknownHost() throws IOException {
        assertFails(file(URI.create("https://no-such-host.invalid/")))
                .hasMessageContaining("cannot connect to no-such-host.invalid, is there a network?");
        assertNothing();
    }

    @Test
    void fileThatIsBeingDownloadedIsWaitedFor() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (FileServer server = new FileServer(exchange -> {
            started.countDown();
            go.await();
            FileServer.whole(CONTENTS).answer(exchange);
        })) {
            FutureTask<Path> first = fetchInThread(download, server);
            started.await();
            Download impatient = new Download(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofMillis(1));
            assertThatThrownBy(() -> impatient.fetch(file(server), target))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another process has been downloading data.gz for 0 s and holds ")
                    .hasMessageContaining(".data.gz.lock");
            FutureTask<Path> second = fetchInThread(new Download(), server);
            go.countDown();

            assertThat(first.get()).hasBinaryContent(CONTENTS);
            assertThat(second.get()).hasBinaryContent(CONTENTS);
            assertThat(server.requests()).hasSize(1);
        }
        assertOnlyTarget();
    }

    @Test
    void waitingCanBeInterrupted() throws Exception {
        try (FileServer server = new FileServer(FileServer.whole(CONTENTS));
                DownloadLock held = DownloadLock.acquire(target, Duration.ZERO)) {
            assertThat(held).isNotNull();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> download.fetch(file(server), target))
                    .isInstanceOf(InterruptedIOException.class)
                    .hasMessageContaining("waiting for the download of data.gz");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void presentFileIsLeftAlone() throws Exception {
        Files.write(target, new byte[5]);
        try (FileServer server = new FileServer(FileServer.whole(CONTENTS))) {
            download.fetch(file(server), target);
            assertThat(server.requests()).isEmpty();
        }
        assertThat(target).hasBinaryContent(new byte[5]);
    }

    @Test
    void largestPartIsContinuedAndOtherLeftoversAreRemoved() throws Exception {
        Path precious = Files.write(folder.resolve("precious"), new byte[] {1, 2, 3});
        Files.createSymbolicLink(folder.resolve(".data.gz.link.part"), precious);
        Files.createDirectory(folder.resolve(".data.gz.folder.part"));
        Files.write(folder.resolve(".data.gz.small.part"), Arrays.copyOf(CONTENTS, 10));
        Files.write(folder.resolve(".data.gz.long.part"), new byte[CONTENTS.length + 1]);
        Files.write(part, Arrays.copyOf(CONTENTS, 1000));
        try (FileServer server = new FileServer(FileServer.ranged(CONTENTS))) {
            download.fetch(file(server), target);
            assertThat(server.requests()).containsExactly("/files/data.gz bytes=1000-");
        }
        assertThat(precious).hasBinaryContent(new byte[] {1, 2, 3});
        Files.delete(precious);
        assertOnlyTarget();
    }

    @Test
    void partThatAnotherHoldsIsLeftAlone() throws Exception {
        Files.write(part, new byte[1000]);
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE);
                FileLock held = channel.lock();
                FileServer server = new FileServer(FileServer.whole(CONTENTS))) {
            assertThat(held.isValid()).isTrue();
            download.fetch(file(server), target);
            assertThat(server.requests()).containsExactly("/files/data.gz");
        }
        assertThat(part).hasBinaryContent(new byte[1000]);
        assertThat(target).hasBinaryContent(CONTENTS);
    }

    @Test
    void linkInPlaceOfTheLockIsRefused() throws Exception {
        Path precious = Files.write(folder.resolve("precious"), new byte[] {1, 2, 3});
        Files.createSymbolicLink(lock, precious);
        try (FileServer server = new FileServer(FileServer.whole(CONTENTS))) {
            assertFails(file(server)).hasMessageContaining(".data.gz.lock");
        }
        assertThat(precious).hasBinaryContent(new byte[] {1, 2, 3});
    }

    @Test
    void downloadStopsBeyondTheSize() throws Exception {
        byte[] longer = Arrays.copyOf(CONTENTS, CONTENTS.length + 1);
        try (FileServer server = new FileServer(FileServer.whole(longer))) {
            assertFails(file(server))
                    .hasMessageEndingWith("the server has 300001 bytes or more, the file has at most 300000");
            assertThat(server.requests()).hasSize(1);
        }
        assertNothing();
        // Without a length in its head, the answer is only known by its bytes.
        try (FileServer server = new FileServer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(longer);
        })) {
            assertFails(file(server)).hasMessageContaining(" bytes or more, the file has at most 300000");
        }
        assertNothing();
    }

    @Test
    void mirrorsAreSafe() {
        for (String uri : List.of(
                "http://example.org/", "ftp://localhost/", "file:///tmp/", "data/", "http://localhost.example.org/")) {
            assertThatThrownBy(() -> file(URI.create(uri)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("mirror " + uri + " of data.gz is not https");
        }
        for (String uri :
                List.of("https://example.org/", "http://localhost:1/", "http://127.0.0.1:80/", "http://[::1]:80/")) {
            assertThat(file(URI.create(uri)).mirrors()).containsExactly(URI.create(uri));
        }
    }

    private FutureTask<Path> fetchInThread(Download by, FileServer server) {
        FutureTask<Path> task = new FutureTask<>(() -> {
            by.fetch(file(server), target);
            return target;
        });
        new Thread(task).start();
        return task;
    }

    private void awaitPart(long size) throws IOException, InterruptedException {
        while (parts().isEmpty() || Files.size(parts().get(0)) < size) {
            Thread.sleep(1);
        }
    }

    private List<Path> parts() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".part")).toList();
        }
    }

    private void assertNothing() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isSubsetOf(List.of(lock));
        }
    }

    private void assertOnlyTarget() throws IOException {
        assertThat(target).hasBinaryContent(CONTENTS);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(target, lock);
        }
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertFails(RemoteFile file) {
        return assertThatThrownBy(() -> download.fetch(file, target))
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("\n");
    }

    private static URI closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://localhost:" + socket.getLocalPort() + "/");
        }
    }

    private static RemoteFile file(FileServer server) {
        return file(server.uri());
    }

    private static RemoteFile file(URI... mirrors) {
        return new RemoteFile("data.gz", CONTENTS.length, sha256(CONTENTS), List.of(mirrors));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
