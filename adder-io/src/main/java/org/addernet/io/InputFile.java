package org.addernet.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file read from start to end that never allocates for bytes it does not have, and whose errors name it. */
final class InputFile implements Closeable {

    private final Path path;
    private final InputStream in;
    private final long size;
    private long position;

    private InputFile(Path path, InputStream in, long size) {
        this.path = path;
        this.in = in;
        this.size = size;
    }

    static InputFile open(Path path) throws IOException {
        try {
            long size = Files.size(path);
            return new InputFile(path, Files.newInputStream(path), size);
        } catch (IOException e) {
            throw FileError.cannotRead(path, e);
        }
    }

    /** Returns the number of bytes of the whole file. */
    long size() {
        return size;
    }

    /** Returns the offset of the next byte. */
    long position() {
        return position;
    }

    /** Returns the number of bytes not yet read. */
    long remaining() {
        return size - position;
    }

    /**
     * Reads bytes.
     *
     * @throws IOException if the file has fewer
     */
    byte[] bytes(int count) throws IOException {
        require(count);
        byte[] bytes = new byte[count];
        fill(bytes, count);
        return bytes;
    }

    /**
     * Reads elements, converted to float32.
     *
     * @throws IOException if the file has fewer
     */
    float[] floats(ElementType type, int count) throws IOException {
        require((long) count * type.bytes());
        float[] values = new float[count];
        int perChunk = Math.min(count, ElementType.CHUNK / type.bytes());
        ByteBuffer chunk = ByteBuffer.allocate(perChunk * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int done = 0; done < count; ) {
            int n = Math.min(perChunk, count - done);
            fill(chunk.array(), n * type.bytes());
            type.decode(chunk.clear(), values, done, n);
            done += n;
        }
        return values;
    }

    /** Returns the error for a problem at a byte offset. */
    IOException broken(long offset, String problem) {
        return FileError.broken(path, offset, problem);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void require(long count) throws IOException {
        if (count > remaining()) {
            throw broken(
                    size,
                    "the file ends here, but " + (count - remaining()) + " bytes more must follow; "
                            + "it is cut off, get it again");
        }
    }

    private void fill(byte[] bytes, int count) throws IOException {
        // In pieces, since the stream copies through a buffer outside the heap that is as large as what is asked for.
        for (int done = 0; done < count; ) {
            int piece = Math.min(count - done, ElementType.CHUNK);
            int got;
            try {
                got = in.readNBytes(bytes, done, piece);
            } catch (IOException e) {
                throw FileError.cannotRead(path, e);
            }
            position += got;
            done += got;
            if (got < piece) {
                throw broken(position, "the file became shorter while it was read");
            }
        }
    }
}
