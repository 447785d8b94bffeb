package org.addernet.data.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.addernet.tensor.Shape;

/**
 * The contents of an IDX file of unsigned bytes, the format of MNIST.
 *
 * <p>An IDX file is two zero bytes, the type of the values (8: unsigned byte), the number of dimensions, one big-endian
 * 32-bit number for each of them, and the values in row-major order.
 */
public final class IdxFile {

    private static final int UNSIGNED_BYTE = 8;

    private final Shape shape;
    private final byte[] values;

    private IdxFile(Shape shape, byte[] values) {
        this.shape = shape;
        this.values = values;
    }

    /**
     * Reads a file, plain or, if its name ends with {@code .gz}, gzipped.
     *
     * @param rank the number of dimensions that the file must have: 3 for images, 1 for labels
     * @param maxValues the most values, one byte each, that the data set has; nothing beyond them is allocated or unpacked
     * @throws IOException if the file is missing, not such a file, or has more values; the message names it and the byte
     *     at fault
     */
    public static IdxFile read(Path file, int rank, int maxValues) throws IOException {
        try (DataFile data = DataFile.open(file)) {
            return parse(data, rank, maxValues);
        }
    }

    /** Returns the dimensions: {@code [N,H,W]} of images, {@code [N]} of labels. */
    public Shape shape() {
        return shape;
    }

    /** Returns the values themselves, not a copy: unsigned bytes in row-major order. */
    public byte[] values() {
        return values;
    }

    private static IdxFile parse(DataFile data, int rank, int maxValues) throws IOException {
        byte[] magic = data.bytes(4, "magic number");
        if (magic[0] != 0 || magic[1] != 0 || magic[2] != UNSIGNED_BYTE) {
            throw data.broken(
                    0,
                    String.format(
                            "the magic number is %02x%02x%02x%02x, an IDX file of bytes has 000008 and the dimensions",
                            magic[0], magic[1], magic[2], magic[3]));
        }
        if (magic[3] != rank) {
            throw data.broken(3, "the file has " + magic[3] + " dimensions, expected " + rank);
        }
        long[] dimensions = new long[rank];
        long size = 1;
        for (int i = 0; i < rank; i++) {
            byte[] b = data.bytes(4, "dimensions");
            dimensions[i] = (b[0] & 0xffL) << 24 | (b[1] & 0xffL) << 16 | (b[2] & 0xffL) << 8 | (b[3] & 0xffL);
            // A zero must not hide an absurd dimension beside it, so none is multiplied in.
            size *= Math.max(1, dimensions[i]);
            if (size > maxValues) {
                throw data.broken("the dimensions " + Arrays.toString(Arrays.copyOf(dimensions, i + 1))
                        + " are more than the " + maxValues + " values that such a file may have");
            }
        }
        Shape shape =
                Shape.of(Arrays.stream(dimensions).mapToInt(Math::toIntExact).toArray());
        byte[] values = data.bytes(shape.size(), "values of the dimensions " + shape);
        long end = data.offset();
        if (data.read(new byte[1], 0, 1) > 0) {
            throw data.broken(
                    end, "more bytes follow after the " + values.length + " values of the dimensions " + shape);
        }
        return new IdxFile(shape, values);
    }
}
