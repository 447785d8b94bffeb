package org.addernet.fuzz;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Mutations of the segments of a JPEG file. */
final class Jpeg {

    private static final int[] MARKERS = {
        0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc9, 0xca, 0xcc, 0xd0, 0xd8, 0xd9, 0xda, 0xdb, 0xdc, 0xdd, 0xe0, 0xe1, 0xe2,
        0xee, 0xfe, 0x01
    };

    private Jpeg() {}

    static byte[] segments(byte[] input, Random random) {
        List<byte[]> segments = parse(input);
        if (segments.size() < 2) {
            return input;
        }
        int at = random.nextInt(segments.size());
        byte[] segment = segments.get(at).clone();
        switch (random.nextInt(9)) {
            case 0 -> segments.remove(at);
            case 1 -> segments.add(random.nextInt(segments.size() + 1), segment);
            case 2 -> {
                segments.remove(at);
                segments.add(random.nextInt(segments.size() + 1), segment);
            }
            case 3 -> {
                segment[1] = (byte) MARKERS[random.nextInt(MARKERS.length)];
                segments.set(at, segment);
            }
            case 4 -> {
                if (segment.length >= 4) { // the length
                    int length = random.nextBoolean()
                            ? (int) Bytes.edge(random)
                            : segment.length - 2 + random.nextInt(9) - 4;
                    ByteBuffer.wrap(segment).putShort(2, (short) length);
                    segments.set(at, segment);
                }
            }
            case 5 -> frame(segments, random);
            case 6 -> {
                for (int i = random.nextInt(100); i > 0; i--) { // another scan, table or profile, again and again
                    segments.add(at, segment);
                }
            }
            case 7 -> {
                int marker = MARKERS[random.nextInt(MARKERS.length)];
                byte[] more = new byte[4 + random.nextInt(20)];
                random.nextBytes(more);
                ByteBuffer.wrap(more).put((byte) 0xff).put((byte) marker).putShort((short) (more.length - 2));
                segments.add(at, more);
            }
            default -> segments.set(at, Bytes.any(List.of(segment)).apply(segment, random));
        }
        return Bytes.concat(segments.toArray(byte[][]::new));
    }

    /** Returns the file with a segment after its first marker. */
    static byte[] withSegment(byte[] input, int marker, byte[] data) {
        byte[] segment = ByteBuffer.allocate(4 + data.length)
                .put((byte) 0xff)
                .put((byte) marker)
                .putShort((short) (2 + data.length))
                .put(data)
                .array();
        return Bytes.concat(Arrays.copyOf(input, 2), segment, Arrays.copyOfRange(input, 2, input.length));
    }

    /** Returns the file with other dimensions in its frame, and its last scan so many times more. */
    static byte[] enlarged(byte[] input, int width, int height, int scans) {
        List<byte[]> segments = parse(input);
        for (byte[] segment : segments) {
            if (isFrame(segment)) {
                ByteBuffer.wrap(segment).putShort(5, (short) height).putShort(7, (short) width);
            }
        }
        int last = segments.size() - 1;
        while (last > 0 && segments.get(last)[1] != (byte) 0xda) {
            last--;
        }
        for (int i = 0; i < scans; i++) {
            segments.add(last, segments.get(last));
        }
        return Bytes.concat(segments.toArray(byte[][]::new));
    }

    /** A dimension, the precision, the number of components or the samplings. */
    private static void frame(List<byte[]> segments, Random random) {
        for (byte[] segment : segments) {
            if (isFrame(segment)) {
                int field = random.nextInt(segment.length - 4);
                if (random.nextInt(3) == 0) {
                    ByteBuffer.wrap(segment).putShort(random.nextBoolean() ? 5 : 7, (short) Bytes.edge(random));
                } else {
                    segment[4 + field] =
                            (byte) (random.nextBoolean() ? random.nextInt(5) : 0x11 * (1 + random.nextInt(4)));
                }
                return;
            }
        }
    }

    private static boolean isFrame(byte[] segment) {
        return segment.length >= 10
                && (segment[1] & 0xf0) == 0xc0
                && segment[1] != (byte) 0xc4
                && segment[1] != (byte) 0xc8
                && segment[1] != (byte) 0xcc;
    }

    /** Cuts a file at its markers; what follows a scan's header belongs to it. */
    private static List<byte[]> parse(byte[] input) {
        List<byte[]> segments = new ArrayList<>();
        int at = 0;
        while (at + 2 <= input.length && input[at] == (byte) 0xff) {
            int marker = input[at + 1] & 0xff;
            int end = at + 2;
            if (marker != 0xd8 && marker != 0xd9 && at + 4 <= input.length) {
                end = Math.min(
                        input.length,
                        at + 2 + Math.max(2, ByteBuffer.wrap(input).getShort(at + 2) & 0xffff));
            }
            if (marker == 0xda) {
                while (end < input.length && !isMarker(input, end)) {
                    end++;
                }
            }
            segments.add(Arrays.copyOfRange(input, at, end));
            at = end;
        }
        if (at < input.length && !segments.isEmpty()) {
            int last = segments.size() - 1;
            segments.set(last, Bytes.concat(segments.get(last), Arrays.copyOfRange(input, at, input.length)));
        }
        return segments;
    }

    private static boolean isMarker(byte[] input, int at) {
        int next = at + 1 < input.length ? input[at + 1] & 0xff : 0;
        return input[at] == (byte) 0xff && next != 0 && next != 0xff && (next & 0xf8) != 0xd0;
    }
}
