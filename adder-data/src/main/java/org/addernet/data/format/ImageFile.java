package org.addernet.data.format;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.addernet.tensor.Shape;

/**
 * A decoded JPEG or PNG image, always in three colours.
 *
 * <p>Grey is repeated for red, green and blue; transparency is ignored, and so are embedded colour profiles, so that the
 * values are those that other image libraries give. CMYK is converted without a profile.
 */
public final class ImageFile {

    private static final String JPEG = "jpeg";

    /** The most pixels of an image, so that a false size in a header does not take all memory. */
    private static final int MAX_PIXELS = 100_000_000;

    private final Shape shape;
    private final float[] values;

    private ImageFile(Shape shape, float[] values) {
        this.shape = shape;
        this.values = values;
    }

    /**
     * Reads a JPEG or PNG file, which is known by its first bytes and not by its name.
     *
     * @throws IOException if the file is missing, neither of the two, cut off or damaged; the message names it
     */
    public static ImageFile read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                ImageInputStream data = new MemoryCacheImageInputStream(in)) {
            ImageReader reader = reader(data);
            try {
                reader.setInput(data, false, true);
                return decode(reader);
            } finally {
                reader.dispose();
            }
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": there is no such file", e);
        } catch (IOException | RuntimeException e) {
            // The decoders throw all sorts of exceptions where the data are broken.
            boolean speaks = e.getMessage() != null && !(e instanceof FileSystemException);
            throw new IOException(file + ": the image cannot be read: " + (speaks ? e.getMessage() : e), e);
        }
    }

    /** Returns the shape {@code [H,W,3]}. */
    public Shape shape() {
        return shape;
    }

    /** Returns the values themselves, not a copy: {@code [H,W,3]}, red, green and blue from 0 to 1. */
    public float[] values() {
        return values;
    }

    private static ImageReader reader(ImageInputStream data) throws IOException {
        byte[] magic = new byte[4];
        int n = data.read(magic);
        data.seek(0);
        if (n == 4 && magic[0] == (byte) 0xff && magic[1] == (byte) 0xd8 && magic[2] == (byte) 0xff) {
            return ImageIO.getImageReadersByFormatName(JPEG).next();
        }
        if (n == 4 && magic[0] == (byte) 0x89 && magic[1] == 'P' && magic[2] == 'N' && magic[3] == 'G') {
            return ImageIO.getImageReadersByFormatName("png").next();
        }
        throw new IOException("it is neither a JPEG nor a PNG file");
    }

    private static ImageFile decode(ImageReader reader) throws IOException {
        List<String> damages = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> {
            if (isDamage(warning)) {
                damages.add(warning);
            }
        });
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if ((long) width * height > MAX_PIXELS) {
            throw new IOException(width + "x" + height + " pixels are more than the " + MAX_PIXELS + " allowed");
        }
        Shape shape = Shape.of(height, width, 3);
        float[] values =
                CmykJpeg.isCmyk(reader) ? CmykJpeg.values(reader) : values(reader.read(0, unconverted(reader)));
        if (!damages.isEmpty()) {
            throw new IOException("it is cut off or damaged (" + damages.get(0) + ")");
        }
        return new ImageFile(shape, values);
    }

    /** Asks for the samples of a JPEG as they are: in the colours of its profile if it has one, where sRGB is the default. */
    private static ImageReadParam unconverted(ImageReader reader) throws IOException {
        ImageReadParam param = reader.getDefaultReadParam();
        if (reader.getFormatName().equalsIgnoreCase(JPEG)) {
            Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
            ImageTypeSpecifier type = types.next();
            while (types.hasNext()) {
                ImageTypeSpecifier next = types.next();
                type = next.getNumBands() == type.getNumBands() ? next : type;
            }
            // Not setDestinationType, which refuses the type of a profile although it is one of the reader's own.
            param.setDestination(type.createBufferedImage(reader.getWidth(0), reader.getHeight(0)));
        }
        return param;
    }

    /**
     * Tells whether a decoder's warning means that pixels are lost. The decoder of JPEG fills up with grey what is missing,
     * and only warns. It warns as well of superfluous bytes and odd profiles, which many photographs have.
     */
    private static boolean isDamage(String warning) {
        return warning.startsWith("Truncated")
                || warning.startsWith("Premature")
                || (warning.startsWith("Corrupt") && !warning.contains("extraneous"));
    }

    /** Converts the samples as they are: the image's own conversion would take grey as linear and brighten it. */
    private static float[] values(BufferedImage image) {
        Raster raster = image.getRaster();
        int width = image.getWidth();
        int bands = raster.getNumBands();
        float max = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
        float[] values = new float[3 * width * image.getHeight()];
        int[] row = new int[width * bands];
        int i = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            if (image.getColorModel() instanceof IndexColorModel palette) {
                for (int index : row) {
                    int rgb = palette.getRGB(index);
                    values[i++] = (rgb >> 16 & 255) / 255f;
                    values[i++] = (rgb >> 8 & 255) / 255f;
                    values[i++] = (rgb & 255) / 255f;
                }
            } else {
                int green = bands < 3 ? 0 : 1;
                int blue = bands < 3 ? 0 : 2;
                for (int x = 0; x < row.length; x += bands) {
                    values[i++] = row[x] / max;
                    values[i++] = row[x + green] / max;
                    values[i++] = row[x + blue] / max;
                }
            }
        }
        return values;
    }
}
