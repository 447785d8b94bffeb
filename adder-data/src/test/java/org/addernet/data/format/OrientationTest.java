package org.addernet.data.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.addernet.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orientation, and other segments of a JPEG that are not its pixels. */
class OrientationTest {

    /** For each value of EXIF the upright image of one that is stored as the rows 012 and 345. */
    private static final String[] UPRIGHT = {
        "012 345", "210 543", "543 210", "345 012", "03 14 25", "30 41 52", "52 41 30", "25 14 03"
    };

    @TempDir
    Path folder;

    @Test
    void storedPixelsGoToTheirPlaces() {
        for (int exif = 1; exif <= 8; exif++) {
            Orientation turn = Orientation.of(exif, 2, 3);
            char[] upright = new char[6];
            for (int y = 0; y < 2; y++) {
                for (int x = 0; x < 3; x++) {
                    upright[turn.first() + y * turn.down() + x * turn.right()] = "012345".charAt(3 * y + x);
                }
            }
            String rows = UPRIGHT[exif - 1];
            assertThat(new String(upright)).as("EXIF %d", exif).isEqualTo(rows.replace(" ", ""));
            assertThat(turn.width()).isEqualTo(rows.indexOf(' '));
            assertThat(turn.height()).isEqualTo(6 / turn.width());
        }
    }

    @Test
    void jpegIsTurnedUpright() throws IOException {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            byte[] file = insert(jpeg(), 2, segment(0xe1, exif(order, 3, 6)));
            ImageFile read = read(file);

            // Stored black on the left and white on the right, which is below once the camera is turned.
            assertThat(read.shape()).isEqualTo(Shape.of(32, 16, 3));
            assertThat(read.values()[0]).isLessThan(0.1f);
            assertThat(read.values()[3 * 15]).isLessThan(0.1f);
            assertThat(read.values()[3 * 31 * 16]).isGreaterThan(0.9f);
        }
    }

    @Test
    void pngIsTurnedUpright() throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(halves(), "png", png);
        byte[] whole = png.toByteArray();
        byte[] chunk = ImageLimitsTest.chunk("eXIf", Arrays.copyOfRange(exif(ByteOrder.BIG_ENDIAN, 3, 8), 6, 6 + 26));
        byte[] file = insert(whole, whole.length - 12, chunk);
        ImageFile read = read(file);

        assertThat(read.shape()).isEqualTo(Shape.of(32, 16, 3));
        assertThat(read.values()[0]).isEqualTo(1);
        assertThat(read.values()[3 * 31 * 16]).isZero();
    }

    @Test
    void brokenAndUnknownExifIsNoTurn() throws IOException {
        byte[] good = exif(ByteOrder.LITTLE_ENDIAN, 3, 6);
        byte[] upright = jpeg();
        float[] expected = read(upright).values();
        for (int length = 0; length < 6 + 20; length++) {
            assertUpright(expected, insert(upright, 2, segment(0xe1, Arrays.copyOf(good, length))));
        }
        for (int value : new int[] {0, 1, 9, 0xffff}) {
            assertUpright(expected, insert(upright, 2, segment(0xe1, exif(ByteOrder.BIG_ENDIAN, 3, value))));
        }
        assertUpright(expected, insert(upright, 2, segment(0xe1, exif(ByteOrder.BIG_ENDIAN, 5, 6))));
        byte[] far = good.clone();
        ByteBuffer.wrap(far).putInt(6 + 4, -1);
        assertUpright(expected, insert(upright, 2, segment(0xe1, far)));
    }

    @Test
    void twoColourProfilesAreLeftOut() throws IOException {
        byte[] profile = segment(0xe2, "ICC_PROFILE\0\1\1nonsense".getBytes(StandardCharsets.ISO_8859_1));
        byte[] file = insert(insert(jpeg(), 20, profile), 20, profile);

        assertUpright(read(jpeg()).values(), file);
    }

    @Test
    void inksWithACommentBeforeEverything() throws IOException {
        WritableRaster inks = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 8, 8, 4, null);
        for (int i = 0; i < 64; i++) {
            inks.setPixel(i % 8, i / 8, new int[] {55, 155, 205, 51});
        }
        byte[] file = jpeg(new IIOImage(inks, null, null));
        byte[] commented = insert(file, 2, segment(0xfe, new byte[] {'x'}));
        byte[] turned = insert(file, 2, segment(0xe1, exif(ByteOrder.BIG_ENDIAN, 3, 5)));

        assertThat(read(commented).values()).isEqualTo(read(file).values());
        assertThat(read(turned).values()).isEqualTo(read(file).values());
    }

    private void assertUpright(float[] expected, byte[] file) throws IOException {
        ImageFile read = read(file);
        assertThat(read.shape()).isEqualTo(Shape.of(16, 32, 3));
        assertThat(read.values()).isEqualTo(expected);
    }

    private ImageFile read(byte[] file) throws IOException {
        return ImageFile.read(Files.write(folder.resolve("image"), file));
    }

    /** Returns 16 rows of 32 pixels, the left half black, the right white. */
    private static BufferedImage halves() {
        BufferedImage image = new BufferedImage(32, 16, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 16 * 16; i++) {
            image.setRGB(16 + i % 16, i / 16, 0xffffff);
        }
        return image;
    }

    private static byte[] jpeg() throws IOException {
        return jpeg(new IIOImage(halves(), null, null));
    }

    private static byte[] jpeg(IIOImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(image);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** Returns EXIF data with the orientation as the only entry. */
    private static byte[] exif(ByteOrder order, int type, int value) {
        ByteBuffer data = ByteBuffer.allocate(6 + 8 + 2 + 24 + 4).order(order);
        data.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        data.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
        data.putShort((short) 42).putInt(8).putShort((short) 1);
        data.putShort((short) 0x0112).putShort((short) type).putInt(1).putShort((short) value);
        return data.array();
    }

    private static byte[] segment(int marker, byte[] contents) {
        ByteBuffer segment = ByteBuffer.allocate(contents.length + 4);
        segment.put((byte) 0xff).put((byte) marker).putShort((short) (contents.length + 2));
        return segment.put(contents).array();
    }

    private static byte[] insert(byte[] file, int at, byte[] piece) {
        ByteBuffer whole = ByteBuffer.allocate(file.length + piece.length);
        return whole.put(file, 0, at).put(piece).put(file, at, file.length - at).array();
    }
}
