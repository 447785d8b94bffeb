package org.addernet.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that would cost too much, or that lie. */
class ImageLimitsTest {

    @TempDir
    Path folder;

    @Test
    void pixelsBeyondWhatTheFileMayHold() throws IOException {
        byte[] header = ihdr(10_000, 10_000, 16, 6);
        assertBroken(png(header, chunk("IDAT", new byte[0])))
                .hasMessageEndingWith("10000x10000 pixels are more than the 1009000 that a file of 45 bytes may have");
        assertBroken(png(ihdr(Integer.MAX_VALUE, 1, 1, 0))).hasMessageContaining("2147483647x1 pixels are more than");
        assertBroken(png(ihdr(1_000_000, 2, 8, 2))).hasMessageContaining("1000000x2 pixels are more than");
        assertBroken(png(ihdr(-1, -1, 8, 2))).hasMessageContaining("4294967295x4294967295 pixels are more than");

        byte[] jpeg = jpeg(false);
        ByteBuffer.wrap(jpeg).putShort(frame(jpeg) + 5, (short) 60_000).putShort(frame(jpeg) + 7, (short) 60_000);
        assertBroken(jpeg).hasMessageContaining("60000x60000 pixels are more than the ");
    }

    @Test
    void imagesWithoutPixels() throws IOException {
        assertBroken(png(ihdr(0, 0, 8, 2))).hasMessageEndingWith("it has no pixels, its size is 0x0");
        byte[] jpeg = jpeg(false);
        ByteBuffer.wrap(jpeg).putShort(frame(jpeg) + 5, (short) 0);
        assertBroken(jpeg);
    }

    @Test
    void scansBeyondTheLimit() throws IOException {
        byte[] jpeg = jpeg(true);
        int last = jpeg.length - 2;
        int scan = last;
        while (!(jpeg[scan] == (byte) 0xff && jpeg[scan + 1] == (byte) 0xda)) {
            scan--;
        }
        int scans = 0;
        for (int i = 0; i < last; i++) {
            scans += jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) 0xda ? 1 : 0;
        }
        ByteArrayOutputStream more = new ByteArrayOutputStream();
        more.write(jpeg, 0, last);
        for (int i = scans; i < 65; i++) {
            more.write(jpeg, scan, last - scan);
        }
        more.write(jpeg, last, 2);

