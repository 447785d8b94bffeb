package org.addernet.train.listener;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The records of TensorBoard's event files: TensorFlow's TFRecord around a protocol buffer {@code Event}.
 *
 * <p>A record is the length of the data (uint64), the masked CRC-32C of these eight bytes (uint32), the data, and their masked
 * CRC-32C (uint32), all little-endian. Of an event (tensorflow/core/util/event.proto and framework/summary.proto) there are
 *
 * <pre>{@code
 * Event   { double wall_time = 1; int64 step = 2; string file_version = 3; Summary summary = 5; }
 * Summary { repeated Value value = 1; }
 * Value   { string tag = 1; float simple_value = 2; }
 * }</pre>
 */
final class TensorBoardEvent {

    /** What TensorBoard asks of the first event of a file. */
    private static final String VERSION = "brain.Event:2";

    /** Wire types of protocol buffers, which are the last three bits of a field's key. */
    private static final int VARINT = 0;

    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;

    private TensorBoardEvent() {}

    /**
     * Returns the record that a file begins with.
     *
     * @param wallTime seconds since 1970
     */
    static byte[] version(double wallTime) {
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        putDouble(event, 1, wallTime);
        putBytes(event, 3, VERSION.getBytes(StandardCharsets.UTF_8));
        return record(event.toByteArray());
    }

    /**
     * Returns a record of values.
     *
     * @param wallTime seconds since 1970
     * @param step what TensorBoard draws them over
     * @param values the value of each tag
     */
    static byte[] scalars(double wallTime, long step, Map<String, Double> values) {
        ByteArrayOutputStream summary = new ByteArrayOutputStream();
        values.forEach((tag, number) -> {
            ByteArrayOutputStream value = new ByteArrayOutputStream();
            putBytes(value, 1, tag.getBytes(StandardCharsets.UTF_8));
            putFloat(value, 2, number.floatValue());
            putBytes(summary, 1, value.toByteArray());
        });
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        putDouble(event, 1, wallTime);
        putKey(event, 2, VARINT);
        putVarint(event, step);
        putBytes(event, 5, summary.toByteArray());
        return record(event.toByteArray());
    }

    /** Frames data. */
    static byte[] record(byte[] data) {
        ByteBuffer record = littleEndian(Long.BYTES + Integer.BYTES + data.length + Integer.BYTES);
        record.putLong(data.length);
        record.putInt(maskedCrc(record.array(), Long.BYTES));
        record.put(data);
        record.putInt(maskedCrc(data, data.length));
        return record.array();
    }

    /** Masked, as TensorFlow does, since the CRC of data that contain their own CRC is no good check. */
    private static int maskedCrc(byte[] data, int length) {
        CRC32C crc = new CRC32C();
        crc.update(data, 0, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
    }

    private static void putDouble(ByteArrayOutputStream out, int field, double value) {
        putKey(out, field, FIXED_64);
        out.writeBytes(littleEndian(Double.BYTES).putDouble(value).array());
    }

    private static void putFloat(ByteArrayOutputStream out, int field, float value) {
        putKey(out, field, FIXED_32);
        out.writeBytes(littleEndian(Float.BYTES).putFloat(value).array());
    }

    private static void putBytes(ByteArrayOutputStream out, int field, byte[] value) {
        putKey(out, field, BYTES);
        putVarint(out, value.length);
        out.writeBytes(value);
    }

    private static void putKey(ByteArrayOutputStream out, int field, int wireType) {
        putVarint(out, (long) field << 3 | wireType);
    }

    /** Seven bits a byte, the lowest first; the high bit says that more follow. */
    private static void putVarint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
