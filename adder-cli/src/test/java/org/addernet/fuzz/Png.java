package org.addernet.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Mutations of the chunks of a PNG file, whose lengths and checksums are then right again. */
final class Png {

    private static final int SIGNATURE = 8;

    private static final String[] TYPES = {
        "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "tEXt", "zTXt", "iTXt", "bKGD", "pHYs",
        "sBIT", "hIST", "tIME", "sPLT", "acTL", "eXIf", "abcd"
    };

    private record Chunk(String type, byte[] data) {}

    private Png() {}

    static byte[] chunks(byte[] input, Random random) {
        List<Chunk> chunks = parse(input);
        if (chunks.isEmpty()) {
            return input;
        }
        int at = random.nextInt(chunks.size());
        Chunk chunk = chunks.get(at);
        switch (random.nextInt(8)) {
            case 0 -> chunks.remove(at);
            case 1 -> chunks.add(random.nextInt(chunks.size() + 1), chunk);
            case 2 -> chunks.set(at, new Chunk(TYPES[random.nextInt(TYPES.length)], chunk.data()));
            case 3 -> chunks.add(at, new Chunk(TYPES[random.nextInt(TYPES.length)], someBytes(random)));
            case 4 -> chunks.set(at, new Chunk(chunk.type(), Bytes.setEdge(chunk.data(), random)));
            case 5 ->
                chunks.set(
                        0,
                        new Chunk(
                                chunks.get(0).type(), headerField(chunks.get(0).data(), random)));
            case 6 -> {
                if (chunk.type().equals("IDAT")) {
                    chunks.set(at, new Chunk("IDAT", repacked(chunk.data(), random)));
                }
            }
            default ->
                chunks.set(
                        at,
                        new Chunk(chunk.type(), Bytes.any(List.of(chunk.data())).apply(chunk.data(), random)));
        }
        return join(Arrays.copyOf(input, SIGNATURE), chunks);
    }

    /** Returns the file with a chunk of this type and these data before its second. */
    static byte[] withChunk(byte[] input, String type, byte[] data) {
        List<Chunk> chunks = parse(input);
        chunks.add(1, new Chunk(type, data));
        return join(Arrays.copyOf(input, SIGNATURE), chunks);
    }

    /** Returns the file with other dimensions in its header. */
    static byte[] withSize(byte[] input, int width, int height) {
        List<Chunk> chunks = parse(input);
        byte[] header = chunks.get(0).data().clone();
        ByteBuffer.wrap(header).putInt(width).putInt(height);
        chunks.set(0, new Chunk("IHDR", header));
        return join(Arrays.copyOf(input, SIGNATURE), chunks);
    }

    /** Returns so many zeros, deflated. */
    static byte[] deflatedZeros(int count) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            byte[] zeros = new byte[1 << 16];
            for (int done = 0; done < count; done += zeros.length) {
                deflater.write(zeros);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    /** Bit depth, colour type, compression, filter, interlace or a dimension. */
    private static byte[] headerField(byte[] header, Random random) {
        byte[] result = header.clone();
        if (result.length == 13) {
            int field = random.nextInt(7);
            if (field < 2) {
                ByteBuffer.wrap(result).putInt(4 * field, (int) Bytes.edge(random));
            } else {
                result[6 + field] = (byte) (random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(17));
            }
        }
        return result;
    }

    /** Inflates, mutates and deflates the data of the pixels. */
    private static byte[] repacked(byte[] data, Random random) {
        byte[] plain;
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(data))) {
            plain = in.readAllBytes();
        } catch (IOException e) {
            return data;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(Bytes.any(List.of(plain)).apply(plain, random));
        } catch (IOException e) {
            return data;
        }
        return out.toByteArray();
    }

    private static byte[] someBytes(Random random) {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static List<Chunk> parse(byte[] input) {
        List<Chunk> chunks = new ArrayList<>();
        int at = SIGNATURE;
        while (input.length - at >= 12) {
            int length = ByteBuffer.wrap(input, at, 4).getInt();
            if (length < 0 || length > input.length - at - 12) {
                break;
            }
            String type = new String(input, at + 4, 4, StandardCharsets.ISO_8859_1);
            chunks.add(new Chunk(type, Arrays.copyOfRange(input, at + 8, at + 8 + length)));
            at += 12 + length;
        }
        return chunks;
    }

    private static byte[] join(byte[] signature, List<Chunk> chunks) {
        byte[][] parts = new byte[1 + chunks.size()][];
        parts[0] = signature;
        for (int i = 0; i < chunks.size(); i++) {
            byte[] type = chunks.get(i).type().getBytes(StandardCharsets.ISO_8859_1);
            byte[] data = chunks.get(i).data();
            CRC32 crc = new CRC32();
            crc.update(type);
            crc.update(data);
            parts[1 + i] = ByteBuffer.allocate(12 + data.length)
                    .putInt(data.length)
                    .put(type)
                    .put(data)
                    .putInt((int) crc.getValue())
                    .array();
        }
        return Bytes.concat(parts);
    }
}
