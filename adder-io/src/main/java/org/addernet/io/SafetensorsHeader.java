package org.addernet.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;

/** The header of a safetensors file, read and checked against the format's rules before any tensor is allocated. */
final class SafetensorsHeader {

    /** The longest header, in bytes. The format allows 100 MB; those of large networks have some 100 KB. */
    static final int LONGEST = 16 << 20;

    /** The most tensors and metadata texts together: each takes some hundred bytes of memory, but few of a header. */
    static final int MOST_NAMES = 1 << 16;

    /** The memory that reading may take beside twice the file's size: 64 MB, of which a half is for the header. */
    private static final long SPARE = 32 << 20;

    /** The most axes a tensor may have, as in numpy. */
    static final int MOST_AXES = 64;

    /** The key of the metadata, which no tensor may have. */
    static final String METADATA = "__metadata__";

    /** The header's offset in the file, after the eight bytes of its length. */
    private static final int START = Long.BYTES;

    /** A tensor, whose data are at bytes {@code begin} to {@code end} after the header. */
    record Entry(String name, ElementType type, Shape shape, long begin, long end) {}

    /** The metadata, in the file's order. */
    final Map<String, String> metadata = new LinkedHashMap<>();

    /** The tensors, in the order of their data. */
    final List<Entry> entries = new ArrayList<>();

    private final InputFile file;
    private final JsonParser json;

    private SafetensorsHeader(InputFile file, JsonParser json) {
        this.file = file;
        this.json = json;
    }

    /** Reads the header, so that the file is then at the first tensor's data, or throws a one-line error. */
    static SafetensorsHeader read(InputFile file) throws IOException {
        long length = ByteBuffer.wrap(file.bytes(START))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        if (length < 0 || length > Math.min(LONGEST, file.remaining())) {
            throw file.broken(
                    0,
                    "the header should have " + Long.toUnsignedString(length) + " bytes, but " + file.remaining()
                            + " follow and the limit is " + LONGEST + " (16 MB); is this a whole safetensors file?");
        }
        byte[] bytes = file.bytes((int) length);
        if (length == 0 || bytes[0] != '{') {
            throw file.broken(START, "the header does not begin with '{'; is this a safetensors file?");
        }
        try (JsonParser json = json().createParser(bytes)) {
            SafetensorsHeader header = new SafetensorsHeader(file, json);
            header.parse();
            header.checkLayout();
            return header;
        } catch (JsonProcessingException e) {
            long at = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
            throw file.broken(START + at, "the header is not valid JSON: " + e.getOriginalMessage());
        }
    }

    /**
     * Returns a parser's factory: a token at a time, so that nesting costs no stack; a name or text may be as long as a header.
     * A new one each time, since a factory keeps names that it has seen.
     */
    private static JsonFactory json() {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNameLength(LONGEST)
                        .maxStringLength(LONGEST)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(JsonFactory.Feature.CHARSET_DETECTION) // the format is UTF-8
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }

