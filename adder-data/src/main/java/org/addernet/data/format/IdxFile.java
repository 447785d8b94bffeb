package org.addernet.data.format;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.addernet.tensor.Shape;

/**
 * The contents of an IDX file of unsigned bytes, the format of MNIST.
 *
 * <p>An IDX file is two zero bytes, the type of the values (8: unsigned byte), the number of dimensions, one big-endian
 * 32-bit extent for each dimension, and the values in row-major order.
 */
public final class IdxFile {

    private static final int UNSIGNED_BYTE = 8;
    /** The largest array that every JVM can allocate. */
    private static final int MAX_VALUES = Integer.MAX_VALUE - 8;

    private static final int FIRST_CHUNK = 1 << 16;

    private final Shape shape;
    private final byte[] values;

    private IdxFile(Shape shape, byte[] values) {
        this.shape = shape;
        this.values = values;
    }

    /**
     * Reads a file, plain or, if its name ends with {@code .gz}, gzipped.
     *
     * @param dimensions the number of dimensions that the file must have: 3 for images, 1 for labels
     * @throws IOException if the file is missing or not such a file; the message names it and the byte at fault
     */
    public static IdxFile read(Path file, int dimensions) throws IOException {
        Source source = new Source(file);
        try (InputStream raw = Files.newInputStream(file)) {
            source.open(raw);
            return source.parse(dimensions);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": there is no such file", e);
        } catch (EOFException e) {
            throw source.broken("the gzip data end too early, fetch the file again", e);
        } catch (ZipException e) {
            throw source.broken("the gzip data are broken (" + e.getMessage() + "), fetch the file again", e);
        }
    }

    /** Returns the extents: {@code [N,H,W]} of images, {@code [N]} of labels. */
    public Shape shape() {
        return shape;
    }

    /** Returns the values themselves, not a copy: unsigned bytes in row-major order. */
    public byte[] values() {
        return values;
    }

    /** A file being read, and how far: byte offsets are those of the uncompressed contents. */
    private static final class Source {
        private final Path file;
        private final boolean gzip;
        private InputStream in = InputStream.nullInputStream();
        private long offset;

        Source(Path file) {
            this.file = file;
            gzip = file.toString().endsWith(".gz");
        }

        void open(InputStream raw) throws IOException {
            in = gzip ? new GZIPInputStream(raw, FIRST_CHUNK) : new BufferedInputStream(raw, FIRST_CHUNK);
        }

        IdxFile parse(int dimensions) throws IOException {
            byte[] magic = bytes(4, "magic number");
            if (magic[0] != 0 || magic[1] != 0 || magic[2] != UNSIGNED_BYTE) {
                offset = 0;
                throw broken(String.format(
                        "the magic number is %02x%02x%02x%02x, an IDX file of bytes has 000008 and the dimensions",
                        magic[0], magic[1], magic[2], magic[3]));
            }
            if (magic[3] != dimensions) {
                offset = 3;
                throw broken("the file has " + magic[3] + " dimensions, expected " + dimensions);
            }
            long[] extents = new long[dimensions];
            long size = 1;
            for (int i = 0; i < dimensions; i++) {
                byte[] b = bytes(4, "extents");
                extents[i] = (b[0] & 0xffL) << 24 | (b[1] & 0xffL) << 16 | (b[2] & 0xffL) << 8 | (b[3] & 0xffL);
                // A zero must not hide an absurd extent beside it, so none is multiplied in.
                size *= Math.max(1, extents[i]);
                if (size > MAX_VALUES) {
                    throw broken("the extents " + Arrays.toString(Arrays.copyOf(extents, i + 1)) + " are more than the "
                            + MAX_VALUES + " bytes that an array holds");
                }
            }
            Shape shape =
                    Shape.of(Arrays.stream(extents).mapToInt(Math::toIntExact).toArray());
            byte[] values = bytes(shape.size(), "values of the extents " + shape);
            if (in.read() >= 0) {
                throw broken("more bytes follow after the " + values.length + " values of the extents " + shape);
            }
            return new IdxFile(shape, values);
        }

        /** Reads exactly so many bytes; memory grows with what is really there, so that a false extent allocates little. */
        private byte[] bytes(int count, String what) throws IOException {
            byte[] bytes = new byte[Math.min(count, FIRST_CHUNK)];
            int n = 0;
            while (n < count) {
                if (n == bytes.length) {
                    bytes = Arrays.copyOf(bytes, (int) Math.min(count, 2L * n));
                }
                int read = in.read(bytes, n, bytes.length - n);
                if (read < 0) {
                    throw broken("the file ends after " + n + " of the " + count + " bytes of the " + what);
                }
                n += read;
                offset += read;
            }
            return bytes;
        }

        private IOException broken(String what) {
            return new IOException(file + ": at byte " + offset + ": " + what);
        }

        IOException broken(String what, IOException cause) {
            return new IOException(file + ": at byte " + offset + ": " + what, cause);
        }
    }
}
