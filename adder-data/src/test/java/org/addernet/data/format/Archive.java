package org.addernet.data.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Makes tar archives and gzipped files. */
public final class Archive {

    private static final int BLOCK = 512;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Adds a folder. */
    public Archive folder(String name) {
        return entry(name, '5', new byte[0]);
    }

    /** Adds a regular file. */
    public Archive file(String name, byte[] contents) {
        return entry(name, '0', contents);
    }

    Archive entry(String name, char type, byte[] contents) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644\0");
        put(header, 124, String.format("%011o ", contents.length));
        put(header, 148, "        ");
        header[156] = (byte) type;
        put(header, 257, "ustar  ");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, String.format("%06o\0 ", sum));
        bytes.writeBytes(header);
        bytes.writeBytes(contents);
        bytes.writeBytes(new byte[Math.floorMod(-contents.length, BLOCK)]);
        return this;
    }

    /** Returns the archive with its end, two zero blocks. */
    public byte[] tar() {
        byte[] end = new byte[2 * BLOCK];
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(bytes.toByteArray());
        whole.writeBytes(end);
        return whole.toByteArray();
    }

    /** Returns the contents gzipped. */
    public static byte[] gzip(byte[] contents) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(contents);
        }
        return packed.toByteArray();
    }

    private static void put(byte[] header, int start, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, header, start, ascii.length);
    }
}
