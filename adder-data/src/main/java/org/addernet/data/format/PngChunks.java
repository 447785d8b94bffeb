package org.addernet.data.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file that make its pixels, without the others: the decoder would unpack texts and colour profiles,
 * however large they become.
 */
final class PngChunks {

    private static final int SIGNATURE = 8;
    /** The length and the type before the data, the checksum after them. */
    private static final int FRAME = 12;

    private static final int IEND = type("IEND");
    private static final int EXIF = type("eXIf");
    private static final Set<Integer> PIXELS = Set.of(type("IHDR"), type("PLTE"), type("tRNS"), type("IDAT"), IEND);

    private final byte[] data;
    private int length = SIGNATURE;
    private int orientation = Orientation.UPRIGHT;

    private PngChunks(byte[] data) {
        this.data = data;
    }

    /** Returns the width in the header, as which the first chunk is taken. */
    static long width(byte[] file) throws IOException {
        return header(file, 16);
    }

    /** Returns the height in the header. */
    static long height(byte[] file) throws IOException {
        return header(file, 20);
    }

    private static long header(byte[] file, int at) throws IOException {
        if (file.length < at + 4) {
            throw new IOException("it is cut off in its header");
        }
        return Integer.toUnsignedLong(ByteBuffer.wrap(file).getInt(at));
    }

    /**
     * Walks through a file, and moves the chunks that make pixels to its start.
     *
     * @throws IOException if one of these ends too early or has a wrong checksum
     */
    static PngChunks strip(byte[] file) throws IOException {
        PngChunks chunks = new PngChunks(file);
        chunks.walk();
        return chunks;
    }

    /** Returns the number of bytes at the start of the file's array that are left. */
    int length() {
        return length;
    }

    /** Returns the orientation of EXIF, 1 to 8. */
    int orientation() {
        return orientation;
    }

    private void walk() throws IOException {
        ByteBuffer file = ByteBuffer.wrap(data);
        int type = 0;
        for (int at = SIGNATURE; type != IEND; ) {
            if (data.length - at < FRAME) {
                throw new IOException("it is cut off at byte " + at);
            }
            long size = Integer.toUnsignedLong(file.getInt(at));
            type = file.getInt(at + 4);
            if (size > data.length - at - FRAME) {
                throw new IOException("it is cut off in the chunk at byte " + at);
            }
            int end = at + FRAME + (int) size;
            if (type == EXIF) {
                orientation = Orientation.exif(data, at + 8, end - 4);
            } else if (PIXELS.contains(type)) {
                CRC32 sum = new CRC32();
                sum.update(data, at + 4, end - 4 - (at + 4));
                if ((int) sum.getValue() != file.getInt(end - 4)) {
                    throw new IOException("it is damaged, the chunk at byte " + at + " has a wrong checksum");
                }
                System.arraycopy(data, at, data, length, end - at);
                length += end - at;
            }
            at = end;
        }
    }

    private static int type(String name) {
        return name.charAt(0) << 24 | name.charAt(1) << 16 | name.charAt(2) << 8 | name.charAt(3);
    }
}
