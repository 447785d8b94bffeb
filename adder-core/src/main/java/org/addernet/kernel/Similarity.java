package org.addernet.kernel;

import java.util.Arrays;
import java.util.Locale;

/**
 * How a convolution compares an input x with a filter weight f: the S of {@code Y = Σ S(X, F)} (AdderNet, Eq. 1).
 *
 * <p>It is the one switch between an adder network and its rivals; layers, models and training are the same for all.
 */
public enum Similarity {

    /** The negative l1 distance, {@code -|x - f|} (Eq. 2): AdderNet. Only additions. */
    L1,

    /** The negative squared l2 distance, {@code -(x - f)²} (Eq. 27). */
    L2,

    /** The product {@code x f}: the ordinary convolution. */
    CROSS_CORRELATION;

    /** Returns the similarity of one input and one filter weight. */
    public float apply(float x, float f) {
        return switch (this) {
            case L1 -> -Math.abs(x - f);
            case L2 -> -(x - f) * (x - f);
            case CROSS_CORRELATION -> x * f;
        };
    }

    /** Returns whether this is a distance, whose filters act by subtraction and want adaptive scaling (section 3.3). */
    public boolean isDistance() {
        return this != CROSS_CORRELATION;
    }

    /**
     * Returns the similarity of the given name, as {@link #toString} spells it.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Similarity parse(String name) {
        for (Similarity similarity : values()) {
            if (similarity.toString().equals(name)) {
                return similarity;
            }
        }
        throw new IllegalArgumentException(
                "there is no similarity \"" + name + "\", known are " + Arrays.toString(values()));
    }

    /** Returns the name in commands and files, such as {@code cross-correlation}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
