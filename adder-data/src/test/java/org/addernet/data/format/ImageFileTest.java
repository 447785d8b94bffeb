package org.addernet.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.addernet.tensor.Shape;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFileTest {

    /** JPEG of one colour is off by rounding the coefficients and the conversion of colours: a few steps of 1/255. */
    private static final Offset<Float> JPEG = within(4 / 255f);

    @TempDir
    Path folder;

    @Test
    void pngIsReadExactly() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 0xff8033);
        image.setRGB(1, 0, 0x000102);
        ImageFile read = ImageFile.read(png(image));

        assertThat(read.shape()).isEqualTo(Shape.of(1, 2, 3));
        assertThat(read.values()).containsExactly(1, 128 / 255f, 51 / 255f, 0, 1 / 255f, 2 / 255f);
    }

    @Test
    void alphaIsIgnored() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x00ff8033);
        image.setRGB(1, 0, 0x80336699);

        assertThat(ImageFile.read(png(image)).values())
                .containsExactly(1, 128 / 255f, 51 / 255f, 51 / 255f, 102 / 255f, 153 / 255f);
    }

    @Test
    void greyPngIsRepeatedAndNotBrightened() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(0, 0, 0, 128);
        image.getRaster().setSample(1, 0, 0, 7);

        assertThat(ImageFile.read(png(image)).values())
                .containsExactly(128 / 255f, 128 / 255f, 128 / 255f, 7 / 255f, 7 / 255f, 7 / 255f);
    }

    @Test
    void sixteenBitsAndOneBit() throws IOException {
        BufferedImage deep = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setSample(0, 0, 0, 0x8001);
        BufferedImage flat = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
        flat.setRGB(1, 0, 0xffffff);

        float value = 0x8001 / 65535f;
        assertThat(ImageFile.read(png(deep)).values()).containsExactly(value, value, value);
        assertThat(ImageFile.read(png(flat)).values()).containsExactly(0, 0, 0, 1, 1, 1);
    }

    @Test
    void paletteIsLookedUp() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED);
        image.setRGB(0, 0, 0xff0033); // colours that the standard palette has
        image.setRGB(1, 0, 0x99ccff);

        assertThat(ImageFile.read(png(image)).values()).containsExactly(1, 0, 51 / 255f, 153 / 255f, 204 / 255f, 1);
    }

    @Test
    void jpegInColour() throws IOException {
        BufferedImage image = new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB);
        fill(image, 0xc86432);
        ImageFile read = ImageFile.read(write("colour.jpg", jpeg(image)));

        assertThat(read.shape()).isEqualTo(Shape.of(10, 20, 3));
        assertColour(read, 200, 100, 50);
    }

    @Test
    void greyJpegIsRepeatedAndNotBrightened() throws IOException {
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 64; i++) {
            image.getRaster().setSample(i % 8, i / 8, 0, 90);
        }
        ImageFile read = ImageFile.read(write("grey.jpg", jpeg(image)));

        assertThat(read.shape()).isEqualTo(Shape.of(8, 8, 3));
        assertColour(read, 90, 90, 90);
    }

    @Test
    void colourProfileIsNotApplied() throws IOException {
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        fill(image, 0xc86432);
        byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
        byte[] jpeg = jpeg(image);
        ByteBuffer file = ByteBuffer.allocate(jpeg.length + profile.length + 18);
        file.put(jpeg, 0, 20); // the start and the marker of JFIF
        file.putShort((short) 0xffe2).putShort((short) (profile.length + 16));
        file.put("ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 1);
        file.put(profile).put(jpeg, 20, jpeg.length - 20);

        assertColour(ImageFile.read(write("profile.jpg", file.array())), 200, 100, 50);
    }

    @Test
    void cmykJpegWithoutMarkerHasInks() throws IOException {
        // R = (255-55)/255 * (255-51)/255 and so on
        assertColour(ImageFile.read(write("cmyk.jpg", cmyk(55, 155, 205, 51))), 160, 80, 40);
    }

    @Test
    void cmykJpegOfAdobeHasLight() throws IOException {
        assertColour(ImageFile.read(write("cmyk.jpg", adobe(cmyk(200, 100, 50, 204), 0))), 160, 80, 40);
    }

    @Test
    void ycckJpegOfAdobe() throws IOException {
        // The light (200, 100, 50) turned to inks (55, 155, 205), and these to YCbCr as in JFIF.
        double y = 0.299 * 55 + 0.587 * 155 + 0.114 * 205;
        int cb = (int) Math.round(128 + (205 - y) / 1.772);
        int cr = (int) Math.round(128 + (55 - y) / 1.402);
        byte[] file = adobe(cmyk((int) Math.round(y), cb, cr, 204), 2);

        assertColour(ImageFile.read(write("ycck.jpg", file)), 160, 80, 40);
    }

    @Test
    void endingOfTheNameDoesNotMatter() throws IOException {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 0xff0000);
        Path misnamed = Files.move(png(image), folder.resolve("misnamed.jpg"));

        assertThat(ImageFile.read(misnamed).values()).containsExactly(1, 0, 0);
    }

    @Test
    void cutJpeg() throws IOException {
        byte[] whole = jpeg(noise());
        assertBroken(write("half.jpg", Arrays.copyOf(whole, whole.length / 2)))
                .hasMessageContaining("it is cut off or damaged");
        assertBroken(write("header.jpg", Arrays.copyOf(whole, 100)));
        assertBroken(write("magic.jpg", Arrays.copyOf(whole, 4)));
    }

    @Test
    void damagedJpeg() throws IOException {
        byte[] damaged = jpeg(noise());
        // A marker in the middle of the pixels
        damaged[damaged.length / 2] = (byte) 0xff;
        damaged[damaged.length / 2 + 1] = (byte) 0xd5;
        assertBroken(write("damaged.jpg", damaged)).hasMessageContaining("it is cut off or damaged");
    }

    @Test
    void superfluousBytesAreNoDamage() throws IOException {
        byte[] whole = jpeg(noise());
        byte[] longer = Arrays.copyOf(whole, whole.length + 100);

        assertThat(ImageFile.read(write("longer.jpg", longer)).values())
                .isEqualTo(ImageFile.read(write("whole.jpg", whole)).values());
    }

    @Test
    void cutPng() throws IOException {
        byte[] whole = Files.readAllBytes(png(noise()));
        assertBroken(write("half.png", Arrays.copyOf(whole, whole.length / 2)));
        assertBroken(write("header.png", Arrays.copyOf(whole, 20)));
    }

    @Test
    void falseSizeOfPng() throws IOException {
        byte[] file = Files.readAllBytes(png(noise()));
        ByteBuffer.wrap(file).putInt(16, 1 << 20).putInt(20, 1 << 20);
        assertBroken(write("bomb.png", file)).hasMessageContaining("1048576x1048576 pixels are more than the ");
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        assertBroken(write("text.jpg", "a text".getBytes(StandardCharsets.UTF_8)))
                .hasMessageEndingWith("it is neither a JPEG nor a PNG file");
        assertBroken(write("empty.jpg", new byte[0])).hasMessageEndingWith("it is neither a JPEG nor a PNG file");
        assertBroken(folder.resolve("nowhere.jpg")).hasMessageContaining("no such file");
        assertBroken(Files.createDirectory(folder.resolve("folder.jpg"))).hasMessageEndingWith("it is no regular file");
    }

    @Test
    void aStreamIsReadAsAFileAndLeftOpen() throws IOException {
        byte[] png = Files.readAllBytes(png(noise()));
        for (byte[] whole : List.of(png, jpeg(noise()))) {
            ImageFile file = ImageFile.read(write("image", whole));
            ImageFile stream = ImageFile.read(new ByteArrayInputStream(whole) {
                @Override
                public void close() {
                    throw new AssertionError("closed");
                }
            });
            assertThat(stream.shape()).isEqualTo(file.shape());
            assertThat(stream.values()).isEqualTo(file.values());
        }
        assertThatIOException()
                .isThrownBy(() -> ImageFile.read(new ByteArrayInputStream(png, 0, png.length / 2)))
                .withMessageStartingWith("picture: the image cannot be read: ");
        for (byte[] none : List.of(new byte[0], new byte[3], "a text".getBytes(StandardCharsets.UTF_8))) {
            assertThatIOException()
                    .isThrownBy(() -> ImageFile.read(new ByteArrayInputStream(none)))
                    .withMessage("picture: the image cannot be read: it is neither a JPEG nor a PNG file");
        }
        InputStream failing = new SequenceInputStream(new ByteArrayInputStream(png, 0, 100), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the connection is gone");
            }
        });
        assertThatIOException()
                .isThrownBy(() -> ImageFile.read(failing))
                .withMessage("picture: the image cannot be read: the connection is gone");
    }

    private static void assertColour(ImageFile image, int red, int green, int blue) {
        assertThat(image.values()).hasSize(image.shape().size());
        for (int i = 0; i < image.values().length; i += 3) {
            assertThat(image.values()[i]).isCloseTo(red / 255f, JPEG);
            assertThat(image.values()[i + 1]).isCloseTo(green / 255f, JPEG);
            assertThat(image.values()[i + 2]).isCloseTo(blue / 255f, JPEG);
        }
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertBroken(Path file) {
        return assertThatThrownBy(() -> ImageFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageNotContaining("\n");
    }

    /** Returns an image in which no pixel can be told from its neighbours, so that every byte of the file counts. */
    private static BufferedImage noise() {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        int state = 1;
        for (int i = 0; i < 64 * 64; i++) {
            state = state * 1664525 + 1013904223;
            image.setRGB(i % 64, i / 64, state >>> 8);
        }
        return image;
    }

    private static void fill(BufferedImage image, int rgb) {
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, rgb);
            }
        }
    }

    private Path png(BufferedImage image) throws IOException {
        Path file = folder.resolve("image.png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    private Path write(String name, byte[] contents) throws IOException {
        return Files.write(folder.resolve(name), contents);
    }

    private static byte[] jpeg(BufferedImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", bytes);
        return bytes.toByteArray();
    }

    /** Returns a JPEG of 8x8 pixels of the given four components. */
    private static byte[] cmyk(int... values) throws IOException {
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 8, 8, 4, null);
        for (int i = 0; i < 64; i++) {
            raster.setPixel(i % 8, i / 8, values);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(new IIOImage(raster, null, null));
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** Returns a JPEG with Adobe's marker put in after the first two bytes. */
    private static byte[] adobe(byte[] jpeg, int transform) {
        ByteBuffer file = ByteBuffer.allocate(jpeg.length + 16);
        file.put(jpeg, 0, 2).putShort((short) 0xffee).putShort((short) 14);
        file.put("Adobe".getBytes(StandardCharsets.US_ASCII)).putShort((short) 100);
        file.putInt(0).put((byte) transform);
        return file.put(jpeg, 2, jpeg.length - 2).array();
    }
}
