package org.addernet.data.format;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.addernet.io.OneLine;
import org.addernet.tensor.Shape;

/**
 * A decoded JPEG or PNG image, always in three colours.
 *
 * <p>Grey is repeated for red, green and blue; transparency is ignored, and so are embedded colour profiles, so that the
 * values are those that other image libraries give. CMYK is converted without a profile. The image is turned upright as the
 * orientation in its EXIF data says, if these can be read.
 */
public final class ImageFile {

    /** The most pixels of an image, so that a false size in a header does not take all memory. */
    private static final long MAX_PIXELS = 100_000_000;
    /** Of a small file the pixels may be so many, and so many more for each byte: few pictures are half so even. */
    private static final long FREE_PIXELS = 1_000_000;

    private static final long PIXELS_PER_BYTE = 200;
    /** The largest file, in bytes, as all of it is held in memory. */
    private static final long MAX_BYTES = 1 << 30;
    /** The first bytes, which tell what a file is. */
    private static final int MAGIC = 4;

    private final Shape shape;
    private final float[] values;

    private ImageFile(Shape shape, float[] values) {
        this.shape = shape;
        this.values = values;
    }

    /**
     * Reads a JPEG or PNG file, which is known by its first bytes and not by its name.
     *
     * <p>The file may have 1 GiB, 1,000,000 pixels and 200 more for each of its bytes up to 100,000,000, and as a JPEG 64
     * scans.
     *
     * @throws IOException if the file is missing, neither of the two, cut off, damaged, or beyond these limits; the message
     *     names it
     */
    public static ImageFile read(Path file) throws IOException {
        try {
            return decode(file);
        } catch (NoSuchFileException e) {
            throw new IOException(OneLine.of(file) + ": there is no such file", e);
        } catch (Throwable e) {
            throw failure(OneLine.of(file), e);
        }
    }

    /**
     * Reads a JPEG or PNG image from a stream to its end, within the limits of {@link #read(Path)}; the stream is left open.
     *
     * <p>Memory grows with what the stream has, so that one which claims to be long allocates little.
     *
     * @throws IOException if the stream fails, or what it has is neither of the two, cut off, damaged, or beyond these limits
     */
    public static ImageFile read(InputStream in) throws IOException {
        try {
            byte[] magic = in.readNBytes(MAGIC);
            boolean jpeg = isJpeg(magic);
            byte[] rest = in.readNBytes((int) MAX_BYTES - MAGIC + 1);
            if (MAGIC + rest.length > MAX_BYTES) {
                throw new IOException("it has more bytes than the limit of " + MAX_BYTES);
            }
            byte[] data = Arrays.copyOf(magic, MAGIC + rest.length);
            System.arraycopy(rest, 0, data, MAGIC, rest.length);
            return decode(data, jpeg);
        } catch (Throwable e) {
            throw failure("picture", e);
        }
    }

    private static IOException failure(String name, Throwable e) {
        // The decoders throw all sorts of exceptions and errors where the data are broken.
        if (e instanceof VirtualMachineError fatal && !(e instanceof InternalError)) {
            throw fatal;
        }
        // With DISPLAY set, Java loads the libraries of X11 along with those of images, and fails where there are none.
        String remedy = e instanceof LinkageError ? "; start Java with -Djava.awt.headless=true" : "";
        boolean speaks = e instanceof IOException && e.getMessage() != null && !(e instanceof FileSystemException);
        return new IOException(
                name + ": the image cannot be read: "
                        + OneLine.of(speaks ? String.valueOf(e.getMessage()) : "the decoder fails (" + e + ")")
                        + remedy,
                e);
    }

    /** Returns the shape {@code [H,W,3]}. */
    public Shape shape() {
        return shape;
    }

    /** Returns the values themselves, not a copy: {@code [H,W,3]}, red, green and blue from 0 to 1. */
    public float[] values() {
        return values;
    }

