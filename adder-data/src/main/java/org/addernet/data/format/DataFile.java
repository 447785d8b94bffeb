package org.addernet.data.format;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.addernet.io.OneLine;

/**
 * A file read from start to end, plain or gzipped, whose errors name it and the byte at fault.
 *
 * <p>Byte offsets are those of the uncompressed contents.
 */
final class DataFile implements Closeable {

    private static final int CHUNK = 1 << 16;

    private final String name;
    private InputStream in;
    private long offset;

    /** Creates the file of that name with the given contents. */
    DataFile(String name, InputStream in) {
        this.name = name;
        this.in = in;
    }

    /** Opens a file, plain or, if its name ends with {@code .gz}, gzipped. */
    static DataFile open(Path path) throws IOException {
        try {
            DataFile file = new DataFile(path.toString(), new BufferedInputStream(Files.newInputStream(path), CHUNK));
            if (path.toString().endsWith(".gz")) {
                file.unpack();
            }
            return file;
        } catch (NoSuchFileException e) {
            throw new IOException(OneLine.of(path) + ": there is no such file", e);
        }
    }

    private void unpack() throws IOException {
        try {
            in = new GZIPInputStream(in, CHUNK);
        } catch (IOException e) {
            in.close();
            throw explained(e);
        }
    }

    /** Returns the name by which errors call this file. */
    String name() {
        return name;
    }

    /** Returns the offset of the next byte. */
    long offset() {
        return offset;
    }

    /** Reads exactly so many bytes; memory grows with what is really there, so that a false size allocates little. */
    byte[] bytes(int count, String what) throws IOException {
        byte[] bytes = new byte[Math.min(count, CHUNK)];
        int n = read(bytes, 0, bytes.length);
        while (n < count && n == bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(count, 2L * n));
            n += read(bytes, n, bytes.length - n);
        }
        if (n < count) {
            throw broken("the file ends after " + n + " of the " + count + " bytes of the " + what);
        }
        return bytes;
    }

    /** Reads so many bytes, or fewer at the end of the file, and returns their number. */
    int read(byte[] target, int start, int count) throws IOException {
        int n = 0;
        try {
            while (n < count) {
                int got = in.read(target, start + n, count - n);
                if (got < 0) {
                    break;
                }
                n += got;
                offset += got;
            }
        } catch (IOException e) {
            throw explained(e);
        }
        return n;
    }

    /** Passes over so many bytes, or fewer at the end of the file. */
    void skip(long count) throws IOException {
        byte[] passed = new byte[(int) Math.min(count, CHUNK)];
        long left = count;
        while (left > 0) {
            int n = read(passed, 0, (int) Math.min(left, passed.length));
            if (n == 0) {
                return;
            }
            left -= n;
        }
    }

    /** Returns the error for contents that are wrong at the next byte. */
    IOException broken(String what) {
        return broken(offset, what);
    }

    /** Returns the error for contents that are wrong at the given byte. */
    IOException broken(long at, String what) {
        return new IOException(OneLine.of(name) + ": at byte " + at + ": " + OneLine.of(what));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private IOException explained(IOException e) {
        if (e instanceof EOFException) {
            return new IOException(
                    broken("the gzip data end too early, fetch the file again").getMessage(), e);
        }
        if (e instanceof ZipException) {
            return new IOException(
                    broken("the gzip data are broken (" + e.getMessage() + "), fetch the file again")
                            .getMessage(),
                    e);
        }
        return e;
    }
}
