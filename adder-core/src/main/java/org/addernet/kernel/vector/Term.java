package org.addernet.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * What a micro-kernel adds to its sums for each pair of a broadcast value and a vector.
 *
 * <p>Each is a subclass of its own, so that the call in {@link TileKernel}, where the term is a constant, is inlined.
 */
enum Term {

    /** {@code |a - b|}: the l1 forward pass, up to its sign. */
    ABSOLUTE_DIFFERENCE {
        @Override
        FloatVector add(FloatVector sum, FloatVector a, FloatVector b, FloatVector fixed) {
            return sum.add(a.sub(b).abs());
        }
    },

    /** {@code (a - b)²}: the l2 forward pass, up to its sign. */
    SQUARED_DIFFERENCE {
        @Override
        FloatVector add(FloatVector sum, FloatVector a, FloatVector b, FloatVector fixed) {
            FloatVector difference = a.sub(b);
            return difference.fma(difference, sum);
        }
    },

    /** {@code a b}: cross-correlation, and the matrix product inside every gradient but the sign's. */
    PRODUCT {
        @Override
        FloatVector add(FloatVector sum, FloatVector a, FloatVector b, FloatVector fixed) {
            return a.fma(b, sum);
        }
    },

    /** {@code g HT(f - x)} with a = g, b = f, fixed = x: the clipped input gradient. */
    HARD_TANH {
        @Override
        FloatVector add(FloatVector sum, FloatVector a, FloatVector b, FloatVector fixed) {
            // Positive floats order as their bits do, and an integer min is one instruction where a float min is six.
            IntVector bits = b.sub(fixed).reinterpretAsInts();
            IntVector clipped = bits.and(Integer.MAX_VALUE).min(ONE).or(bits.and(Integer.MIN_VALUE));
            return a.fma(clipped.reinterpretAsFloats(), sum);
        }
    },

    /** {@code g (f - x)} with a = g, b = f, fixed = x: the unclipped input gradient. */
    INPUT_DIFFERENCE {
        @Override
        FloatVector add(FloatVector sum, FloatVector a, FloatVector b, FloatVector fixed) {
            return a.fma(b.sub(fixed), sum);
        }
    },

    /** {@code g sgn(f - x)} with a = g, b = f, fixed = x: the sign input gradient. */
    INPUT_SIGN {
        @Override
        FloatVector add(FloatVector sum, FloatVector a, FloatVector b, FloatVector fixed) {
            return sum.add(signed(a, b.sub(fixed)));
        }
    },

    /** {@code g sgn(x - f)} with a = x, b = g, fixed = f: the sign filter gradient. */
    FILTER_SIGN {
        @Override
        FloatVector add(FloatVector sum, FloatVector a, FloatVector b, FloatVector fixed) {
            return sum.add(signed(b, a.sub(fixed)));
        }
    };

    private static final int ONE = Float.floatToIntBits(1);

    /** Returns {@code sum} plus this term of the broadcast a, the vector b, and the operand that is fixed for the tile. */
    abstract FloatVector add(FloatVector sum, FloatVector a, FloatVector b, FloatVector fixed);

    /** Returns {@code g sgn(d)}. */
    private static FloatVector signed(FloatVector g, FloatVector d) {
        IntVector sign = d.reinterpretAsInts().and(Integer.MIN_VALUE);
        FloatVector product =
                g.reinterpretAsInts().lanewise(VectorOperators.XOR, sign).reinterpretAsFloats();
        return product.blend(0, d.compare(VectorOperators.EQ, 0));
    }
}
