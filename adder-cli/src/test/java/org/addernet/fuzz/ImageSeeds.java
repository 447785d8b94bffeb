package org.addernet.fuzz;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Small valid pictures of every kind. */
final class ImageSeeds {

    private static final int WIDTH = 19;
    private static final int HEIGHT = 13;

    private ImageSeeds() {}

    static List<byte[]> jpegs() throws IOException {
        byte[] rgb = write("jpeg", new IIOImage(image(BufferedImage.TYPE_INT_RGB), null, null), false);
        byte[] grey = write("jpeg", new IIOImage(image(BufferedImage.TYPE_BYTE_GRAY), null, null), false);
        byte[] progressive = write("jpeg", new IIOImage(image(BufferedImage.TYPE_INT_RGB), null, null), true);
        byte[] greyProgressive = write("jpeg", new IIOImage(image(BufferedImage.TYPE_BYTE_GRAY), null, null), true);
        WritableRaster inks = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, WIDTH, HEIGHT, 4, null);
        fill(inks);
        byte[] cmyk = write("jpeg", new IIOImage(inks, null, null), false);
        byte[] profile = Bytes.concat(
                ascii("ICC_PROFILE\0\1\1"),
                ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData());
        byte[] exif = Bytes.concat(ascii("Exif\0\0MM\0*\0\0\0\b\0\1\1\22\0\3\0\0\0\1\0\6\0\0\0\0\0\0"));
        return List.of(
                rgb,
                grey,
                progressive,
                greyProgressive,
                cmyk,
                Jpeg.withSegment(cmyk, 0xee, ascii("Adobe\0d\0\0\0\0\0")),
                Jpeg.withSegment(cmyk, 0xee, ascii("Adobe\0d\0\0\0\0\2")),
                Jpeg.withSegment(rgb, 0xe1, exif),
                Jpeg.withSegment(rgb, 0xe2, profile),
                Jpeg.withSegment(progressive, 0xfe, ascii("a comment")));
    }

    static List<byte[]> pngs() throws IOException {
        return List.of(
                png(image(BufferedImage.TYPE_BYTE_GRAY), false),
                png(image(BufferedImage.TYPE_USHORT_GRAY), false),
                png(image(BufferedImage.TYPE_BYTE_BINARY), false),
                png(image(BufferedImage.TYPE_BYTE_INDEXED), false),
                png(image(BufferedImage.TYPE_3BYTE_BGR), false),
                png(image(BufferedImage.TYPE_4BYTE_ABGR), false),
                png(components(ColorSpace.CS_GRAY, true, DataBuffer.TYPE_BYTE), false),
                png(components(ColorSpace.CS_sRGB, false, DataBuffer.TYPE_USHORT), false),
                png(components(ColorSpace.CS_sRGB, true, DataBuffer.TYPE_USHORT), false),
                png(image(BufferedImage.TYPE_BYTE_INDEXED), true),
                png(image(BufferedImage.TYPE_3BYTE_BGR), true),
                png(components(ColorSpace.CS_sRGB, true, DataBuffer.TYPE_USHORT), true));
    }

    private static BufferedImage image(int type) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
        Random random = new Random(1);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                image.setRGB(x, y, (128 | x / 2) << 24 | 11 * x << 16 | 17 * y << 8 | random.nextInt(256));
            }
        }
        return image;
    }

    private static BufferedImage components(int space, boolean alpha, int dataType) {
        ColorModel colors = new ComponentColorModel(
                ColorSpace.getInstance(space),
                alpha,
                false,
                alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
                dataType);
        WritableRaster raster = colors.createCompatibleWritableRaster(WIDTH, HEIGHT);
        fill(raster);
        return new BufferedImage(colors, raster, false, null);
    }

    private static void fill(WritableRaster raster) {
        Random random = new Random(2);
        int[] row = new int[WIDTH * raster.getNumBands()];
        for (int y = 0; y < HEIGHT; y++) {
            int line = y;
            Arrays.setAll(row, i -> (7 * i + 9 * line + random.nextInt(20)) % 256);
            raster.setPixels(0, y, WIDTH, 1, row);
        }
    }

    private static byte[] png(BufferedImage image, boolean interlaced) throws IOException {
        return write("png", new IIOImage(image, null, null), interlaced);
    }

    private static byte[] write(String format, IIOImage image, boolean progressive) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
            writer.write(null, image, param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
