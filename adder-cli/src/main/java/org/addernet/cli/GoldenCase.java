package org.addernet.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One object of a file of golden vectors; a value that is missing or of another type is an error that names it.
 *
 * @param where the file, and the place in it
 * @param values the object
 */
record GoldenCase(String where, Map<?, ?> values) {

    /** Reads a file: a list of cases. */
    static List<GoldenCase> read(Path file) throws IOException {
        Object content;
        try {
            content = JSON.std.anyFrom(Files.readAllBytes(file));
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            throw new IOException(file + ": not JSON: " + e.getOriginalMessage(), e);
        }
        if (!(content instanceof List<?> list)) {
            throw new IOException(file + ": expected a list of cases");
        }
        List<GoldenCase> cases = new ArrayList<>();
        for (Object item : list) {
            cases.add(of(file.toString(), item));
        }
        return cases;
    }

    private static GoldenCase of(String where, @Nullable Object value) throws IOException {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IOException(where + ": expected an object, got " + value);
        }
        return new GoldenCase(where, map);
    }

    String name() throws IOException {
        return get("name", String.class);
    }

    int integer(String key) throws IOException {
        return get(key, Number.class).intValue();
    }

    double number(String key) throws IOException {
        return get(key, Number.class).doubleValue();
    }

    boolean flag(String key) throws IOException {
        return get(key, Boolean.class);
    }

    GoldenCase child(String key) throws IOException {
        return of(where + " " + key, values.get(key));
    }

    Set<?> keys() {
        return values.keySet();
    }

    float[] floats(String key) throws IOException {
        return floats(key, get(key, List.class));
    }

    List<float[]> rows(String key) throws IOException {
        List<float[]> rows = new ArrayList<>();
        for (Object row : get(key, List.class)) {
            if (!(row instanceof List<?> list)) {
                throw new IOException(where + ": " + key + " must be a list of lists");
            }
            rows.add(floats(key, list));
        }
        return rows;
    }

    private float[] floats(String key, List<?> list) throws IOException {
        float[] floats = new float[list.size()];
        for (int i = 0; i < floats.length; i++) {
            if (!(list.get(i) instanceof Number number)) {
                throw new IOException(where + ": " + key + " must be a list of numbers, item " + i + " is not");
            }
            floats[i] = number.floatValue();
        }
        return floats;
    }

    private <T> T get(String key, Class<T> type) throws IOException {
        Object value = values.get(key);
        if (!type.isInstance(value)) {
            throw new IOException(where + ": " + key + " is missing or no " + type.getSimpleName());
        }
        return type.cast(value);
    }
}
