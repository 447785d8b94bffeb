package org.addernet.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.addernet.data.format.CifarFile.Format;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarFileTest {

    @TempDir
    Path folder;

    @Test
    void planesBecomePixels() throws IOException {
        CifarFile batch = CifarFile.read(write("batch.bin", CifarBatch.ten(3, 9)), Format.CIFAR10);

        assertThat(batch.labels()).containsExactly(3, 9);
        assertThat(batch.pixels()).hasSize(2 * 3072);
        for (int i = 0; i < 2; i++) {
            for (int p = 0; p < 1024; p++) {
                int pixel = 3072 * i + 3 * p;
                assertThat(Arrays.copyOfRange(batch.pixels(), pixel, pixel + 3))
                        .containsExactly((byte) p, (byte) (p / 256), (byte) i);
            }
        }
    }

    @Test
    void fineLabelsAreTaken() throws IOException {
        CifarFile batch = CifarFile.read(write("train.bin", CifarBatch.hundred(99, 0, 42)), Format.CIFAR100);

        assertThat(batch.labels()).containsExactly(99, 0, 42);
        assertThat(Arrays.copyOfRange(batch.pixels(), 3 * 3072 - 3, 3 * 3072)).containsExactly(255, 3, 2);
    }

    @Test
    void readsGzippedBatch() throws IOException {
        byte[] contents = CifarBatch.ten(1, 2, 3);
        CifarFile plain = CifarFile.read(write("batch.bin", contents), Format.CIFAR10);
        CifarFile packed = CifarFile.read(write("batch.bin.gz", Archive.gzip(contents)), Format.CIFAR10);

        assertThat(packed.pixels()).isEqualTo(plain.pixels());
        assertThat(packed.labels()).containsExactly(1, 2, 3);
    }

    @Test
    void truncatedRecord() throws IOException {
        byte[] cut = Arrays.copyOf(CifarBatch.ten(1, 2, 3), 2 * 3073 + 100);
        String problem = "at byte 6246: the file ends after 100 of the 3073 bytes of record 2 (the first is 0)";

        assertBroken(write("cut.bin", cut), Format.CIFAR10).hasMessageContaining(problem);
        assertBroken(write("cut.bin.gz", Archive.gzip(cut)), Format.CIFAR10).hasMessageContaining(problem);
    }

    @Test
    void truncatedGzip() throws IOException {
        byte[] packed = Archive.gzip(CifarBatch.ten(1, 2, 3));
        assertBroken(write("cut.bin.gz", Arrays.copyOf(packed, packed.length - 20)), Format.CIFAR10)
                .hasMessageContaining("the gzip data end too early, fetch the file again");
    }

    @Test
    void labelThatIsNoClass() throws IOException {
        assertBroken(write("ten.bin", CifarBatch.ten(1, 10)), Format.CIFAR10)
                .hasMessageEndingWith(
                        "at byte 3073: label 10 of record 1 (the first is 0) is not one of the 10 classes,"
                                + " 0 to 9");
        assertBroken(write("hundred.bin", CifarBatch.hundred(99, 5, 100)), Format.CIFAR100)
                .hasMessageEndingWith("at byte 6149: label 100 of record 2 (the first is 0) is not one of the 100"
                        + " classes, 0 to 99");
        assertBroken(write("negative.bin", CifarBatch.ten(-1)), Format.CIFAR10)
                .hasMessageContaining("at byte 0: label 255 of record 0");
    }

    @Test
    void emptyAndMissingFile() throws IOException {
        assertBroken(write("empty.bin", new byte[0]), Format.CIFAR10)
                .hasMessageContaining("at byte 0: the file is empty");
        assertBroken(folder.resolve("nowhere.bin"), Format.CIFAR10).hasMessageContaining("no such file");
    }

    @Test
    void readsArchiveInTheOrderOfTheNames() throws IOException {
        Archive archive = new Archive()
                .folder("cifar/")
                .file("cifar/readme.html", new byte[700])
                .file("cifar/b.bin", CifarBatch.ten(2, 3))
                .file("cifar/empty", new byte[0])
                .file("a.bin", CifarBatch.ten(1));
        Path packed = write("cifar.tar.gz", Archive.gzip(archive.tar()));
        Path plain = write("cifar.tar", archive.tar());

        for (Path file : List.of(packed, plain)) {
            List<CifarFile> batches = CifarFile.readArchive(file, List.of("a.bin", "b.bin"), Format.CIFAR10);
            assertThat(batches.get(0).labels()).containsExactly(1);
            assertThat(batches.get(1).labels()).containsExactly(2, 3);
            assertThat(batches.get(1).pixels())
                    .isEqualTo(CifarFile.read(write("b.bin", CifarBatch.ten(2, 3)), Format.CIFAR10)
                            .pixels());
        }
    }

    @Test
    void archiveWithoutABatch() throws IOException {
        Path file = write(
                "cifar.tar", new Archive().file("a.bin", CifarBatch.ten(1)).tar());
        assertBrokenArchive(file).hasMessageEndingWith("the archive has no file b.bin, fetch it again");
    }

    @Test
    void linkIsNoFile() throws IOException {
        Archive archive = new Archive().file("a.bin", CifarBatch.ten(1)).entry("b.bin", '2', new byte[0]);
        assertBrokenArchive(write("cifar.tar", archive.tar())).hasMessageContaining("the archive has no file b.bin");
    }

    @Test
    void brokenBatchInAnArchive() throws IOException {
        Archive archive = new Archive().file("a.bin", CifarBatch.ten(1)).file("x/b.bin", CifarBatch.ten(0, 77));
        Path file = write("cifar.tar", archive.tar());
        assertBrokenArchive(file)
                .hasMessageStartingWith(file + ", b.bin: at byte 3073: label 77 of record 1 (the first is 0)");
    }

    @Test
    void truncatedArchive() throws IOException {
        byte[] tar = new Archive()
                .file("a.bin", CifarBatch.ten(1))
                .file("b.bin", CifarBatch.ten(2))
                .tar();
        assertBrokenArchive(write("contents.tar", Arrays.copyOf(tar, 1000)))
                .hasMessageContaining("at byte 1000: the file ends after 488 of the 3073 bytes of the file a.bin");
        assertBrokenArchive(write("header.tar", Arrays.copyOf(tar, 512 + 3584 + 10)))
                .hasMessageContaining("at byte 4106: the file ends after 10 of the 512 bytes of a tar header");
    }

    @Test
    void damagedEndOfAGzippedArchive() throws IOException {
        byte[] packed = Archive.gzip(new Archive()
                .file("a.bin", CifarBatch.ten(1))
                .file("b.bin", CifarBatch.ten(2))
                .tar());
        packed[packed.length - 8] ^= 1; // the checksum, which comes after both batches
        assertBrokenArchive(write("damaged.tar.gz", packed)).hasMessageContaining("the gzip data are broken");
    }

    @Test
    void contentsThatAreNoArchive() throws IOException {
        assertBrokenArchive(write("text.tar", "no tar\n".repeat(200).getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("at byte 0: the tar header has a wrong checksum");
        assertBrokenArchive(write("empty.tar", new byte[0])).hasMessageContaining("the archive has no file a.bin");
    }

    @Test
    void recordsBeyondTheLimit() throws IOException {
        int[] labels = new int[10_001];
        Path file = write("long.bin.gz", Archive.gzip(CifarBatch.ten(labels)));
        assertBroken(file, Format.CIFAR10).hasMessageContaining("more than the 10000 records of CIFAR10, the limit");
        Path archive = write(
                "long.tar", new Archive().file("a.bin", CifarBatch.ten(labels)).tar());
        assertBrokenArchive(archive)
                .hasMessageContaining("the file a.bin in the archive has 30733073 bytes, more than the 30730000");
    }

    @Test
    void archiveBeyondTheLimit() throws IOException {
        // Two batches and 16 MiB
        String limit = "the unpacked archive has more than 78237216 bytes, the limit for this data set";
        byte[] header = new Archive().sized("other", '0', 0_17777777777L).bytes();
        assertBrokenArchive(write("other.tar", header)).hasMessageContaining("at byte 124: " + limit);
        assertBrokenArchive(write(
                        "link.tar",
                        new Archive().sized("other", 'S', 0_17777777777L).bytes()))
                .hasMessageContaining(limit);

        byte[] zeros = new byte[80_000_000];
        assertBrokenArchive(write("zeros.tar.gz", Archive.gzip(zeros))).hasMessageContaining(limit);
    }

    @Test
    void namesThatDoNotFitTheHeaderAreNoBatches() throws IOException {
        byte[] longName = "a-long-name".getBytes(StandardCharsets.US_ASCII);
        byte[] path = "16 path=a.binary\n".getBytes(StandardCharsets.US_ASCII);
        byte[] time = "20 mtime=1700000000\n".getBytes(StandardCharsets.US_ASCII);
        Archive good = new Archive()
                .entry("attributes", 'x', time)
                .file("a.bin", CifarBatch.ten(1))
                .file("b.bin", CifarBatch.ten(2));
        assertThat(CifarFile.readArchive(write("good.tar", good.tar()), List.of("a.bin", "b.bin"), Format.CIFAR10))
                .hasSize(2);
        assertBrokenArchive(write(
                        "gnu.tar",
                        new Archive()
                                .entry("././@LongLink", 'L', longName)
                                .file("a.bin", CifarBatch.ten(1))
                                .tar()))
                .hasMessageContaining("the archive has no file a.bin");
        assertBrokenArchive(write(
                        "pax.tar",
                        new Archive()
                                .entry("attributes", 'x', path)
                                .file("a.bin", CifarBatch.ten(1))
                                .tar()))
                .hasMessageContaining("the archive has no file a.bin");
    }

    @Test
    void slashAfterTheEndOfAName() throws IOException {
        Path file =
                write("name.tar", new Archive().file("foo\0/bar", new byte[0]).tar());
        assertBrokenArchive(file).hasMessage(file + ": at byte 1536: the archive has no file a.bin, fetch it again");
    }

    @Test
    void sizesThatAreNone() throws IOException {
        for (String size : List.of("-0000000001", "\u00ff\u00ff\u00ff\u00ff", "7777777777777")) {
            assertBrokenArchive(write(
                            "size.tar", new Archive().sized("a.bin", '0', size).bytes()))
                    .hasMessageContaining("at byte 124: ");
        }
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertBroken(Path file, Format format) {
        return assertThatThrownBy(() -> CifarFile.read(file, format))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageNotContaining("\n");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertBrokenArchive(Path file) {
        return assertThatThrownBy(() -> CifarFile.readArchive(file, List.of("a.bin", "b.bin"), Format.CIFAR10))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageNotContaining("\n");
    }

    private Path write(String name, byte[] contents) throws IOException {
        return Files.write(folder.resolve(name), contents);
    }
}
