package org.addernet.data;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.addernet.data.cache.DataCache;

/** The data sets that can be loaded by name. */
public final class Datasets {

    private static final TreeMap<String, Source> SOURCES = new TreeMap<>(Map.of(
            "mnist", Mnist.DIGITS::load,
            "fashion-mnist", Mnist.FASHION::load,
            "strokes", cache -> Strokes.load()));

    private Datasets() {}

    /** Returns the names, sorted. */
    public static List<String> names() {
        return List.copyOf(SOURCES.keySet());
    }

    /**
     * Loads a data set, padded to {@code [32,32,1]} and normalised by the mean and the deviation of its training pixels.
     *
     * @param cache where its files are or go; {@code strokes} has none
     * @throws IllegalArgumentException if there is no data set of that name
     * @throws IOException if a file is missing and cannot be downloaded, or is broken
     */
    public static DataSplits load(String name, DataCache cache) throws IOException {
        Source source = SOURCES.get(name);
        if (source == null) {
            throw new IllegalArgumentException(
                    "there is no data set \"" + name + "\", known are " + String.join(", ", names()));
        }
        return source.load(cache);
    }

    private interface Source {
        DataSplits load(DataCache cache) throws IOException;
    }
}
