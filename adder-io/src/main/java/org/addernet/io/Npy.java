package org.addernet.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/** Reads and writes npy files, the arrays of {@code numpy.save}: format version 1.0, row-major. */
public final class Npy {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

    /** The magic, the version and the two bytes of the header's length. */
    private static final int PREFIX = MAGIC.length + 2;

    /** Numpy starts the data at a multiple of this. */
    private static final int ALIGNMENT = 64;

    /** One entry of the header's Python dict, with its comma; character classes alone repeat, so the stack stays flat. */
    private static final Pattern ENTRY = Pattern.compile(
            "\\s*'(descr|fortran_order|shape)'\\s*:\\s*('[^']*'|True|False|\\([\\d,\\s]*\\))\\s*(?:,|(?=\\}))");

    private Npy() {}

    /**
     * Reads an array of {@code <f4}; {@code <f2}, {@code <f8}, {@code |u1}, {@code <i4} and {@code <i8} become the nearest
     * float32.
     *
     * @throws IOException if the file cannot be read, is not a whole npy file, or holds another type or column-major data
     */
    public static Tensor read(Path path) throws IOException {
        try (InputFile file = InputFile.open(path)) {
            byte[] magic = file.bytes(MAGIC.length);
            if (!Arrays.equals(magic, MAGIC)) {
                throw file.broken(0, "not an npy file of version 1.0; write it with numpy.save");
            }
            byte[] length = file.bytes(2);
            byte[] header = file.bytes((length[0] & 0xff) | (length[1] & 0xff) << 8);
            Map<String, String> entries = entries(file, new String(header, StandardCharsets.ISO_8859_1));

            String descr = entries.getOrDefault("descr", "").replace("'", "");
            ElementType type = ElementType.ofNumpy(descr)
                    .orElseThrow(() -> file.broken(
                            PREFIX,
                            "dtype '" + descr + "' is not one of <f4 <f8 <f2 |u1 <i4 <i8; "
                                    + "save the array with .astype('<f4')"));
            if (!"False".equals(entries.get("fortran_order"))) {
                throw file.broken(
                        PREFIX,
                        "fortran_order is " + entries.get("fortran_order")
                                + ", only False can be read; save numpy.ascontiguousarray(array)");
            }
            Shape shape = shape(file, entries.getOrDefault("shape", ""));
            long expected = (long) shape.size() * type.bytes();
            if (file.remaining() != expected) {
                throw file.broken(
                        file.position(),
                        "shape " + shape + " of " + descr + " needs " + expected + " bytes, " + file.remaining()
                                + " follow; the file is cut off or not what its header says");
            }
            return Tensor.of(shape, file.floats(type, shape.size()));
        }
    }

    /**
     * Writes a tensor as {@code <f4}, bit for bit, atomically (see {@link AtomicFile}).
     *
     * @throws IOException if the file cannot be written
     * @throws IllegalArgumentException if the tensor has so many axes, thousands, that its header does not fit
     */
    public static void write(Path file, Tensor tensor) throws IOException {
        int[] extents = tensor.shape().toArray();
        String tuple = Arrays.stream(extents).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        String dict = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + tuple + (extents.length == 1 ? "," : "")
                + "), }";
        int unpadded = PREFIX + dict.length() + 1;
        int padding = Math.floorMod(-unpadded, ALIGNMENT);
        int length = dict.length() + padding + 1;
        if (length > 0xffff) {
            throw new IllegalArgumentException("cannot write " + file + ": a tensor of " + extents.length
                    + " axes does not fit npy 1.0; reshape it");
        }
        byte[] header = (dict + " ".repeat(padding) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        AtomicFile.write(file, out -> {
            out.write(MAGIC);
            out.write(length);
            out.write(length >> 8);
            out.write(header);
            ElementType.writeF32(out, tensor.data());
        });
    }

    /** Parses the dict, whose keys may come in any order. */
    private static Map<String, String> entries(InputFile file, String header) throws IOException {
        Map<String, String> entries = new HashMap<>();
        Matcher matcher = ENTRY.matcher(header);
        int at = 1;
        while (header.startsWith("{") && matcher.region(at, header.length()).lookingAt()) {
            if (entries.put(matcher.group(1), matcher.group(2)) != null) {
                throw file.broken(PREFIX + at, "the header has '" + matcher.group(1) + "' twice");
            }
            at = matcher.end();
        }
        if (entries.size() != 3 || !header.substring(at).strip().equals("}")) {
            throw file.broken(
                    PREFIX,
                    "the header is not a dict of descr, fortran_order and shape; write it with numpy.save: " + header);
        }
        return entries;
    }

    /** Parses a tuple such as {@code (3, 4)}, {@code (3,)} or {@code ()}. */
    private static Shape shape(InputFile file, String tuple) throws IOException {
        if (!tuple.startsWith("(")) {
            throw file.broken(PREFIX, "shape " + tuple + " is not a tuple");
        }
        try {
            String inner = tuple.substring(1, tuple.length() - 1).strip();
            if (inner.isEmpty()) {
                return Shape.of();
            }
            String extents = inner.endsWith(",") ? inner.substring(0, inner.length() - 1) : inner;
            return Shape.of(Arrays.stream(extents.split(",", -1))
                    .map(String::strip)
                    .mapToInt(Integer::parseInt)
                    .toArray());
        } catch (ShapeException e) {
            throw file.broken(PREFIX, "" + e.getMessage());
        } catch (NumberFormatException e) {
            throw file.broken(PREFIX, "shape " + tuple + " is not a tuple of extents below 2^31");
        }
    }
}
