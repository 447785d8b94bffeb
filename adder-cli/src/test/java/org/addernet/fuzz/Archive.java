package org.addernet.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Tar archives with right checksums, and gzip around what is mutated. */
final class Archive {

    private static final int BLOCK = 512;

    private static final String[] NAMES = {
        "",
        "/",
        "a/",
        "\0/",
        "../../x",
        "x\0/y",
        "a\nb",
        "\u009b31m",
        "x".repeat(100),
        "data_batch_1.bin",
        "/data_batch_1.bin"
    };

    private Archive() {}

    /** Returns a mutation of what a gzipped file holds. */
    static Mutation gzipped(Mutation inner) {
        return (input, random) -> {
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(input))) {
                return gzip(inner.apply(in.readAllBytes(), random));
            } catch (IOException e) {
                return input;
            }
        };
    }

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    /** Returns a header and the contents, filled up; without the end of the archive. */
    static byte[] entry(String name, byte[] contents) {
        byte[] entry = zeros(name, contents.length);
        System.arraycopy(contents, 0, entry, BLOCK, contents.length);
        return entry;
    }

    /** Returns a header and so many zeros, filled up. */
    static byte[] zeros(String name, int count) {
        byte[] entry = new byte[BLOCK + count + Math.floorMod(-count, BLOCK)];
        put(entry, 0, name);
        put(entry, 124, String.format("%011o ", count));
        entry[156] = '0';
        checksum(entry, 0);
        return entry;
    }

    /** Changes a field of one of the headers. */
    static byte[] headers(byte[] input, Random random) {
        byte[] result = input.clone();
        int at = BLOCK * random.nextInt(1 + result.length / BLOCK);
        if (random.nextBoolean()) {
            at = 0;
        }
        if (result.length - at < BLOCK) {
            return input;
        }
        switch (random.nextInt(5)) {
            case 0 -> {
                Arrays.fill(result, at, at + 100, (byte) 0);
                put(result, at, NAMES[random.nextInt(NAMES.length)]);
            }
            case 1 -> put(result, at + 124, String.format("%011o ", Bytes.edge(random) & 0x1ffffffffL));
            case 2 ->
                put(
                        result,
                        at + 124,
                        Long.toOctalString(Bytes.edge(random))
                                .concat("            ")
                                .substring(0, 12));
            case 3 -> result[at + 156] = (byte) (random.nextBoolean() ? '0' + random.nextInt(8) : random.nextInt());
            default -> result[at + random.nextInt(BLOCK)] = (byte) random.nextInt();
        }
        checksum(result, at);
        return result;
    }

    private static void put(byte[] target, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, target, at, bytes.length);
    }

    private static void checksum(byte[] target, int at) {
        Arrays.fill(target, at + 148, at + 156, (byte) ' ');
        int sum = 0;
        for (int i = at; i < at + BLOCK; i++) {
            sum += target[i] & 0xff;
        }
        put(target, at + 148, String.format("%06o\0 ", sum));
    }
}
