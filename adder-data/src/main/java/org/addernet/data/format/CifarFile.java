package org.addernet.data.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.addernet.tensor.Shape;

/**
 * The contents of a binary batch of CIFAR-10 or CIFAR-100.
 *
 * <p>A batch is records of a few label bytes and 3072 bytes of an image of 32x32 pixels: its red plane, its green and its
 * blue, each row by row.
 */
public final class CifarFile {

    /** The shape of every image, {@code [32,32,3]}. */
    public static final Shape IMAGE = Shape.of(32, 32, 3);

    /** The most bytes beside the batches in an archive; the published ones have less than 100 KB. */
    private static final int OTHER_FILES = 1 << 24;

    private static final int PLANE = IMAGE.dimension(0) * IMAGE.dimension(1);

    /** The two forms of a record. */
    public enum Format {
        /** One label byte, 0 to 9; at most 10,000 records in a batch. */
        CIFAR10(1, 10, 10_000),
        /**
         * Two label bytes: one of 20 superclasses, which is not read, and the fine label, 0 to 99; at most 50,000 records
         * in a batch.
         */
        CIFAR100(2, 100, 50_000);

        private final int labelBytes;
        private final int classes;
        private final int maxRecords;

        Format(int labelBytes, int classes, int maxRecords) {
            this.labelBytes = labelBytes;
            this.classes = classes;
            this.maxRecords = maxRecords;
        }

        /** Returns the number of classes. */
        public int classes() {
            return classes;
        }

        /** Returns the most records of a batch, which are those of the published ones; a file that has more is refused. */
        public int maxRecords() {
            return maxRecords;
        }

        private int recordBytes() {
            return labelBytes + IMAGE.size();
        }
    }

    private final byte[] pixels;
    private final byte[] labels;

    private CifarFile(byte[] pixels, byte[] labels) {
        this.pixels = pixels;
        this.labels = labels;
    }

    /**
     * Reads a batch, plain or, if its name ends with {@code .gz}, gzipped.
     *
     * @throws IOException if the file is missing, empty, ends within a record, has more than {@link Format#maxRecords} or a
     *     label that is no class; the message names the file, the byte and the record at fault
     */
    public static CifarFile read(Path file, Format format) throws IOException {
        try (DataFile data = DataFile.open(file)) {
            return parse(data, format);
        }
    }

    /**
     * Reads batches from a tar archive, plain or gzipped, and returns them in the order of the names.
     *
     * <p>The archive may have as much as the largest batches of these names, and 16 MiB of other files beside them.
     *
     * @param names the names of the batches, without folders
     * @throws IOException if the archive is missing or broken, lacks a batch, has a broken one, or is too large
     */
    public static List<CifarFile> readArchive(Path archive, List<String> names, Format format) throws IOException {
        Map<String, CifarFile> found = new HashMap<>();
        int batchBytes = format.maxRecords * format.recordBytes();
        try (TarFile tar = TarFile.open(archive, (long) names.size() * batchBytes + OTHER_FILES)) {
            for (String name = tar.next(); name != null; name = tar.next()) {
                if (names.contains(name)) {
                    found.put(name, parse(tar.contents(batchBytes), format));
                }
            }
            for (String name : names) {
                if (!found.containsKey(name)) {
                    throw tar.broken("the archive has no file " + name + ", fetch it again");
                }
            }
        }
        return names.stream().map(found::get).toList();
    }

    /** Returns the images themselves, not a copy: unsigned bytes {@code [N,32,32,3]}. */
    public byte[] pixels() {
        return pixels;
    }

    /** Returns the labels themselves, not a copy: unsigned bytes {@code [N]}. */
    public byte[] labels() {
        return labels;
    }

    private static CifarFile parse(DataFile data, Format format) throws IOException {
        byte[] record = new byte[format.recordBytes()];
        byte[] image = new byte[IMAGE.size()];
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        ByteArrayOutputStream labels = new ByteArrayOutputStream();
        int n = data.read(record, 0, record.length);
        for (; n == record.length; n = data.read(record, 0, record.length)) {
            if (labels.size() == format.maxRecords) {
                throw data.broken(
                        "the batch has more than the " + format.maxRecords + " records of " + format + ", the limit");
            }
            int label = Byte.toUnsignedInt(record[format.labelBytes - 1]);
            if (label >= format.classes) {
                throw data.broken(
                        data.offset() - IMAGE.size() - 1,
                        "label " + label + " of record " + labels.size() + " (the first is 0) is not one of the "
                                + format.classes + " classes, 0 to " + (format.classes - 1));
            }
            labels.write(label);
            interleave(record, format.labelBytes, image);
            pixels.write(image, 0, image.length);
        }
        if (n > 0) {
            throw data.broken("the file ends after " + n + " of the " + record.length + " bytes of record "
                    + labels.size() + " (the first is 0), fetch it again");
        }
        if (labels.size() == 0) {
            throw data.broken("the file is empty, fetch it again");
        }
        return new CifarFile(pixels.toByteArray(), labels.toByteArray());
    }

    private static void interleave(byte[] planes, int start, byte[] image) {
        for (int p = 0; p < PLANE; p++) {
            image[3 * p] = planes[start + p];
            image[3 * p + 1] = planes[start + PLANE + p];
            image[3 * p + 2] = planes[start + 2 * PLANE + p];
        }
    }
}
