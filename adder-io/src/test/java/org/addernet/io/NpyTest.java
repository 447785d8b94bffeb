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
import java.util.HexFormat;
import java.util.Random;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {

    private static final String DICT = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";

    /** What numpy 2.4.6 wrote for {@code np.array([[1, 2.5, -0.0], [nan, inf, 1e-40]], '<f4')}. */
    private static final byte[] NUMPY = concat(
            HexFormat.of().parseHex("934e554d505901007600"),
            (DICT + " ".repeat(58) + "\n").getBytes(StandardCharsets.US_ASCII),
            HexFormat.of().parseHex("0000803f00002040000000800000c07f0000807fc2160100"));

    @TempDir
    Path folder;

    Path file;

    @BeforeEach
    void file() {
        file = folder.resolve("x.npy");
    }

    @Test
    void readsWhatNumpyWroteAndWritesTheSameBytes() throws IOException {
        Files.write(file, NUMPY);
        Tensor tensor = Npy.read(file);
        assertThat(tensor.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(tensor.data()).containsExactly(1, 2.5f, -0f, Float.NaN, Float.POSITIVE_INFINITY, 1e-40f);
        Npy.write(file, tensor);
        assertThat(Files.readAllBytes(file)).isEqualTo(NUMPY);
    }

    @Test
    void everyShapeSurvivesBitForBit() throws IOException {
        Random random = new Random(1);
        for (Shape shape : new Shape[] {
            Shape.of(),
            Shape.of(1),
            Shape.of(0),
            Shape.of(3, 0, 2),
            Shape.of(7, 1, 5, 3),
            Shape.of(16385),
            Shape.of(1, 32768)
        }) {
            Tensor tensor = Tensor.zeros(shape);
            for (int i = 0; i < shape.size(); i++) {
                tensor.data()[i] = Float.intBitsToFloat(random.nextInt());
            }
            Npy.write(file, tensor);
            Tensor read = Npy.read(file);
            assertThat(read.shape()).isEqualTo(shape);
            assertThat(bits(read)).isEqualTo(bits(tensor));
            assertThat((Files.size(file) - 4L * shape.size()) % 64).isZero();
        }
    }

    @Test
    void otherTypesBecomeFloat32() throws IOException {
        write(
                "{'descr': '<f8', 'fortran_order': False, 'shape': (), }",
                little(8).putDouble(7.5));
        assertThat(Npy.read(file).data()).containsExactly(7.5f);
        write(
                "{'descr': '<f2', 'fortran_order': False, 'shape': (6,), }",
                little(12)
                        .putShort((short) 0x3e00)
                        .putShort((short) 0x8000)
                        .putShort((short) 0x8001)
                        .putShort((short) 0xfc00)
                        .putShort((short) 0x7bff)
                        .putShort((short) 0x7e00));
        assertThat(Npy.read(file).data())
                .containsExactly(1.5f, -0f, -0x1p-24f, Float.NEGATIVE_INFINITY, 65504, Float.NaN);
    }

    @Test
    void theLaterVersionsAreRead() throws IOException {
        for (int version = 2; version <= 3; version++) {
            byte[] longer = new byte[NUMPY.length + 2];
            System.arraycopy(NUMPY, 0, longer, 0, 10);
            System.arraycopy(NUMPY, 10, longer, 12, NUMPY.length - 10);
            longer[6] = (byte) version;
            Files.write(file, longer);
            assertThat(Npy.read(file).shape()).isEqualTo(Shape.of(2, 3));
            assertThat(Npy.read(file).data()).startsWith(1, 2.5f);
            longer[7] = 1;
            Files.write(file, longer);
            assertBroken("npy version " + version + ".1 is not one of 1.0, 2.0, 3.0");
        }
        for (int version : new int[] {0, 4, 255}) {
            byte[] other = NUMPY.clone();
            other[6] = (byte) version;
            Files.write(file, other);
            assertBroken("npy version " + version + ".0 is not one of");
        }
    }

    @Test
    void aHeaderOfMoreThanAMegabyteIsRefused() throws IOException {
        for (int length : new int[] {(1 << 20) + 1, Integer.MAX_VALUE, -1}) {
            ByteBuffer bytes = little(2 << 20);
            bytes.put(NUMPY, 0, 6).put((byte) 2).put((byte) 0).putInt(length);
            Files.write(file, bytes.array());
            assertBroken("the header should have " + Integer.toUnsignedString(length) + " bytes, the limit is 1048576");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '"',
            value = {
                "'|u1'!of integers, which might be pictures that are not normalised yet; if so divide by 255",
                "'<i4'!of integers",
                "'<i8'!of integers",
                "'>i2'!of integers",
                "'|b1'!of integers",
                "'>f4'!big-endian; save the array with .astype('<f4')",
                "'|O'!of Python objects, which are never loaded",
                "'<c8'!not one of <f4 <f8 <f2",
                "[('x', '<f4'), ('y', '<f4', (2,))]!structured; save one of its fields",
            })
    void otherTypesAreRefusedWithTheFix(String descr, String message) throws IOException {
        write("{'descr': " + descr + ", 'fortran_order': False, 'shape': (2, 3), }", little(24));
        assertBroken("dtype '" + descr.replace("'", "") + "' is " + message);
    }

    @Test
    void columnMajorDataAreRefusedWithTheFix() throws IOException {
        write("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }", little(24));
        assertBroken("fortran_order is True, only False can be read; save numpy.ascontiguousarray(array)");
    }

    @Test
    void upTo64AxesAreWrittenAndRead() throws IOException {
        int[] axes = new int[64];
        Arrays.fill(axes, 1);
        Npy.write(file, Tensor.zeros(Shape.of(axes)));
        assertThat(Npy.read(file).shape()).isEqualTo(Shape.of(axes));
        byte[] before = Files.readAllBytes(file);
        int[] more = Arrays.copyOf(axes, 65);
        assertThatThrownBy(() -> Npy.write(file, Tensor.zeros(Shape.of(more))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65 axes, npy has at most 64");
        assertThat(file).hasBinaryContent(before);
        write("{'descr': '<f4', 'fortran_order': False, 'shape': (" + "1, ".repeat(65) + "), }", little(4));
        assertBroken("the shape has more than 64 axes");
    }

    @Test
    void theDictMayHaveItsKeysInAnyOrder() throws IOException {
        write("{'shape':(1 ,),'fortran_order':False,'descr':'<f4'}\n", little(4).putFloat(5));
        assertThat(Npy.read(file).shape()).isEqualTo(Shape.of(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'descr': '>f4', 'fortran_order': False, 'shape': (2, 3), }",
                "{'descr': '|O', 'fortran_order': False, 'shape': (2, 3), }",
                "{'descr': '', 'fortran_order': False, 'shape': (2, 3), }",
                "{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (2, 3), }",
                "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }",
                "{'descr': '<f4', 'fortran_order': 'no', 'shape': (2, 3), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 4), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-2, -3), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, , 3), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (6,,), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2 3), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': '6', }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': True, }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2147483647), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), 'shape': (2, 3), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), 'x': True, }",
                "{'descr': '<f4', 'fortran_order': False, }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), } more",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), ",
                "{'descr': '<f4' 'fortran_order': False, 'shape': (2, 3), }",
                "\n",
                "",
            })
    void aBrokenHeaderIsOneLineThatNamesTheFile(String dict) throws IOException {
        write(dict, little(24));
        assertBroken();
    }

    @Test
    void aLongHeaderCostsNoTimeOrStack() throws IOException {
        for (String middle :
                new String[] {"1" + " ".repeat(60_000) + "2", "1,".repeat(30_000), " ".repeat(60_000) + ","}) {
            write("{'descr': '<f4', 'fortran_order': False, 'shape': (" + middle + "), }", little(24));
            assertBroken();
        }
    }

    @Test
    void everyTruncationAndEveryExtraByteIsFound() throws IOException {
        for (int length = 0; length < NUMPY.length; length++) {
            Files.write(file, Arrays.copyOf(NUMPY, length));
            assertBroken();
        }
        Files.write(file, Arrays.copyOf(NUMPY, NUMPY.length + 1));
        assertBroken();
    }

    @Test
    void mutatedFilesAreReadOrRefused() throws IOException {
        Random random = new Random(7);
        for (int round = 0; round < 2000; round++) {
            byte[] bytes = NUMPY.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] =
                        (byte) (random.nextBoolean() ? random.nextInt() : "0(,)'} ".charAt(random.nextInt(7)));
            }
            Files.write(file, Arrays.copyOf(bytes, bytes.length - random.nextInt(2) * random.nextInt(bytes.length)));
            try {
                Npy.read(file);
            } catch (IOException e) {
                assertThat(e.getMessage()).contains(file.toString()).doesNotContain("\n");
            }
        }
    }

    @Test
    void aMissingFileOrAFolderIsNamed() {
        assertThatThrownBy(() -> Npy.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot read " + file + ": no such file");
        assertThatThrownBy(() -> Npy.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot read " + folder + ": ");
    }

    private void assertBroken() {
        assertBroken("");
    }

    private void assertBroken(String message) {
        assertThatThrownBy(() -> Npy.read(file))
                .isExactlyInstanceOf(IOException.class)
                .satisfies(e -> assertThat(e.getMessage())
                        .startsWith(file + ": byte ")
                        .contains(message)
                        .doesNotContain("\n"));
    }

    private void write(String dict, ByteBuffer data) throws IOException {
        byte[] header = dict.getBytes(StandardCharsets.US_ASCII);
        byte[] prefix = HexFormat.of().parseHex("934e554d505901000000");
        prefix[8] = (byte) header.length;
        prefix[9] = (byte) (header.length >> 8);
        Files.write(file, concat(prefix, header, data.array()));
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int[] bits(Tensor tensor) {
        int[] bits = new int[tensor.data().length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(tensor.data()[i]));
        return bits;
    }

    private static byte[] concat(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