        assertThat(scans).isBetween(2, 64);
        assertThat(ImageFile.read(write(jpeg)).shape().dimension(0)).isEqualTo(32);
        assertBroken(more.toByteArray()).hasMessageEndingWith("it has more than 64 scans, the limit");
    }

    @Test
    void textsAndProfilesOfPngAreNotUnpacked() throws IOException {
        // 400 MB of zeros, which the decoder would unpack beside a palette; the heap would not do for many.
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.writeBytes("a\0\0".getBytes(StandardCharsets.US_ASCII));
        try (DeflaterOutputStream zip = new DeflaterOutputStream(packed, new Deflater(9))) {
            for (int i = 0; i < 400; i++) {
                zip.write(new byte[1_000_000]);
            }
        }
        ByteArrayOutputStream pixel = new ByteArrayOutputStream();
        try (DeflaterOutputStream zip = new DeflaterOutputStream(pixel)) {
            zip.write(new byte[2]);
        }
        byte[] text = packed.toByteArray();
        byte[] file = png(
                ihdr(1, 1, 8, 3),
                chunk("iCCP", text),
                chunk("PLTE", new byte[] {0, (byte) 255, 51}),
                chunk("zTXt", text),
                chunk("IDAT", pixel.toByteArray()),
                chunk("IEND", new byte[0]));

        assertThat(ImageFile.read(write(file)).values()).containsExactly(0, 1, 51 / 255f);
    }

    @Test
    void damagedPngIsToldByItsChecksum() throws IOException {
        byte[] file = png(ihdr(1, 1, 8, 0), chunk("IDAT", new byte[] {1, 2, 3}), chunk("IEND", new byte[0]));
        file[44]++;
        assertBroken(file).hasMessageEndingWith("it is damaged, the chunk at byte 33 has a wrong checksum");
    }

    @Test
    void mutatedFilesAreReadOrRefused() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        for (byte[] whole : List.of(jpeg(false), jpeg(true), png(true), png(false))) {
            for (int i = 0; i < 300; i++) {
                byte[] file = whole.clone();
                for (int k = random.nextInt(1, 6); k > 0; k--) {
                    // Most of what matters is near the start.
                    int at = random.nextInt(random.nextBoolean() ? Math.min(700, file.length) : file.length);
                    file[at] = (byte) random.nextInt(256);
                }
                repairChecksums(file);
                Path path = write(file);
                try {
                    assertThat(ImageFile.read(path).shape().dimension(2)).isEqualTo(3);
                } catch (IOException e) {
                    assertThat(e).hasMessageStartingWith(path + ": ").hasMessageNotContaining("\n");
                }
            }
        }
    }

    @Test
    void needsNeitherTemporaryFilesNorAScreen() throws Exception {
        Path file = write(jpeg(true));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        ProcessBuilder builder = new ProcessBuilder(
                java.toString(),
                "-Djava.io.tmpdir=/nonexistent",
                "-Xlog:class+load",
                "-cp",
                System.getProperty("java.class.path"),
                ReadImage.class.getName(),
                file.toString());
        builder.environment().put("DISPLAY", ":98765");
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output.lines().reduce("", (a, b) -> b)).isZero();
        assertThat(output)
                .contains("read [32,32,3]")
                .doesNotContain(" sun.awt.X11.XToolkit ")
                .doesNotContain(" sun.awt.X11GraphicsEnvironment ");
    }

    /** Reads the image of that name. */
    static final class ReadImage {
        public static void main(String[] files) throws IOException {
            System.out.println("read " + ImageFile.read(Path.of(files[0])).shape());
        }
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertBroken(byte[] contents) throws IOException {
        Path file = write(contents);
        return assertThatThrownBy(() -> ImageFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + ": the image cannot be read: ")
                .hasMessageNotContaining("\n");
    }

    private Path write(byte[] contents) throws IOException {
        return Files.write(folder.resolve("image"), contents);
    }

    /** Returns 32x32 pixels of noise as JPEG. */
    private static byte[] jpeg(boolean progressive) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
            writer.write(null, new IIOImage(noise(BufferedImage.TYPE_INT_RGB), null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static byte[] png(boolean palette) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(noise(palette ? BufferedImage.TYPE_BYTE_INDEXED : BufferedImage.TYPE_INT_ARGB), "png", bytes);
        return bytes.toByteArray();
    }

    private static BufferedImage noise(int type) {
        BufferedImage image = new BufferedImage(32, 32, type);
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 32 * 32; i++) {
            image.setRGB(i % 32, i / 32, random.nextInt());
        }
        return image;
    }

    /** Returns where the segment of the frame starts, which has the size. */
    private static int frame(byte[] jpeg) {
        int i = 0;
        while (jpeg[i] != (byte) 0xff || (jpeg[i + 1] != (byte) 0xc0 && jpeg[i + 1] != (byte) 0xc2)) {
            i++;
        }
        return i;
    }

    private static byte[] png(byte[]... chunks) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        for (byte[] chunk : chunks) {
            file.writeBytes(chunk);
        }
        return file.toByteArray();
    }

    private static byte[] ihdr(int width, int height, int bits, int colours) {
        ByteBuffer data = ByteBuffer.allocate(13);
        data.putInt(width).putInt(height).put((byte) bits).put((byte) colours);
        return chunk("IHDR", data.array());
    }

    static byte[] chunk(String type, byte[] data) {
        ByteBuffer chunk = ByteBuffer.allocate(data.length + 12);
        chunk.putInt(data.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
        CRC32 sum = new CRC32();
        sum.update(chunk.array(), 4, data.length + 4);
        return chunk.putInt((int) sum.getValue()).array();
    }

    /** Gives the chunks of a PNG their right checksums, so that the decoder sees what was changed. */
    private static void repairChecksums(byte[] file) {
        ByteBuffer chunks = ByteBuffer.wrap(file);
        for (long at = 8; file[1] == 'P' && at + 12 <= file.length; ) {
            long end = at + 8 + Integer.toUnsignedLong(chunks.getInt((int) at));
            if (end + 4 > file.length) {
                return;
            }
            CRC32 sum = new CRC32();
            sum.update(file, (int) at + 4, (int) (end - at) - 4);
            chunks.putInt((int) end, (int) sum.getValue());
            at = end + 4;
        }
    }
}
