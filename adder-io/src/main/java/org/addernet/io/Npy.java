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

/**
 * Reads and writes npy files, the arrays of {@code numpy.save}: floating-point and row-major, of format version 1.0, 2.0 or
 * 3.0 when read, 1.0 when written.
 *
 * <p>An array has at most 64 axes, as in numpy, and a header at most 1 MB. Nothing is allocated for an array before the
 * file is known to have all its bytes. Pickled objects are never loaded.
 */
public final class Npy {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /** The magic, the two bytes of the version and, in version 1.0, the two of the header's length. */
    private static final int PREFIX = MAGIC.length + 4;

    /** The longest header, in bytes; that of a floating-point array of 64 axes has under 1 KB. */
    private static final int LONGEST = 1 << 20;

    /** The most axes of numpy. */
    private static final int MOST_AXES = 64;

    /** Numpy starts the data at a multiple of this. */
    private static final int ALIGNMENT = 64;

    /** One entry of the header's Python dict, with its comma; character classes alone repeat, so the stack stays flat. */
    private static final Pattern ENTRY = Pattern.compile(
            "\\s*'(descr|fortran_order|shape)'\\s*:\\s*('[^']*'|\\[[^{}]*\\]|True|False|\\([\\d,\\s]*\\))\\s*(?:,|(?=\\}))");

    /** The dtypes of whole numbers and truth values, in any byte order. */
    private static final Pattern INTEGER = Pattern.compile("[<>|=]?[iub]\\d+");

    private Npy() {}

    /**
     * Reads an array of {@code <f4}; {@code <f2} and {@code <f8} become the nearest float32.
     *
     * <p>Integers are refused: pictures of bytes from 0 to 255 would silently be taken for normalised values.
     *
     * @throws IOException if the file cannot be read, is not a whole npy file, or holds another type or column-major data
     */
    public static Tensor read(Path path) throws IOException {
        try (InputFile file = InputFile.open(path)) {
            String header = header(file);
            Map<String, String> entries = entries(file, header);
            String descr = entries.getOrDefault("descr", "");
            String name = descr.replace("'", "");
            ElementType type =
                    ElementType.ofNumpy(name).orElseThrow(() -> file.broken(PREFIX, unreadable(descr, name)));
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
                        "shape " + shape + " of " + name + " needs " + expected + " bytes, " + file.remaining()
                                + " follow; the file is cut off or not what its header says");
            }
            return Tensor.of(shape, file.floats(type, shape.size()));
        }
    }

    /**
     * Writes a tensor as {@code <f4}, bit for bit, atomically (see {@link AtomicFile}).
     *
     * @throws IOException if the file cannot be written
     * @throws IllegalArgumentException if the tensor has more than 64 axes
     */
    public static void write(Path file, Tensor tensor) throws IOException {
        int[] dimensions = tensor.shape().toArray();
        if (dimensions.length > MOST_AXES) {
            throw new IllegalArgumentException("cannot write " + file + ": a tensor of " + dimensions.length
                    + " axes, npy has at most " + MOST_AXES + "; reshape it");
        }
        String tuple = Arrays.stream(dimensions).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        String dict = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + tuple
                + (dimensions.length == 1 ? "," : "") + "), }";
        int unpadded = PREFIX + dict.length() + 1;
        int padding = Math.floorMod(-unpadded, ALIGNMENT);
        int length = dict.length() + padding + 1;
        byte[] header = (dict + " ".repeat(padding) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        AtomicFile.write(file, out -> {
            out.write(MAGIC);
            out.write(1);
            out.write(0);
            out.write(length);
            out.write(length >> 8);
            out.write(header);
            ElementType.writeF32(out, tensor.data());
        });
    }

    /** Reads the header, up to the data. */
    private static String header(InputFile file) throws IOException {
        byte[] magic = file.bytes(MAGIC.length);
        if (!Arrays.equals(magic, MAGIC)) {
            throw file.broken(0, "not an npy file; write it with numpy.save");
        }
        byte[] version = file.bytes(2);
        if (version[0] < 1 || version[0] > 3 || version[1] != 0) {
            throw file.broken(
                    MAGIC.length,
                    "npy version " + (version[0] & 0xff) + "." + (version[1] & 0xff)
                            + " is not one of 1.0, 2.0, 3.0; write it with numpy.save");
        }
        byte[] size = file.bytes(version[0] == 1 ? 2 : 4);
        long length = 0;
        for (int i = size.length - 1; i >= 0; i--) {
            length = length << 8 | size[i] & 0xff;
        }
        if (length > LONGEST) {
            throw file.broken(
                    MAGIC.length + 2,
                    "the header should have " + length + " bytes, the limit is " + LONGEST + " (1 MB)");
        }
        return new String(
                file.bytes((int) length), version[0] == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    /** Returns what is wrong with a dtype that cannot be read, and the fix. */
    private static String unreadable(String descr, String name) {
        String dtype = "dtype " + FileError.quote(name) + " ";
        if (INTEGER.matcher(name).matches()) {
            return dtype + "is of integers, which might be pictures that are not normalised yet; "
                    + "if so divide by 255 and normalise, then save the array with .astype('<f4')";
        }
        if (name.equals("|O")) {
            return dtype + "is of Python objects, which are never loaded; save the array with .astype('<f4')";
        }
        if (name.startsWith(">")) {
            return dtype + "is big-endian; save the array with .astype('<f4')";
        }
        if (!descr.startsWith("'")) {
            return dtype + "is structured; save one of its fields with .astype('<f4')";
        }
        return dtype + "is not one of <f4 <f8 <f2; save the array with .astype('<f4')";
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
            String dimensions = inner.endsWith(",") ? inner.substring(0, inner.length() - 1) : inner;
            String[] parts = dimensions.split(",", MOST_AXES + 1);
            if (parts.length > MOST_AXES) {
                throw file.broken(PREFIX, "the shape has more than " + MOST_AXES + " axes");
            }
            return Shape.of(Arrays.stream(parts)
                    .map(String::strip)
                    .mapToInt(Integer::parseInt)
                    .toArray());
        } catch (ShapeException e) {
            throw file.broken(PREFIX, "" + e.getMessage());
        } catch (NumberFormatException e) {
            throw file.broken(PREFIX, "shape " + tuple + " is not a tuple of dimensions below 2^31");
        }
    }
}