    private void parse() throws IOException {
        expect(JsonToken.START_OBJECT, "the header");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (name.equals(METADATA)) {
                parseMetadata();
            } else {
                expect(JsonToken.START_OBJECT, FileError.quote(name));
                entries.add(parseEntry(name));
                countNames();
            }
        }
        if (json.nextToken() != null) {
            throw broken("only spaces may follow the header's closing brace");
        }
    }

    private void parseMetadata() throws IOException {
        JsonToken token = json.nextToken();
        if (token == JsonToken.VALUE_NULL) {
            return; // none, as the reference library reads it
        }
        if (token != JsonToken.START_OBJECT) {
            throw broken(METADATA + " must be START_OBJECT or VALUE_NULL, not " + token);
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            expect(JsonToken.VALUE_STRING, METADATA + " " + FileError.quote(key));
            metadata.put(key, json.getText());
            countNames();
        }
    }

    private void countNames() throws IOException {
        if (entries.size() + metadata.size() > MOST_NAMES) {
            throw broken(
                    "the header names more than " + MOST_NAMES + " tensors and metadata texts, which is the limit");
        }
    }

    private Entry parseEntry(String name) throws IOException {
        String tensor = "tensor " + FileError.quote(name);
        ElementType type = null;
        Shape shape = null;
        long[] offsets = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            switch (key) {
                case "dtype" -> type = parseType(tensor);
                case "shape" -> shape = parseShape(tensor);
                case "data_offsets" -> offsets = parseNumbers(tensor + ": data_offsets", Long.MAX_VALUE);
                default ->
                    throw broken(tensor + ": " + FileError.quote(key) + " is not one of dtype, shape, data_offsets");
            }
        }
        if (type == null || shape == null || offsets == null || offsets.length != 2) {
            throw broken(tensor + " needs a dtype, a shape and two data_offsets");
        }
        long bytes = (long) shape.size() * type.bytes();
        if (offsets[1] - offsets[0] != bytes) {
            throw broken(tensor + ": shape " + shape + " of " + type + " needs " + bytes
                    + " bytes, but data_offsets are [" + offsets[0] + "," + offsets[1] + "]");
        }
        return new Entry(name, type, shape, offsets[0], offsets[1]);
    }

    private ElementType parseType(String tensor) throws IOException {
        expect(JsonToken.VALUE_STRING, tensor + ": dtype");
        String name = json.getText();
        return ElementType.ofSafetensors(name)
                .orElseThrow(() ->
                        broken(tensor + ": dtype " + FileError.quote(name) + " cannot be read; convert it to F32"));
    }

    private Shape parseShape(String tensor) throws IOException {
        long[] dimensions = parseNumbers(tensor + ": shape", Integer.MAX_VALUE);
        try {
            return Shape.of(Arrays.stream(dimensions).mapToInt(Math::toIntExact).toArray());
        } catch (ShapeException e) {
            throw broken(tensor + ": " + e.getMessage());
        }
    }

    /** Parses an array of whole numbers from 0 to {@code largest}. */
    private long[] parseNumbers(String what, long largest) throws IOException {
        expect(JsonToken.START_ARRAY, what);
        long[] numbers = new long[MOST_AXES];
        int count = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            long number = json.currentToken() == JsonToken.VALUE_NUMBER_INT ? json.getLongValue() : -1;
            if (number < 0 || number > largest || count == MOST_AXES) {
                throw broken(what + " must be at most " + MOST_AXES + " whole numbers from 0 to " + largest + ", not "
                        + FileError.quote(json.getText()));
            }
            numbers[count++] = number;
        }
        return Arrays.copyOf(numbers, count);
    }

    /** Checks that the tensors follow one another without gap or overlap, from the header to the file's end. */
    private void checkLayout() throws IOException {
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long end = 0;
        for (Entry entry : entries) {
            if (entry.begin() != end) {
                String begins = "tensor " + FileError.quote(entry.name()) + " begins at data offset " + entry.begin();
                throw file.broken(START, begins + ", not at the end of the data before it, " + end);
            }
            end = entry.end();
        }
        if (end != file.remaining()) {
            throw file.broken(
                    START,
                    "the header describes " + end + " bytes of data, but " + file.remaining()
                            + " follow; the file is cut off or has bytes at the end that belong to no tensor");
        }
        long memory = entries.stream()
                .mapToLong(entry -> (long) entry.shape().size() * Float.BYTES)
                .sum();
        if (memory > 2 * file.size() + SPARE) {
            throw file.broken(
                    START,
                    "the tensors take " + memory + " bytes as float32, more than twice the file, since most are "
                            + ElementType.U8 + "; convert them to F16");
        }
    }

    private void expect(JsonToken token, String what) throws IOException {
        if (json.nextToken() != token) {
            throw broken(what + " must be " + token + ", not " + json.currentToken());
        }
    }

    private IOException broken(String problem) {
        return file.broken(START + Math.max(0, json.currentTokenLocation().getByteOffset()), problem);
    }
}
