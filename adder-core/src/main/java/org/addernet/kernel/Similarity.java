package org.addernet.kernel;

import java.util.Arrays;
import java.util.Locale;

/**
 * How a convolution compares an input x with a filter weight f: the S of {@code Y = Σ S(X, F)} (AdderNet, Eq. 1).
 *
 * <p>It is the one switch between an adder network and its baselines; layers, models and training are the same for all.
 */
public enum Similarity {

    /** The negative l1 distance, {@code -|x - f|} (Eq. 2): AdderNet. Only additions. */
    L1,

    /** The negative squared l2 distance, {@code -(x - f)²} (Eq. 27). */
    L2,

    /** The product {@code x f}: the ordinary convolution. */
    CROSS_CORRELATION,

    /**
     * The product of the {@linkplain #sign signs}, {@code sgn(x) sgn(f)}: binary networks. A sum of them is an XNOR of bits and a
     * count, and the layer scales it by the mean magnitude of the filter (XNOR-Net, Rastegari et al. 2016). The padding of a
     * convolution has no sign and adds nothing.
     *
     * <p>The sign is the activation: behind a ReLU, which leaves nothing negative, it is always 1.
     */
    XNOR;

    /** Returns the similarity of one input and one filter weight. */
    public float apply(float x, float f) {
        return switch (this) {
            case L1 -> -Math.abs(x - f);
            case L2 -> -(x - f) * (x - f);
            case CROSS_CORRELATION -> x * f;
            case XNOR -> sign(x) * sign(f);
        };
    }

    /** Returns the sign of {@link #XNOR}: -1 for a negative value, and 1 for all others, both zeros and NaN among them. */
    public static float sign(float v) {
        return v < 0 ? -1 : 1;
    }

    /** Returns whether this is a distance, whose filters act by subtraction and want adaptive scaling (section 3.3). */
    public boolean isDistance() {
        return this == L1 || this == L2;
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
