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
        sized(name, type, contents.length);
        bytes.writeBytes(contents);
        bytes.writeBytes(new byte[Math.floorMod(-contents.length, BLOCK)]);
        return this;
    }

    /** Adds a header alone, of a file that has so many bytes. */
    Archive sized(String name, char type, long size) {
        return sized(name, type, String.format("%011o ", size));
    }

    /** Adds a header with a size as it is written there. */
    Archive sized(String name, char type, String size) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644\0");
        put(header, 124, size);
        put(header, 148, "        ");
        header[156] = (byte) type;
        put(header, 257, "ustar  ");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, String.format("%06o\0 ", sum));
        bytes.writeBytes(header);
        return this;
    }

    /** Returns the archive without its end. */
    byte[] bytes() {
        return bytes.toByteArray();
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
        byte[] latin = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(latin, 0, header, start, latin.length);
    }
}
