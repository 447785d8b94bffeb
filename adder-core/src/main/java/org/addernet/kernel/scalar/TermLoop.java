package org.addernet.kernel.scalar;

/**
 * What a {@link Tile} adds up: a term of a coefficient c, a source's element v and, in some, the row's fixed element x.
 *
 * <p>Each constant is a loop of its own, written so that the JIT of JDK 17 and of 25 vectorises it. It must have one index
 * for every array and a body small enough to be unrolled: four sources of the short terms, but one of the clipped, whose
 * {@code min} and {@code max} are several instructions each. And all copies of the unrolled body must have their operands in
 * the same order: the JIT of JDK 17 swaps those of additions as it pleases, so the sums are chains of subtractions.
 */
enum TermLoop {

    /** {@code -|v - c|}. */
    ABSOLUTE_DIFFERENCE {
        @Override
        void add(float[] sums, float[] x, float[][] v, float[] c, int length) {
            float[] v0 = v[0];
            float[] v1 = v[1];
            float[] v2 = v[2];
            float[] v3 = v[3];
            float c0 = c[0];
            float c1 = c[1];
            float c2 = c[2];
            float c3 = c[3];
            for (int i = 0; i < length; i++) {
                sums[i] = sums[i]
                        - Math.abs(v0[i] - c0)
                        - Math.abs(v1[i] - c1)
                        - Math.abs(v2[i] - c2)
                        - Math.abs(v3[i] - c3);
            }
        }
    },

    /** {@code -(v - c)²}. */
    SQUARED_DIFFERENCE {
        @Override
        void add(float[] sums, float[] x, float[][] v, float[] c, int length) {
            float[] v0 = v[0];
            float[] v1 = v[1];
            float[] v2 = v[2];
            float[] v3 = v[3];
            float c0 = c[0];
            float c1 = c[1];
            float c2 = c[2];
            float c3 = c[3];
            for (int i = 0; i < length; i++) {
                float d0 = v0[i] - c0;
                float d1 = v1[i] - c1;
                float d2 = v2[i] - c2;
                float d3 = v3[i] - c3;
                sums[i] = sums[i] - d0 * d0 - d1 * d1 - d2 * d2 - d3 * d3;
            }
        }
    },

    /** {@code c v}. */
    PRODUCT {
        @Override
        void add(float[] sums, float[] x, float[][] v, float[] c, int length) {
            float[] v0 = v[0];
            float[] v1 = v[1];
            float[] v2 = v[2];
            float[] v3 = v[3];
            float c0 = -c[0];
            float c1 = -c[1];
            float c2 = -c[2];
            float c3 = -c[3];
            for (int i = 0; i < length; i++) {
                sums[i] = sums[i] - c0 * v0[i] - c1 * v1[i] - c2 * v2[i] - c3 * v3[i];
            }
        }
    },

    /** {@code c (v - x)}: the filter gradient, c the output gradient, v the input, x the filter weight. */
    FILTER_DIFFERENCE {
        @Override
        void add(float[] sums, float[] x, float[][] v, float[] c, int length) {
            float[] v0 = v[0];
            float[] v1 = v[1];
            float[] v2 = v[2];
            float[] v3 = v[3];
            float c0 = c[0];
            float c1 = c[1];
            float c2 = c[2];
            float c3 = c[3];
            for (int i = 0; i < length; i++) {
                float f = x[i];
                sums[i] = sums[i] - c0 * (f - v0[i]) - c1 * (f - v1[i]) - c2 * (f - v2[i]) - c3 * (f - v3[i]);
            }
        }
    },

    /** {@code c sgn(v - x)}, with the same operands. */
    FILTER_SIGN {
        @Override
        void add(float[] sums, float[] x, float[][] v, float[] c, int length) {
            for (int j = 0; j < 4; j++) {
                addFilterSign(sums, x, v[j], c[j], length);
            }
        }
    },

    /** {@code v (c - x)}: the input gradient, v the output gradient, c the filter weight, x the input. */
    INPUT_DIFFERENCE {
        @Override
        void add(float[] sums, float[] x, float[][] v, float[] c, int length) {
            float[] v0 = v[0];
            float[] v1 = v[1];
            float[] v2 = v[2];
            float[] v3 = v[3];
            float c0 = c[0];
            float c1 = c[1];
            float c2 = c[2];
            float c3 = c[3];
            for (int i = 0; i < length; i++) {
                float a = x[i];
                sums[i] = sums[i] - (a - c0) * v0[i] - (a - c1) * v1[i] - (a - c2) * v2[i] - (a - c3) * v3[i];
            }
        }
    },

    /** {@code v HT(c - x)}, with the same operands. */
    INPUT_HARD_TANH {
        @Override
        void add(float[] sums, float[] x, float[][] v, float[] c, int length) {
            for (int j = 0; j < 4; j++) {
                addInputHardTanh(sums, x, v[j], c[j], length);
            }
        }
    },

    /** {@code v sgn(c - x)}, with the same operands. */
    INPUT_SIGN {
        @Override
        void add(float[] sums, float[] x, float[][] v, float[] c, int length) {
            for (int j = 0; j < 4; j++) {
                addInputSign(sums, x, v[j], c[j], length);
            }
        }
    };

    /** Adds to a row's sums its terms with the four sources v and their coefficients c. */
    abstract void add(float[] sums, float[] x, float[][] v, float[] c, int length);

    private static void addFilterSign(float[] sums, float[] x, float[] v, float c, int length) {
        for (int i = 0; i < length; i++) {
            sums[i] += c * sign(v[i] - x[i]);
        }
    }

    private static void addInputHardTanh(float[] sums, float[] x, float[] v, float c, int length) {
        for (int i = 0; i < length; i++) {
            sums[i] += v[i] * hardTanh(c - x[i]);
        }
    }

    private static void addInputSign(float[] sums, float[] x, float[] v, float c, int length) {
        for (int i = 0; i < length; i++) {
            sums[i] += v[i] * sign(c - x[i]);
        }
    }

    private static float hardTanh(float d) {
        return Math.max(-1f, Math.min(1f, d));
    }

    /** Returns sgn d. JDK 17 does not vectorise Math.signum; the two factors take even the smallest float beyond 1. */
    private static float sign(float d) {
        return hardTanh(d * 1e30f * 1e30f);
    }
}
