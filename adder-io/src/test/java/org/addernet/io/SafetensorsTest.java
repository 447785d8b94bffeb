package org.addernet.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {

    @TempDir
    Path folder;

    Path file;

    @BeforeEach
    void file() {
        file = folder.resolve("x.safetensors");
    }

    @Test
    void theBytesAreThoseOfTheFormat() throws IOException {
        String header = "{\"__metadata__\":{\"k\":\"\u00fc\"},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]},"
                + "\"b.0\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[4,12]}}";
        byte[] utf8 = header.getBytes(StandardCharsets.UTF_8);
        int padded = (utf8.length + 7) / 8 * 8;
        assertThat(padded).isGreaterThan(utf8.length);
        ByteBuffer golden = ByteBuffer.allocate(8 + padded + 12).order(ByteOrder.LITTLE_ENDIAN);
        golden.putLong(padded).put(utf8).put(" ".repeat(padded - utf8.length).getBytes(StandardCharsets.US_ASCII));
        golden.putInt(0x3f800000).putInt(0x40000000).putInt(0xc0400000);

        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("b.0", Tensor.of(Shape.of(1, 2), 2, -3));
        tensors.put("a", Tensor.of(Shape.of(), 1));
        Safetensors.write(file, tensors, Map.of("k", "\u00fc"));
        assertThat(Files.readAllBytes(file)).isEqualTo(golden.array());
    }

    @Test
    void readsAFileOfBytesWrittenByHand() throws IOException {
        byte[] bytes = new byte[8 + 64 + 24];
        bytes[0] = 64;
        byte[] header = "{\"attn.0\":{\"dtype\":\"F32\",\"shape\":[1,2,3],\"data_offsets\":[0,24]}}"
                .getBytes(StandardCharsets.US_ASCII);
        assertThat(header).hasSize(64);
        System.arraycopy(header, 0, bytes, 8, 64);
        int[] data = {0, 0, 0, 0, 0, 0, 128, 63, 0, 0, 0, 64, 0, 0, 64, 64, 0, 0, 128, 64, 0, 0, 160, 64};
        for (int i = 0; i < data.length; i++) {
            bytes[72 + i] = (byte) data[i];
        }
        Files.write(file, bytes);
        Safetensors read = Safetensors.read(file);
        assertThat(read.metadata()).isEmpty();
        assertThat(read.tensors()).containsOnlyKeys("attn.0");
        assertThat(read.tensor("attn.0").shape()).isEqualTo(Shape.of(1, 2, 3));
        assertThat(read.tensor("attn.0").data()).containsExactly(0, 1, 2, 3, 4, 5);

        Path again = folder.resolve("again.safetensors");
        Safetensors.write(again, read.tensors(), read.metadata());
        assertThat(again).hasSameBinaryContentAs(file);
    }

    @Test
    void everyShapeAndEveryBitSurvives() throws IOException {
        Random random = new Random(1);
        Map<String, Tensor> tensors = new TreeMap<>();
        for (Shape shape : new Shape[] {
            Shape.of(),
            Shape.of(0),
            Shape.of(1),
            Shape.of(3, 0, 2),
            Shape.of(7, 1, 5, 3),
            Shape.of(16385),
            Shape.of(2, 16384)
        }) {
            Tensor tensor = Tensor.zeros(shape);
            for (int i = 0; i < shape.size(); i++) {
                tensor.data()[i] = Float.intBitsToFloat(random.nextInt());
            }
            tensors.put("t\"\\\n\u4e2d\ud83d\ude00" + shape, tensor);
        }
        tensors.put("", Tensor.of(Shape.of(1), Float.intBitsToFloat(0x7f800123)));
        Map<String, String> metadata = Map.of("", "", "long", "x".repeat(100_000), "line\n", "\u0000\u2028");
        Safetensors.write(file, tensors, metadata);
        Safetensors read = Safetensors.read(file);
        assertThat(read.metadata()).isEqualTo(metadata);
        assertThat(read.tensors().keySet()).containsExactlyElementsOf(tensors.keySet());
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            assertThat(read.tensor(entry.getKey()).shape())
                    .isEqualTo(entry.getValue().shape());
            assertThat(bits(read.tensor(entry.getKey()))).isEqualTo(bits(entry.getValue()));
        }
    }

    @Test
    void aMissingTensorIsNamedWithTheFile() throws IOException {
        Safetensors.write(file, Map.of("a", Tensor.zeros(Shape.of(1))), Map.of());
        Safetensors read = Safetensors.read(file);
        assertThatThrownBy(() -> read.tensor("b"))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": no tensor 'b'; the file has ['a']");
    }

    @Test
    void whatCouldNotBeReadIsNotWritten() throws IOException {
        Map<String, String> long16 = Map.of("k", "x".repeat((16 << 20) - 25));
        Safetensors.write(file, Map.of(), long16);
        assertThat(Files.size(file)).isEqualTo(8 + (16 << 20));
        assertThat(Safetensors.read(file).metadata()).isEqualTo(long16);
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> Safetensors.write(file, Map.of(), Map.of("k", "x".repeat((16 << 20) - 24))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16777217 bytes, more than the 16777216 that can be read");

        Map<String, String> many = new TreeMap<>();
        for (int i = 0; i < 65_536; i++) {
            many.put("k" + i, "");
        }
        Tensor one = Tensor.zeros(Shape.of(1));
        assertThatThrownBy(() -> Safetensors.write(file, Map.of("a", one), many))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 tensors and 65536 metadata texts are more than 65536");
        assertThat(file).hasBinaryContent(before);
        Safetensors.write(file, Map.of(), many);
        assertThat(Safetensors.read(file).metadata()).hasSize(65_536);
    }

    @Test
    void anEmptyFileOfTensorsIsAllowed() throws IOException {
        Safetensors.write(file, Map.of(), Map.of());
        assertThat(Safetensors.read(file).tensors()).isEmpty();
        assertThat(Files.size(file)).isEqualTo(16);
    }

    @Test
    void theOrderOfTheMapsDoesNotMatter() throws IOException {
        Map<String, Tensor> forward = new LinkedHashMap<>();
        Map<String, Tensor> backward = new LinkedHashMap<>();
        Map<String, String> some = new LinkedHashMap<>();
        Map<String, String> same = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            forward.put("t" + i, Tensor.of(Shape.of(1), i));
            backward.put("t" + (19 - i), Tensor.of(Shape.of(1), 19 - i));
            some.put("k" + i, "v" + i);
            same.put("k" + (19 - i), "v" + (19 - i));
        }
        Safetensors.write(file, forward, some);
        Path other = folder.resolve("other.safetensors");
        Safetensors.write(other, backward, same);
        assertThat(other).hasSameBinaryContentAs(file);
    }

    @Test
    void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
        Safetensors.write(file, Map.of("a", Tensor.of(Shape.of(1), 1)), Map.of());
        byte[] old = Files.readAllBytes(file);
        Tensor one = Tensor.zeros(Shape.of(1));
        int[] axes = new int[65];
        Arrays.fill(axes, 1);
        assertThatThrownBy(() -> Safetensors.write(file, Map.of("__metadata__", one), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString());
        assertThatThrownBy(() -> Safetensors.write(file, Map.of("a", Tensor.zeros(Shape.of(axes))), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a' of 65 axes");
        assertThatThrownBy(() -> Safetensors.write(file, Map.of("\ud800", one), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("cannot write " + file + ": ");
        assertThatThrownBy(() -> Safetensors.write(file, Map.of(), Collections.singletonMap("k", null)))
                .isInstanceOf(NullPointerException.class);
        assertThat(file).hasBinaryContent(old);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
        Path missing = folder.resolve("no/x.safetensors");
        assertThatThrownBy(() -> Safetensors.write(missing, Map.of(), Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write " + missing + ": its folder does not exist; create it first");
    }

    private static int[] bits(Tensor tensor) {
        int[] bits = new int[tensor.data().length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(tensor.data()[i]));
        return bits;
    }
}
