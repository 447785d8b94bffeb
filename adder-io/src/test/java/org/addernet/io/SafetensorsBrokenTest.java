package org.addernet.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that break the format, each with eight bytes of data, and files of the other dtypes. */
class SafetensorsBrokenTest {

    @TempDir
    Path folder;

    Path file;

    @BeforeEach
    void file() {
        file = folder.resolve("x.safetensors");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   {}",
                "[]",
                "{",
                "{]",
                "{}x",
                "{}{}",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} x",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},}",
                "{}",
                "{'a':null}",
                "{'a':[]}",
                "{'a':{}}",
                "{'a':{'dtype':'F32','shape':[2]}}",
                "{'a':{'dtype':'F32','data_offsets':[0,8]}}",
                "{'a':{'shape':[2],'data_offsets':[0,8]}}",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'more':1}}",
                "{'a':{'dtype':'I8','shape':[8],'data_offsets':[0,8]}}",
                "{'a':{'dtype':'f32','shape':[2],'data_offsets':[0,8]}}",
                "{'a':{'dtype':32,'shape':[2],'data_offsets':[0,8]}}",
                "{'a':{'dtype':null,'shape':[2],'data_offsets':[0,8]}}",
                "{'a':{'dtype':'F32','shape':2,'data_offsets':[0,8]}}",
                "{'a':{'dtype':'F32','shape':'[2]','data_offsets':[0,8]}}",
                "{'a':{'dtype':'F32','shape':['2'],'data_offsets':[0,8]}}",
                "{'a':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}}",
                "{'a':{'dtype':'F32','shape':[2e0],'data_offsets':[0,8]}}",
                "{'a':{'dtype':'F32','shape':[NaN],'data_offsets':[0,8]}}",
                "{'a':{'dtype':'F32','shape':[null],'data_offsets':[0,8]}}",
                "{'a':{'dtype':'F32','shape':[[2]],'data_offsets':[0,8]}}",
                "{'a':{'dtype':'F32','shape':[-1,-2],'data_offsets':[0,8]}}",
                "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}",
                "{'a':{'dtype':'F32','shape':[2147483647,2147483647,2],'data_offsets':[0,8]}}",
                "{'a':{'dtype':'F32','shape':[4294967298],'data_offsets':[0,8]}}",
                "{'a':{'dtype':'F32','shape':[4611686018427387906],'data_offsets':[0,8]}}",
                "{'a':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,8]}}",
                "{'a':{'dtype':'F32','shape':[2147483647],'data_offsets':[0,8589934588]}}",
                "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}}",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,16]}}",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[-8,0]}}",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[9223372036854775800,9223372036854775808]}}",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8]}}",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8,8]}}",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':{}}}",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[0],'data_offsets':[4,4]}}",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'a':{'dtype':'F32','shape':[0],'data_offsets':[8,8]}}",
                "{'a':{'dtype':'F32','dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
                "{'__metadata__':{'k':1},'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
                "{'__metadata__':{'k':null},'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
                "{'__metadata__':{'k':{}},'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
                "{'__metadata__':{'k':'','k':''},'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
                "{'__metadata__':[],'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
                "{'a\\n\\u0085\\u2028b':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}",
                "{'a':{'dtype':'F32\\n','shape':[2],'data_offsets':[0,8]}}",
            })
    void aBrokenHeaderIsOneLineThatNamesTheFile(String header) throws IOException {
        write(header.replace('\'', '"'), StandardCharsets.UTF_8);
        assertBroken();
    }

    @Test
    void metadataOfNullAreNone() throws IOException {
        write(
                "{\"__metadata__\":null,\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                StandardCharsets.UTF_8);
        assertThat(Safetensors.read(file).metadata()).isEmpty();
        assertThat(Safetensors.read(file).tensors()).containsOnlyKeys("a");
    }

    @Test
    void whatIsWrongIsSaidHoweverLongTheNameIs() throws IOException {
        String name = "a\u009b".repeat(1000);
        write("{\"" + name + "\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}", StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Safetensors.read(file))
                .hasMessageContaining("shape [3] of F32 needs 12 bytes")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\u009b"));
    }

    @Test
    void aHeaderOf16MegabytesIsReadAndALongerOneRefused() throws IOException {
        String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
        int most = 16 << 20;
        write(header + " ".repeat(most - header.length()), StandardCharsets.UTF_8);
        assertThat(Safetensors.read(file).tensors()).containsOnlyKeys("a");
        write(header + " ".repeat(most - header.length() + 1), StandardCharsets.UTF_8);
        assertBroken("the limit is 16777216 (16 MB)");
    }

    @Test
    void moreThan65536NamesAreRefused() throws IOException {
        StringBuilder header = new StringBuilder("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}");
        header.append(",\"__metadata__\":{\"0\":\"\"");
        for (int i = 1; i < 65_535; i++) {
            header.append(",\"").append(i).append("\":\"\"");
        }
        write(header + "}}", StandardCharsets.UTF_8);
        assertThat(Safetensors.read(file).metadata()).hasSize(65_535);
        write(header + ",\"x\":\"\"}}", StandardCharsets.UTF_8);
        assertBroken("more than 65536 tensors and metadata texts");
        header.setLength(0);
        header.append("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}");
        for (int i = 0; i < 65_536; i++) {
            header.append(",\"").append(i).append("\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[8,8]}");
        }
        write(header + "}", StandardCharsets.UTF_8);
        assertBroken("more than 65536 tensors and metadata texts");
    }

    @Test
    void bytesThatAsFloatsWouldTakeFarMoreThanTheFileAreRefused() throws IOException {
        for (int size : new int[] {16 << 20, 17 << 20}) {
            String header = "{\"a\":{\"dtype\":\"U8\",\"shape\":[" + size + "],\"data_offsets\":[0," + size + "]}}";
            write(header, StandardCharsets.UTF_8);
            byte[] bytes = Arrays.copyOf(Files.readAllBytes(file), 8 + header.length() + size);
            Files.write(file, bytes);
            if (size == 16 << 20) {
                assertThat(Safetensors.read(file).tensor("a").data()).hasSize(size);
            } else {
                assertBroken("the tensors take " + 4 * size + " bytes as float32, more than twice the file");
            }
        }
    }

    @Test
    void onlyUtf8IsRead() throws IOException {
        String header = "{\"a\u00fc\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
        write(header, StandardCharsets.UTF_16LE);
        assertBroken();
        write(header, StandardCharsets.ISO_8859_1);
        assertBroken();
        write(header, StandardCharsets.UTF_8);
        assertThat(Safetensors.read(file).tensors()).containsOnlyKeys("a\u00fc");
    }

    @Test
    void hugeHeadersNeitherOverflowTheStackNorTheMessage() throws IOException {
        for (String header : new String[] {
            "{'a':".repeat(1_000_000),
            "{'a':" + "[".repeat(1_000_000),
            "{'a':{'dtype':'F32','shape':" + "[".repeat(1_000_000),
            "{'a':{'dtype':'F32','shape':[" + "1,".repeat(1_000_000) + "1],'data_offsets':[0,4]}}",
            "{'a':{'dtype':'F32','shape':[" + "9".repeat(1_000_000) + "],'data_offsets':[0,4]}}",
            "{'" + "a".repeat(1_000_000) + "':{'dtype':'F32','shape':[1],'data_offsets':[0,8]}}",
            "{'a':{'dtype':'" + "F".repeat(1_000_000) + "','shape':[1],'data_offsets':[0,4]}}",
        }) {
            write(header.replace('\'', '"'), StandardCharsets.UTF_8);
            assertBroken();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, 1L << 60, Long.MAX_VALUE, 100_000_001, 100_000_000, 9, 1})
    void aHeaderLengthThatCannotBeIsRefused(long length) throws IOException {
        Files.write(
                file,
                ByteBuffer.allocate(16)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(length)
                        .put((byte) '{')
                        .array());
        assertBroken();
    }

    @Test
    void theOtherTypesBecomeFloat32() throws IOException {
        write(
                "{\"a\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]},"
                        + "\"b\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[4,8]}}",
                StandardCharsets.UTF_8);
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes, bytes.length - 8, 8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 0xbfc0)
                .putShort((short) 0x7f80)
                .putShort((short) 0x3c01)
                .putShort((short) 0xc000);
        Files.write(file, bytes);
        Safetensors read = Safetensors.read(file);
        assertThat(read.tensor("a").data()).containsExactly(-1.5f, Float.POSITIVE_INFINITY);
        assertThat(read.tensor("b").data()).containsExactly(1 + 0x1p-10f, -2);
        for (String type : new String[] {"F64 1", "U8 8", "I32 2", "I64 1"}) {
            String[] parts = type.split(" ");
            write(
                    "{\"a\":{\"dtype\":\"" + parts[0] + "\",\"shape\":[" + parts[1] + "],\"data_offsets\":[0,8]}}",
                    StandardCharsets.UTF_8);
            assertThat(Safetensors.read(file).tensor("a").data())
                    .containsOnly(0)
                    .hasSize(Integer.parseInt(parts[1]));
        }
    }

    @Test
    void everyTruncationAndEveryExtraByteIsFound() throws IOException {
        byte[] whole = sample();
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertBroken();
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertBroken();
    }

    @Test
    void mutatedFilesAreReadOrRefused() throws IOException {
        byte[] whole = sample();
        Random random = new Random(7);
        String json = "{}[]\",:0-9e\\";
        for (int round = 0; round < 2000; round++) {
            byte[] bytes = whole.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] =
                        (byte) (random.nextBoolean() ? random.nextInt() : json.charAt(random.nextInt(json.length())));
            }
            Files.write(file, Arrays.copyOf(bytes, bytes.length - random.nextInt(2) * random.nextInt(bytes.length)));
            try {
                Safetensors.read(file);
            } catch (IOException e) {
                assertThat(e.getMessage()).contains(file.toString()).doesNotContain("\n");
            }
        }
    }

    private byte[] sample() throws IOException {
        Tensor a = Tensor.of(Shape.of(2, 1), 1, 2);
        Safetensors.write(file, Map.of("a", a, "b", Tensor.zeros(Shape.of())), Map.of("epoch", "3"));
        return Files.readAllBytes(file);
    }

    private void assertBroken() {
        assertBroken("");
    }

    private void assertBroken(String message) {
        assertThatThrownBy(() -> Safetensors.read(file))
                .isExactlyInstanceOf(IOException.class)
                .satisfies(e -> assertThat(e.getMessage())
                        .startsWith(file + ": byte ")
                        .contains(message)
                        .doesNotContain("\n", "\u0085", "\u2028")
                        .hasSizeLessThan(1000));
    }

    private void write(String header, Charset charset) throws IOException {
        byte[] bytes = header.getBytes(charset);
        ByteBuffer all = ByteBuffer.allocate(8 + bytes.length + 8).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(file, all.putLong(bytes.length).put(bytes).array());
    }
}
