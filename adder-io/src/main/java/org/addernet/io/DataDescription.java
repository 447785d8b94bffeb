package org.addernet.io;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What must be known of a model's data to use it: the names of the classes, and how pictures become inputs.
 *
 * @param classNames the names of the classes, in the order of their labels; empty if they are not known
 * @param preprocessing how pictures become inputs; empty if it is not known
 */
public record DataDescription(List<String> classNames, Optional<Preprocessing> preprocessing) {

    /** Neither is known. */
    public static final DataDescription NONE = new DataDescription(List.of(), Optional.empty());

    /** Names that a message shows of a long list. */
    private static final int SHOWN = 12;

    private static final String CLASS = "data.class.";
    private static final String PREPROCESSING = "data.preprocessing";

    /** Creates the description with a copy of the list. */
    public DataDescription {
        classNames = List.copyOf(classNames);
    }

    /**
     * Reads what {@link #metadata} returned from among the metadata of a file.
     *
     * @throws IllegalArgumentException if the preprocessing is not of its form
     */
    public static DataDescription of(Map<String, String> metadata) {
        List<String> names = new ArrayList<>();
        for (String name = metadata.get(CLASS + 0); name != null; name = metadata.get(CLASS + names.size())) {
            names.add(name);
        }
        return new DataDescription(
                names, Optional.ofNullable(metadata.get(PREPROCESSING)).map(Preprocessing::parse));
    }

    /** Returns both as metadata of a file; their keys begin with {@code data.}. */
    public Map<String, String> metadata() {
        Map<String, String> metadata = new TreeMap<>();
        for (int i = 0; i < classNames.size(); i++) {
            metadata.put(CLASS + i, classNames.get(i));
        }
        preprocessing.ifPresent(p -> metadata.put(PREPROCESSING, p.toString()));
        return metadata;
    }

    /** Returns in what a model's data and others differ, with both sides; what is not known of one is not compared. */
    public List<String> differences(DataDescription other) {
        List<String> differences = new ArrayList<>();
        List<String> others = other.classNames;
        if (!classNames.isEmpty() && !others.isEmpty() && !classNames.equals(others)) {
            differences.add("classes " + shown(classNames, others) + " against " + shown(others, classNames));
        }
        if (preprocessing.isPresent()
                && other.preprocessing.isPresent()
                && !preprocessing.equals(other.preprocessing)) {
            differences.add("preprocessing " + preprocessing.get() + " against " + other.preprocessing.get());
        }
        return differences;
    }

    /** Returns the names in brackets; of many, those from the first in which they differ from others. */
    private static String shown(List<String> names, List<String> others) {
        if (names.size() <= SHOWN) {
            return names.toString();
        }
        int first = 0;
        while (first < Math.min(names.size(), others.size()) && names.get(first).equals(others.get(first))) {
            first++;
        }
        int end = Math.min(names.size(), first + SHOWN);
        return names.size() + " names, from number " + first + " " + names.subList(first, end);
    }
}