    private static ImageFile decode(Path file) throws IOException {
        long size = Files.size(file);
        // Opening a pipe would wait for somebody to write.
        if (!Files.isRegularFile(file)) {
            throw new IOException("it is no regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] magic = in.readNBytes(MAGIC);
            boolean jpeg = isJpeg(magic);
            if (size > MAX_BYTES) {
                throw new IOException("its " + size + " bytes are more than the limit of " + MAX_BYTES);
            }
            byte[] data = Arrays.copyOf(magic, (int) Math.max(magic.length, size));
            int length = magic.length + in.readNBytes(data, magic.length, data.length - magic.length);
            return decode(length == data.length ? data : Arrays.copyOf(data, length), jpeg);
        }
    }

    /** Tells JPEG from PNG by the first bytes. */
    private static boolean isJpeg(byte[] magic) throws IOException {
        boolean four = magic.length == MAGIC;
        boolean jpeg = four && magic[0] == (byte) 0xff && magic[1] == (byte) 0xd8 && magic[2] == (byte) 0xff;
        boolean png = four && magic[0] == (byte) 0x89 && magic[1] == 'P' && magic[2] == 'N' && magic[3] == 'G';
        if (!jpeg && !png) {
            throw new IOException("it is neither a JPEG nor a PNG file");
        }
        return jpeg;
    }

    private static ImageFile decode(byte[] data, boolean jpeg) throws IOException {
        if (jpeg) {
            JpegSegments segments = JpegSegments.strip(data);
            return decode("jpeg", data, segments.length(), segments.orientation(), segments.adobeTransform());
        }
        requirePixels(PngChunks.width(data), PngChunks.height(data), data.length);
        PngChunks chunks = PngChunks.strip(data);
        return decode("png", data, chunks.length(), chunks.orientation(), JpegSegments.NO_ADOBE);
    }

    private static ImageFile decode(String format, byte[] data, int length, int exif, int adobe) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
        // In memory, as the streams that ImageIO would make write to the folder for temporary files.
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(data, 0, length))) {
            reader.setInput(in, false, true);
            List<String> damages = new ArrayList<>();
            reader.addIIOReadWarningListener((source, warning) -> {
                if (isDamage(warning)) {
                    damages.add(warning);
                }
            });
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            requirePixels(width, height, data.length);
            Orientation turn = Orientation.of(exif, height, width);
            float[] values = format.equals("jpeg") && CmykJpeg.isCmyk(reader)
                    ? CmykJpeg.values(reader, adobe, turn)
                    : values(reader.read(0), turn);
            if (!damages.isEmpty()) {
                throw new IOException("it is cut off or damaged (" + damages.get(0) + ")");
            }
            return new ImageFile(Shape.of(turn.height(), turn.width(), 3), values);
        } finally {
            reader.dispose();
        }
    }

    private static void requirePixels(long width, long height, long bytes) throws IOException {
        if (width < 1 || height < 1) {
            throw new IOException("it has no pixels, its size is " + width + "x" + height);
        }
        long most = Math.min(MAX_PIXELS, FREE_PIXELS + PIXELS_PER_BYTE * bytes);
        if (width > most / height) {
            throw new IOException(width + "x" + height + " pixels are more than the " + most + " that a file of "
                    + bytes + " bytes may have");
        }
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
    private static float[] values(BufferedImage image, Orientation turn) throws IOException {
        Raster raster = image.getRaster();
        int width = image.getWidth();
        int bands = raster.getNumBands();
        float max = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
        float[] values = new float[3 * width * image.getHeight()];
        int[] row = new int[width * bands];
        int green = bands < 3 ? 0 : 1;
        int blue = bands < 3 ? 0 : 2;
        int step = 3 * turn.right();
        for (int y = 0; y < image.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            int i = 3 * (turn.first() + y * turn.down());
            if (image.getColorModel() instanceof IndexColorModel palette) {
                for (int x = 0; x < width; x++, i += step) {
                    if (row[x] >= palette.getMapSize()) {
                        throw new IOException("its palette has no colour " + row[x]);
                    }
                    int rgb = palette.getRGB(row[x]);
                    values[i] = (rgb >> 16 & 255) / 255f;
                    values[i + 1] = (rgb >> 8 & 255) / 255f;
                    values[i + 2] = (rgb & 255) / 255f;
                }
            } else {
                for (int x = 0; x < row.length; x += bands, i += step) {
                    values[i] = row[x] / max;
                    values[i + 1] = row[x + green] / max;
                    values[i + 2] = row[x + blue] / max;
                }
            }
        }
        return values;
    }
}
