package org.addernet.nn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a layer is, without its values: all that is needed to build it again, to list it or to export it.
 *
 * @param type the name of its kind, such as {@code Conv2d}
 * @param name its dotted name in the model; empty for the root
 * @param attributes its settings by name: Integer, Double, Boolean, String, or List of Integer
 * @param children its children by their names in it, in their order
 */
public record LayerDescription(
        String type, String name, Map<String, Object> attributes, Map<String, LayerDescription> children) {

    /** The type that stands for a layer which occurs before, under the name in the attribute {@code layer}. */
    public static final String SHARED = "shared";

    /** Takes unmodifiable copies of the maps; attributes are sorted, so that equal descriptions give equal bytes. */
    public LayerDescription {
        attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
        children = Collections.unmodifiableMap(new LinkedHashMap<>(children));
    }

    /**
     * Returns an attribute that is a whole number.
     *
     * @throws IllegalArgumentException if there is none of that name and kind
     */
    public int integer(String key) {
        return attribute(key, Integer.class);
    }

    /**
     * Returns an attribute that is a number.
     *
     * @throws IllegalArgumentException if there is none of that name and kind
     */
    public double number(String key) {
        return attribute(key, Number.class).doubleValue();
    }

    /**
     * Returns an attribute that is true or false.
     *
     * @throws IllegalArgumentException if there is none of that name and kind
     */
    public boolean flag(String key) {
        return attribute(key, Boolean.class);
    }

    /**
     * Returns an attribute that is a text.
     *
     * @throws IllegalArgumentException if there is none of that name and kind
     */
    public String text(String key) {
        return attribute(key, String.class);
    }

    /**
     * Returns an attribute that is a list of so many whole numbers.
     *
     * @throws IllegalArgumentException if there is none of that name and kind
     */
    public List<Integer> integers(String key, int count) {
        List<?> values = attribute(key, List.class);
        if (values.size() != count || !values.stream().allMatch(Integer.class::isInstance)) {
            throw new IllegalArgumentException(
                    this + ": " + key + " is " + values + ", it must be " + count + " integers");
        }
        return values.stream().map(Integer.class::cast).toList();
    }

    private <T> T attribute(String key, Class<T> kind) {
        Object value = attributes.get(key);
        if (!kind.isInstance(value)) {
            throw new IllegalArgumentException(
                    this + ": " + key + " is " + value + ", it must be a " + kind.getSimpleName());
        }
        return kind.cast(value);
    }

    /** Returns type and name, such as {@code Conv2d stage1.0.conv1}. */
    @Override
    public String toString() {
        return name.isEmpty() ? type : type + " " + name;
    }
}
