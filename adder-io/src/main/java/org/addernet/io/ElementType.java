package org.addernet.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The element types that files may hold, in little-endian bytes; each is converted to the nearest float32. */
enum ElementType {
    F32(4, "<f4"),
    F64(8, "<f8"),
    F16(2, "<f2"),
    BF16(2, null),
    U8(1, null),
    I32(4, null),
    I64(8, null);

    /** Bytes converted at a time. */
    static final int CHUNK = 1 << 16;

    private final int bytes;

    /** The name in an npy header; null where numpy has no such type, or an integer one, which {@link Npy} does not read. */
    private final @Nullable String numpyName;

    ElementType(int bytes, @Nullable String numpyName) {
        this.bytes = bytes;
        this.numpyName = numpyName;
    }

    /** Returns the bytes of one element. */
    int bytes() {
        return bytes;
    }

    /** Returns the type that safetensors call by this name, which is the name of the constant. */
    static Optional<ElementType> ofSafetensors(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    /** Returns the floating-point type that npy files call by this name, such as {@code <f4}. */
    static Optional<ElementType> ofNumpy(String name) {
        return Arrays.stream(values())
                .filter(type -> name.equals(type.numpyName))
                .findFirst();
    }

    /** Converts {@code count} elements of a little-endian buffer into {@code out}, from index {@code from}. */
    void decode(ByteBuffer in, float[] out, int from, int count) {
        if (this == F32) {
            in.asFloatBuffer().get(out, from, count);
            return;
        }
        for (int i = from; i < from + count; i++) {
            out[i] = switch (this) {
                case F32 -> in.getFloat();
                case F64 -> (float) in.getDouble();
                case F16 -> half(in.getShort());
                case BF16 -> Float.intBitsToFloat(in.getShort() << 16);
                case U8 -> in.get() & 0xff;
                case I32 -> in.getInt();
                case I64 -> in.getLong();
            };
        }
    }

    /** Writes the values as {@link #F32}. */
    static void writeF32(OutputStream out, float[] values) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        int perChunk = CHUNK / F32.bytes;
        for (int done = 0; done < values.length; ) {
            int count = Math.min(perChunk, values.length - done);
            chunk.asFloatBuffer().put(values, done, count);
            out.write(chunk.array(), 0, count * F32.bytes);
            done += count;
        }
    }

    /** Converts an IEEE 754 half; {@code Float.float16ToFloat} came with JDK 20. */
    private static float half(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = bits >> 10 & 0x1f;
        int mantissa = bits & 0x3ff;
        if (exponent == 0) { // zero or subnormal
            return Float.intBitsToFloat(sign | Float.floatToRawIntBits(mantissa * 0x1p-24f));
        }
        int wideExponent = exponent == 0x1f ? 0xff : exponent - 15 + 127;
        return Float.intBitsToFloat(sign | wideExponent << 23 | mantissa << 13);
    }
}
