package org.addernet.io;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.addernet.tensor.Tensor;

/**
 * The content of a safetensors file: named tensors and string metadata.
 *
 * <p>The format is that of <a href="https://github.com/huggingface/safetensors">huggingface/safetensors</a>. A file is
 * checked against all its rules before anything is allocated for the tensors, and reading takes no more memory than twice
 * the file and 64 MB. A header may have 16 MB and name 65,536 tensors and metadata texts together; more is neither read nor
 * written.
 */
public final class Safetensors {

    /** The data start at a multiple of this many bytes. */
    private static final int ALIGNMENT = 8;

    private final Path path;
    private final Map<String, String> metadata;
    private final Map<String, Tensor> tensors;

    private Safetensors(Path path, Map<String, String> metadata, Map<String, Tensor> tensors) {
        this.path = path;
        this.metadata = Collections.unmodifiableMap(metadata);
        this.tensors = Collections.unmodifiableMap(tensors);
    }

    /**
     * Reads a file whole; F64, F16, BF16, U8, I32 and I64 tensors become the nearest float32.
     *
     * @throws IOException if the file cannot be read, breaks the format's rules, exceeds the limits above, or holds another
     *     dtype or so many U8 that as float32 they exceed the memory above
     */
    public static Safetensors read(Path path) throws IOException {
        try (InputFile file = InputFile.open(path)) {
            SafetensorsHeader header = SafetensorsHeader.read(file);
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (SafetensorsHeader.Entry entry : header.entries) {
                float[] data = file.floats(entry.type(), entry.shape().size());
                tensors.put(entry.name(), Tensor.of(entry.shape(), data));
            }
            return new Safetensors(path, header.metadata, tensors);
        }
    }

    /**
     * Writes the tensors as F32, bit for bit, atomically (see {@link AtomicFile}).
     *
     * <p>Tensors and metadata are sorted by name, so the same content gives the same bytes.
     *
     * @throws IOException if the file cannot be written
     * @throws IllegalArgumentException if a tensor is called {@code __metadata__} or has more than 64 axes, or if the names
     *     and metadata exceed the limits above or are not valid Unicode
     */
    public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
        Map<String, Tensor> sorted = new TreeMap<>(tensors);
        byte[] header = header(file, sorted, metadata);
        AtomicFile.write(file, out -> {
            int padding = Math.floorMod(-header.length, ALIGNMENT);
            out.write(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(header.length + padding)
                    .array());
            out.write(header);
            out.write(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
            for (Tensor tensor : sorted.values()) {
                ElementType.writeF32(out, tensor.data());
            }
        });
    }

    /** Returns the metadata, unmodifiable, in the order of the file; empty if it has none. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** Returns the tensors by name, unmodifiable, in the order of their data in the file. */
    public Map<String, Tensor> tensors() {
        return tensors;
    }

    /**
     * Returns the tensor of this name.
     *
     * @throws IOException if the file has none; the message names the file and the tensors it has
     */
    public Tensor tensor(String name) throws IOException {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw FileError.broken(path, "no tensor " + FileError.quote(name) + "; the file has " + names());
        }
        return tensor;
    }

    /** Returns the file that this was read from. */
    public Path path() {
        return path;
    }

    /**
     * Copies tensors of this file into others of the same names and shapes; nothing is copied unless all fit.
     *
     * @param prefix what the names in the file begin with before the targets' names
     * @throws IOException if a tensor is missing or has another shape; the message names the file
     */
    public void copyTo(String prefix, Map<String, Tensor> targets) throws IOException {
        for (Map.Entry<String, Tensor> target : targets.entrySet()) {
            Tensor source = tensor(prefix + target.getKey());
            if (!source.shape().equals(target.getValue().shape())) {
                throw FileError.broken(
                        path,
                        "tensor " + prefix + target.getKey() + " has shape " + source.shape() + ", the model's has "
                                + target.getValue().shape());
            }
        }
        for (Map.Entry<String, Tensor> target : targets.entrySet()) {
            float[] source = tensor(prefix + target.getKey()).data();
            System.arraycopy(source, 0, target.getValue().data(), 0, source.length);
        }
    }

    /** The first names, as many as fit into a message. */
    private String names() {
        return tensors.keySet().stream()
                .limit(100)
                .map(FileError::quote)
                .collect(Collectors.joining(", ", "[", tensors.size() > 100 ? ", ...]" : "]"));
    }

    private static byte[] header(Path file, Map<String, Tensor> tensors, Map<String, String> metadata)
            throws IOException {
        if (tensors.size() + metadata.size() > SafetensorsHeader.MOST_NAMES) {
            throw new IllegalArgumentException("cannot write " + file + ": " + tensors.size() + " tensors and "
                    + metadata.size() + " metadata texts are more than " + SafetensorsHeader.MOST_NAMES
                    + ", the most that can be read; write several files");
        }
        Map<String, Object> header = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            header.put(SafetensorsHeader.METADATA, new TreeMap<>(Map.copyOf(metadata))); // copyOf refuses null
        }
        long end = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            String name = entry.getKey();
            int[] shape = entry.getValue().shape().toArray();
            if (name.equals(SafetensorsHeader.METADATA) || shape.length > SafetensorsHeader.MOST_AXES) {
                throw new IllegalArgumentException("cannot write " + file + ": tensor " + FileError.quote(name) + " of "
                        + shape.length + " axes; at most " + SafetensorsHeader.MOST_AXES + " axes are possible, and '"
                        + SafetensorsHeader.METADATA + "' cannot be a tensor's name");
            }
            long begin = end;
            end += (long) entry.getValue().shape().size() * Float.BYTES;
            Map<String, Object> info = new LinkedHashMap<>();
            info.put("dtype", "F32");
            info.put("shape", shape);
            info.put("data_offsets", new long[] {begin, end});
            header.put(name, info);
        }
        byte[] bytes = utf8(file, JSON.std.asString(header));
        if (bytes.length > SafetensorsHeader.LONGEST) {
            throw new IllegalArgumentException("cannot write " + file + ": names and metadata take " + bytes.length
                    + " bytes, more than the " + SafetensorsHeader.LONGEST
                    + " that can be read; shorten the metadata");
        }
        return bytes;
    }

    /** Encodes the text strictly; {@code String.getBytes} would change a name that is no Unicode without a word. */
    private static byte[] utf8(Path file, String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "cannot write " + file + ": a name or a metadata text has half a surrogate pair; remove it", e);
        }
    }
}
