package org.addernet.train.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The event files, read back by a reader that shares nothing with the writer, and their bytes by hand. */
class TensorBoardLogTest {

    @TempDir
    Path folder;

    /** What the reader finds in a record. */
    private record Event(double wallTime, long step, String version, Map<String, Float> scalars) {}

    @Test
    void recordsByHand() {
        // Field 1 (09) is the double 1.0, field 3 (1a) has 13 characters; the checksums are from a CRC-32C of bits.
        assertThat(hex(TensorBoardEvent.version(1)))
                .isEqualTo("1800000000000000" + "a37f4b22" + "09000000000000f03f" + "1a0d"
                        + hex("brain.Event:2".getBytes(StandardCharsets.US_ASCII)) + "86bf577a");
        // Field 2 (10) is 300 = 2 * 128 + 44; field 5 (2a), of 10 bytes, has one value (0a), of 8, with tag and float
        // (15).
        assertThat(hex(TensorBoardEvent.scalars(2, 300, Map.of("a", 0.5))))
                .isEqualTo("1800000000000000" + "a37f4b22" + "090000000000000040" + "10ac02" + "2a0a" + "0a08"
                        + "0a0161" + "150000003f" + "d150deb2");
    }

    @Test
    void eachEpochIsReadableAsSoonAsItHasEnded() throws IOException {
        double before = System.currentTimeMillis() / 1000.0;
        Path runs = folder.resolve("runs").resolve("one");
        TensorBoardLog log = new TensorBoardLog(runs);
        assertThat(runs).doesNotExist();
        for (int epoch = 1; epoch <= 200; epoch++) {
            log.epochFinished(new EpochResult(epoch, 1.0 / epoch, 0.25, Double.NaN, 0.75, 2.5, 0));
            if (epoch == 1 || epoch == 200) {
                List<Event> events = read(files(runs).get(0));
                assertThat(events).hasSize(1 + epoch);
                assertThat(events.get(0).version).isEqualTo("brain.Event:2");
                assertThat(events.get(0).scalars).isEmpty();
                Event last = events.get(epoch);
                assertThat(last.step).isEqualTo(epoch);
                assertThat(last.version).isEmpty();
                assertThat(last.scalars)
                        .containsExactly(
                                entry("loss/train", (float) (1.0 / epoch)),
                                entry("loss/test", Float.NaN),
                                entry("accuracy/train", 0.25f),
                                entry("accuracy/test", 0.75f),
                                entry("seconds", 2.5f));
                assertThat(last.wallTime).isBetween(before, System.currentTimeMillis() / 1000.0);
            }
        }
        assertThat(files(runs)).hasSize(1);
        assertThat(files(runs).get(0).getFileName().toString()).matches("events\\.out\\.tfevents\\.\\d{10}\\.addernet");
    }

    @Test
    void aTrainingThatGoesOnStartsANewFileAlsoWithinASecond() throws IOException {
        for (int epoch = 1; epoch <= 3; epoch++) {
            new TensorBoardLog(folder).epochFinished(new EpochResult(epoch, 1, 0.5, 1, 0.5, 1, 0));
        }
        List<Path> files = files(folder);
        assertThat(files).hasSize(3);
        for (int i = 0; i < 3; i++) {
            List<Event> events = read(files.get(i));
            assertThat(events).hasSize(2);
            assertThat(events.get(1).step).isEqualTo(i + 1);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static List<Event> read(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<Event> events = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] length = take(in, 8);
            assertThat(in.getInt()).as("checksum of the length").isEqualTo(masked(length));
            byte[] data = take(in, (int) little(length).getLong());
            assertThat(in.getInt()).as("checksum of the data").isEqualTo(masked(data));
            events.add(event(little(data)));
        }
        return events;
    }

    private static Event event(ByteBuffer in) {
        double wallTime = Double.NaN;
        long step = 0;
        String version = "";
        Map<String, Float> scalars = new LinkedHashMap<>();
        while (in.hasRemaining()) {
            int key = in.get();
            switch (key) {
                case 1 << 3 | 1 -> wallTime = in.getDouble();
                case 2 << 3 -> step = varint(in);
                case 3 << 3 | 2 -> version = text(in);
                case 5 << 3 | 2 -> {
                    ByteBuffer summary = little(take(in, (int) varint(in)));
                    while (summary.hasRemaining()) {
                        assertThat(summary.get()).isEqualTo((byte) (1 << 3 | 2));
                        ByteBuffer value = little(take(summary, (int) varint(summary)));
                        assertThat(value.get()).isEqualTo((byte) (1 << 3 | 2));
                        String tag = text(value);
                        assertThat(value.get()).isEqualTo((byte) (2 << 3 | 5));
                        scalars.put(tag, value.getFloat());
                        assertThat(value.hasRemaining()).isFalse();
                    }
                }
                default -> throw new AssertionError("unknown key " + key);
            }
        }
        return new Event(wallTime, step, version, scalars);
    }

    private static String text(ByteBuffer in) {
        return new String(take(in, (int) varint(in)), StandardCharsets.UTF_8);
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private static byte[] take(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Bit by bit: the polynomial 0x1edc6f41 with its bits in reverse, then TensorFlow's mask. */
    private static int masked(byte[] data) {
        int crc = -1;
        for (byte b : data) {
            crc ^= b & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc >>> 1 ^ ((crc & 1) != 0 ? 0x82f63b78 : 0);
            }
        }
        crc = ~crc;
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }
}
