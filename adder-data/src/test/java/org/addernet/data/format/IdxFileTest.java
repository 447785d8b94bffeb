package org.addernet.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.addernet.tensor.Shape;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFileTest {

    /** More than any of the files here has. */
    private static final int MOST = 300_000;

    @TempDir
    Path folder;

    @Test
    void readsPlainFile() throws IOException {
        IdxFile idx = IdxFile.read(write("images", idx(8, new int[] {2, 2, 3}, 12)), 3, MOST);

        assertThat(idx.shape()).isEqualTo(Shape.of(2, 2, 3));
        assertThat(idx.values()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    }

    @Test
    void readsGzippedFileThatIsLargerThanTheFirstChunk() throws IOException {
        byte[] contents = idx(8, new int[] {300_000}, 300_000);
        IdxFile idx = IdxFile.read(write("labels.gz", Archive.gzip(contents)), 1, MOST);

        assertThat(idx.shape()).isEqualTo(Shape.of(300_000));
        assertThat(idx.values()).isEqualTo(Arrays.copyOfRange(contents, 8, contents.length));
    }

    @Test
    void readsZeroSamples() throws IOException {
        assertThat(IdxFile.read(write("none", idx(8, new int[] {0}, 0)), 1, MOST)
                        .values())
                .isEmpty();
    }

    @Test
    void missingFile() {
        assertBroken(folder.resolve("nowhere"), 1).hasMessageContaining("no such file");
    }

    @Test
    void emptyFile() throws IOException {
        assertBroken(write("empty", new byte[0]), 1)
                .hasMessageContaining("at byte 0: the file ends after 0 of the 4 bytes of the magic number");
    }

    @Test
    void emptyGzipFile() throws IOException {
        assertBroken(write("empty.gz", new byte[0]), 1).hasMessageContaining("at byte 0: the gzip data end too early");
    }

    @Test
    void contentsThatAreNotGzip() throws IOException {
        assertBroken(write("plain.gz", idx(8, new int[] {3}, 3)), 1)
                .hasMessageContaining("the gzip data are broken (Not in GZIP format)");
    }

    @Test
    void truncatedHeader() throws IOException {
        assertBroken(write("header", Arrays.copyOf(idx(8, new int[] {2, 2, 3}, 12), 10)), 3)
                .hasMessageContaining("at byte 10: the file ends after 2 of the 4 bytes of the dimensions");
    }

    @Test
    void truncatedValues() throws IOException {
        assertBroken(write("values", idx(8, new int[] {2, 2, 3}, 11)), 3)
                .hasMessageContaining("at byte 27: the file ends after 11 of the 12 bytes of the values")
                .hasMessageContaining("[2,2,3]");
    }

    @Test
    void truncatedGzip() throws IOException {
        byte[] gzip = Archive.gzip(idx(8, new int[] {100}, 100));
        assertBroken(write("cut.gz", Arrays.copyOf(gzip, gzip.length - 20)), 1)
                .hasMessageContaining("the gzip data end too early");
    }

    @Test
    void damagedGzip() throws IOException {
        byte[] gzip = Archive.gzip(idx(8, new int[] {100}, 100));
        gzip[gzip.length - 8] ^= 1; // the checksum
        assertBroken(write("damaged.gz", gzip), 1).hasMessageContaining("the gzip data are broken");
    }

    @Test
    void trailingBytes() throws IOException {
        assertBroken(write("long", idx(8, new int[] {5}, 6)), 1)
                .hasMessageContaining("at byte 13: more bytes follow after the 5 values of the dimensions [5]");
        assertBroken(write("long.gz", Archive.gzip(idx(8, new int[] {5}, 6))), 1)
                .hasMessageContaining("more bytes follow");
    }

    @Test
    void wrongMagicNumber() throws IOException {
        byte[] contents = idx(8, new int[] {5}, 5);
        contents[0] = 0x50;
        assertBroken(write("zip", contents), 1).hasMessageContaining("at byte 0: the magic number is 50000801");
    }

    @Test
    void wrongTypeOfValues() throws IOException {
        assertBroken(write("floats", idx(0x0d, new int[] {5}, 20)), 1)
                .hasMessageContaining("the magic number is 00000d01");
    }

    @Test
    void wrongNumberOfDimensions() throws IOException {
        assertBroken(write("labels", idx(8, new int[] {5}, 5)), 3)
                .hasMessageContaining("at byte 3: the file has 1 dimensions, expected 3");
    }

    @Test
    void dimensionsThatNoArrayHolds() throws IOException {
        assertBroken(write("absurd", idx(8, new int[] {60_000, 28_000, 28_000}, 5)), 3)
                .hasMessageContaining("[60000, 28000] are more than the 300000 values");
        assertBroken(write("negative", idx(8, new int[] {-1}, 5)), 1).hasMessageContaining("[4294967295]");
        assertBroken(write("zero", idx(8, new int[] {0, -1, -1}, 0)), 3).hasMessageContaining("[0, 4294967295]");
    }

    @Test
    void moreValuesThanTheLimit() throws IOException {
        Path file = write("limit", idx(8, new int[] {2, 3, 4}, 24));

        assertThat(IdxFile.read(file, 3, 24).values()).hasSize(24);
        assertThatThrownBy(() -> IdxFile.read(file, 3, 23))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        file + ": at byte 16: the dimensions [2, 3, 4] are more than the 23 values that such a file "
                                + "may have");
    }

    @Test
    void falseExtentAllocatesNoMoreThanIsThere() throws IOException {
        int most = Integer.MAX_VALUE - 8;
        byte[] contents = idx(8, new int[] {most}, 5);
        // Were 2 GB allocated for each, the heap of the tests would not do.
        for (Path file : new Path[] {write("false", contents), write("false.gz", Archive.gzip(contents))}) {
            assertThatThrownBy(() -> IdxFile.read(file, 1, most))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("ends after 5 of the 2147483639 bytes");
        }
    }

    @Test
    void gzipMembersAreOneFileAndGarbageAfterThemIsNone() throws IOException {
        byte[] contents = idx(8, new int[] {5}, 5);
        byte[] first = Archive.gzip(Arrays.copyOf(contents, 6));
        byte[] second = Archive.gzip(Arrays.copyOfRange(contents, 6, 13));
        ByteBuffer both = ByteBuffer.allocate(first.length + second.length + 7);
        both.put(first).put(second).put("garbage".getBytes(StandardCharsets.US_ASCII));

        assertThat(IdxFile.read(write("members.gz", both.array()), 1, MOST).values())
                .containsExactly(1, 2, 3, 4, 5);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertBroken(Path file, int dimensions) {
        return assertThatThrownBy(() -> IdxFile.read(file, dimensions, MOST))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageNotContaining("\n");
    }

    private Path write(String name, byte[] contents) throws IOException {
        return Files.write(folder.resolve(name), contents);
    }

    /** Returns an IDX file of the values 1, 2, 3... */
    private static byte[] idx(int type, int[] dimensions, int values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * dimensions.length + values);
        buffer.putShort((short) 0).put((byte) type).put((byte) dimensions.length);
        for (int dimension : dimensions) {
            buffer.putInt(dimension);
        }
        for (int i = 1; i <= values; i++) {
            buffer.put((byte) i);
        }
        return buffer.array();
    }
}
