package org.addernet.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Mutations that know nothing of a format. */
final class Bytes {

    /** The values around which limits, signs and sums turn. */
    private static final long[] EDGES = {
        0,
        1,
        2,
        3,
        4,
        7,
        8,
        9,
        16,
        100,
        127,
        128,
        129,
        255,
        256,
        257,
        1000,
        4095,
        4096,
        32767,
        32768,
        65535,
        65536,
        1_000_000,
        16_777_215,
        16_777_216,
        100_000_000,
        0x7ffffff7L,
        0x7fffffffL,
        0x80000000L,
        0xffffffffL,
        1L << 32,
        1L << 40,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        -2
    };

    /** The largest input that the mutations make. */
    private static final int LARGEST = 1 << 20;

    private Bytes() {}

    /** Returns a mutation of any kind, which may take pieces of the other seeds. */
    static Mutation any(List<byte[]> seeds) {
        return Mutation.oneOf(
                Bytes::flipBit,
                Bytes::setByte,
                Bytes::setEdge,
                Bytes::setEdge,
                Bytes::truncate,
                Bytes::delete,
                Bytes::duplicate,
                (input, random) -> splice(input, seeds.get(random.nextInt(seeds.size())), random));
    }

    static long edge(Random random) {
        return EDGES[random.nextInt(EDGES.length)] + (random.nextInt(8) == 0 ? random.nextInt(5) - 2 : 0);
    }

    static byte[] flipBit(byte[] input, Random random) {
        byte[] result = input.clone();
        if (result.length > 0) {
            result[at(result, random)] ^= (byte) (1 << random.nextInt(8));
        }
        return result;
    }

    static byte[] setByte(byte[] input, Random random) {
        byte[] result = input.clone();
        if (result.length > 0) {
            result[at(result, random)] = (byte) (random.nextBoolean() ? random.nextInt() : edge(random));
        }
        return result;
    }

    /** Writes an edge value as an integer of 2, 4 or 8 bytes in either order. */
    static byte[] setEdge(byte[] input, Random random) {
        int bytes = 2 << random.nextInt(3);
        if (input.length < bytes) {
            return input;
        }
        byte[] result = input.clone();
        int at = Math.min(at(result, random), result.length - bytes);
        boolean big = random.nextBoolean();
        byte[] value = ByteBuffer.allocate(Long.BYTES)
                .order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                .putLong(edge(random))
                .array();
        System.arraycopy(value, big ? Long.BYTES - bytes : 0, result, at, bytes);
        return result;
    }

    static byte[] truncate(byte[] input, Random random) {
        return Arrays.copyOf(input, at(input, random));
    }

    static byte[] delete(byte[] input, Random random) {
        int from = at(input, random);
        int to = from + length(input.length - from, random);
        return concat(Arrays.copyOf(input, from), Arrays.copyOfRange(input, to, input.length));
    }

    static byte[] duplicate(byte[] input, Random random) {
        int from = at(input, random);
        int to = from + length(input.length - from, random);
        byte[] piece = Arrays.copyOfRange(input, from, to);
        return concat(Arrays.copyOf(input, to), piece, Arrays.copyOfRange(input, to, input.length));
    }

    /** Puts a piece of another input in place of what is there. */
    static byte[] splice(byte[] input, byte[] other, Random random) {
        int from = at(other, random);
        byte[] piece = Arrays.copyOfRange(other, from, from + length(other.length - from, random));
        int at = at(input, random);
        int end = random.nextBoolean() ? at : Math.min(input.length, at + piece.length);
        return concat(Arrays.copyOf(input, at), piece, Arrays.copyOfRange(input, end, input.length));
    }

    /** Joins the parts, up to the size that inputs may have. */
    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            for (byte[] part : parts) {
                out.write(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.size() <= LARGEST ? out.toByteArray() : Arrays.copyOf(out.toByteArray(), LARGEST);
    }

    /** A half of the places are in the first 128 bytes, where headers are. */
    private static int at(byte[] input, Random random) {
        int end = random.nextBoolean() ? Math.min(128, input.length) : input.length;
        return end == 0 ? 0 : random.nextInt(end);
    }

    private static int length(int most, Random random) {
        int end = random.nextBoolean() ? Math.min(32, most) : most;
        return end <= 0 ? 0 : 1 + random.nextInt(end);
    }
}
