package org.addernet.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The look-up of what a benchmark's parameter names. */
final class Parameters {

    private Parameters() {}

    /**
     * Returns the constant whose {@code toString} is the value.
     *
     * @throws IllegalArgumentException if there is none
     */
    static <E extends Enum<E>> E constant(String parameter, String value, Class<E> type) {
        return find(parameter, value, Arrays.asList(type.getEnumConstants()), Enum::toString);
    }

    /**
     * Returns the choice that has the value as its name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static <T> T find(String parameter, String value, List<T> choices, Function<T, String> name) {
        return choices.stream()
                .filter(choice -> name.apply(choice).equals(value))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(parameter + "=" + value + " is not available, use one of "
                                + choices.stream().map(name).toList()));
    }
}
