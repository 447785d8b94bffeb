package org.addernet.bench;

import java.util.Locale;

/** One of the three passes through a convolution. */
public enum Direction {

    /** From the input to the output. */
    FORWARD,

    /** From the output's gradient to the filter's. */
    FILTER_GRADIENT,

    /** From the output's gradient to the input's. */
    INPUT_GRADIENT;

    /** Returns the name in the benchmark's parameter, such as {@code filter-gradient}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
