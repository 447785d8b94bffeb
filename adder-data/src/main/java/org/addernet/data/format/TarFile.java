package org.addernet.data.format;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The regular files of a tar archive, plain or gzipped, one after the other.
 *
 * <p>An archive is blocks of 512 bytes: for each file a header, with its name, size, type and a checksum, then the
 * contents, filled up with zeros; at the end come zero blocks (POSIX ustar). Entries of other types are passed over.
 */
final class TarFile implements Closeable {

    private static final int BLOCK = 512;

    private static final int NAME_LENGTH = 100;
    private static final int SIZE = 124;
    private static final int CHECKSUM = 148;
    private static final int TYPE = 156;

    /** A number in a header: octal digits that end with a space or a zero byte. */
    private static final Pattern OCTAL = Pattern.compile(" *([0-7]{1,20})[ \0].*", Pattern.DOTALL);

    /** Extended attributes, {@code LENGTH KEY=VALUE} in lines, after which the header does not tell the truth. */
    private static final Pattern NAMED = Pattern.compile("\\d (path|size|GNU\\.sparse\\.[^=]*)=");

    /** The most bytes of a long name or of extended attributes that are read. */
    private static final int MAX_ATTRIBUTES = 1 << 16;

    private final DataFile file;
    private final long limit;

    /** The name, the size and the unread bytes with their filling of the current entry. */
    private String name = "";

    private long size;
    private long unread;

    private TarFile(DataFile file, long limit) {
        this.file = file;
        this.limit = limit;
    }

    /**
     * Opens an archive, plain or, if its name ends with {@code .gz}, gzipped.
     *
     * @param limit the most bytes that the unpacked archive may have
     */
    static TarFile open(Path path, long limit) throws IOException {
        return new TarFile(DataFile.open(path), limit);
    }

    /**
     * Goes to the next regular file and returns its name without folders, or null at the end.
     *
     * <p>A name that does not fit its header, as GNU tar and POSIX allow, is not put together: it is empty.
     *
     * @throws IOException if the archive is broken; the message names it and the byte at fault
     */
    @Nullable
    String next() throws IOException {
        boolean named = true;
        while (true) {
            file.skip(unread);
            unread = 0;
            long start = file.offset();
            byte[] header = new byte[BLOCK];
            int n = file.read(header, 0, BLOCK);
            int sum = sum(header);
            if (n == 0 || sum == 0) {
                // Read to the end, so that a gzipped archive has its checksum verified.
                file.skip(limit - file.offset());
                if (file.read(header, 0, 1) > 0) {
                    throw tooLarge(file.offset());
                }
                return null;
            }
            if (n < BLOCK) {
                throw file.broken("the file ends after " + n + " of the " + BLOCK + " bytes of a tar header");
            }
            if (octal(header, CHECKSUM, 8) != sum) {
                throw file.broken(start, "the tar header has a wrong checksum, this is no tar file or a broken one");
            }
            size = octal(header, SIZE, 12);
            if (size < 0) {
                throw file.broken(start + SIZE, "the size in the tar header is no octal number");
            }
            if (size > limit - file.offset()) {
                throw tooLarge(start + SIZE);
            }
            unread = (size + BLOCK - 1) / BLOCK * BLOCK;
            char type = (char) header[TYPE];
            if (type == '0' || type == 0) {
                String path = text(header, 0, NAME_LENGTH);
                int end = path.indexOf('\0');
                String whole = end < 0 ? path : path.substring(0, end);
                name = named ? whole.substring(whole.lastIndexOf('/') + 1) : "";
                return name;
            }
            // What is before a file and says its name; what is for all files that follow is not used in practice.
            named = named && type != 'L' && !(type == 'x' && renames());
        }
    }

    /** Reads the extended attributes of the next file and tells whether its name, its size or its form is among them. */
    private boolean renames() throws IOException {
        if (size > MAX_ATTRIBUTES) {
            return true;
        }
        byte[] attributes = file.bytes((int) size, "attributes in the archive");
        unread -= size;
        return NAMED.matcher(text(attributes, 0, attributes.length)).find();
    }

    private IOException tooLarge(long at) {
        return file.broken(at, "the unpacked archive has more than " + limit + " bytes, the limit for this data set");
    }

    /** Returns the error for an archive that is wrong at the next byte. */
    IOException broken(String what) {
        return file.broken(what);
    }

    /**
     * Reads the contents of the current file, whose errors name the archive and the file.
     *
     * @param most the most bytes that it may have
     * @throws IOException if the archive ends too early or the file is larger
     */
    DataFile contents(int most) throws IOException {
        if (size > most) {
            throw file.broken("the file " + name + " in the archive has " + size + " bytes, more than the " + most
                    + " that such a file may have");
        }
        byte[] bytes = file.bytes((int) size, "file " + name + " in the archive");
        unread -= size;
        return new DataFile(file.name() + ", " + name, new ByteArrayInputStream(bytes));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Returns the sum of the bytes of a header, in which the checksum itself counts as spaces; 0 for a zero block. */
    private static int sum(byte[] header) {
        int sum = 0;
        int checksum = 0;
        for (int i = 0; i < BLOCK; i++) {
            int value = Byte.toUnsignedInt(header[i]);
            sum += value;
            checksum += i >= CHECKSUM && i < CHECKSUM + 8 ? ' ' : value;
        }
        return sum == 0 ? 0 : checksum;
    }

    private static long octal(byte[] header, int start, int length) {
        Matcher digits = OCTAL.matcher(text(header, start, length) + ' ');
        return digits.matches() ? Long.parseLong(digits.group(1), 8) : -1;
    }

    private static String text(byte[] header, int start, int length) {
        return new String(header, start, length, StandardCharsets.ISO_8859_1);
    }
}
