package org.addernet.data.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
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

    @BeforeEach
    void namePaths() {
        target = folder.resolve("data.gz");
        part = folder.resolve("data.gz.part");
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
        assertThat(Files.readAllBytes(part)).isEqualTo(Arrays.copyOf(CONTENTS, 200_000));
        assertThat(target).doesNotExist();
    }

    @Test
    void silentServerIsGivenUp() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Download impatient = new Download(Duration.ofSeconds(10), Duration.ofMillis(300));
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
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void missingFileLeavesNothing() throws Exception {
        try (FileServer server = new FileServer(FileServer.status(404))) {
            assertFails(file(server))
                    .hasMessage(
                            "cannot download data.gz: " + server.uri() + "data.gz: the server answers with status 404");
            assertThat(server.requests()).hasSize(1);
        }
        assertThat(folder).isEmptyDirectory();
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
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void unknownHost() {
        assertFails(file(URI.create("http://no-such-host.invalid/")))
                .hasMessageContaining("cannot connect to no-such-host.invalid, is there a network?");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void fileThatIsBeingDownloadedIsLeftAlone() throws Exception {
        Files.write(part, new byte[5]);
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE);
                FileLock lock = channel.lock();
                FileServer server = new FileServer(FileServer.whole(CONTENTS))) {
            assertThat(lock.isValid()).isTrue();
            assertFails(file(server)).hasMessageContaining("another process is downloading this file");
            assertThat(server.requests()).isEmpty();
        }
        assertThat(part).hasBinaryContent(new byte[5]);
    }

    private void awaitPart(long size) throws IOException, InterruptedException {
        while (Files.size(part) < size) {
            Thread.sleep(1);
        }
    }

    private void assertOnlyTarget() throws IOException {
        assertThat(target).hasBinaryContent(CONTENTS);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(target);
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
        return new RemoteFile("data.gz", sha256(CONTENTS), List.of(mirrors));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
