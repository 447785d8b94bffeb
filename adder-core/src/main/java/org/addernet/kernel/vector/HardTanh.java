package org.addernet.kernel.vector;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Adds {@code g HT(f - x)} with a = g, b = f, fixed = x: the clipped input gradient.
 *
 * <p>The magnitudes of floats order as their bits do, and an integer min is one instruction where a float min is six. The
 * term is long, so the tile is one vector wide.
 */
final class HardTanh implements SweepKernel {

    private static final VectorSpecies<Float> SPECIES = MicroKernels.speciesOf(MethodHandles.lookup());
    private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);
    private static final int LANES = SPECIES.length();
    private static final int ONE = Float.floatToIntBits(1);

    HardTanh() {}

    @Override
    public int width() {
        return LANES;
    }

    @Override
    public void add(
            float[] a, int a0, int a1, int a2, int a3, float[] b, int bStart, int length, float[] fixed, float[] sums) {
        FloatVector zero = FloatVector.broadcast(SPECIES, 0f);
        IntVector one = IntVector.broadcast(INTS, ONE);
        IntVector magnitude = IntVector.broadcast(INTS, Integer.MAX_VALUE);
        IntVector sign = IntVector.broadcast(INTS, Integer.MIN_VALUE);
        FloatVector n0 = zero.sub(FloatVector.fromArray(SPECIES, fixed, 0));
        FloatVector n1 = zero.sub(FloatVector.fromArray(SPECIES, fixed, LANES));
        FloatVector n2 = zero.sub(FloatVector.fromArray(SPECIES, fixed, 2 * LANES));
        FloatVector n3 = zero.sub(FloatVector.fromArray(SPECIES, fixed, 3 * LANES));
        FloatVector s0 = FloatVector.fromArray(SPECIES, sums, 0);
        FloatVector s1 = FloatVector.fromArray(SPECIES, sums, LANES);
        FloatVector s2 = FloatVector.fromArray(SPECIES, sums, 2 * LANES);
        FloatVector s3 = FloatVector.fromArray(SPECIES, sums, 3 * LANES);
        for (int k = 0; k < length; k++) {
            FloatVector f = FloatVector.fromArray(SPECIES, b, bStart + LANES * k);
            IntVector d0 = n0.add(f).reinterpretAsInts();
            IntVector c0 = one.min(magnitude.and(d0)).or(sign.and(d0));
            s0 = FloatVector.broadcast(SPECIES, a[a0 + k]).fma(c0.reinterpretAsFloats(), s0);
            IntVector d1 = n1.add(f).reinterpretAsInts();
            IntVector c1 = one.min(magnitude.and(d1)).or(sign.and(d1));
            s1 = FloatVector.broadcast(SPECIES, a[a1 + k]).fma(c1.reinterpretAsFloats(), s1);
            IntVector d2 = n2.add(f).reinterpretAsInts();
            IntVector c2 = one.min(magnitude.and(d2)).or(sign.and(d2));
            s2 = FloatVector.broadcast(SPECIES, a[a2 + k]).fma(c2.reinterpretAsFloats(), s2);
            IntVector d3 = n3.add(f).reinterpretAsInts();
            IntVector c3 = one.min(magnitude.and(d3)).or(sign.and(d3));
            s3 = FloatVector.broadcast(SPECIES, a[a3 + k]).fma(c3.reinterpretAsFloats(), s3);
        }
        zero.lanewise(VectorOperators.ADD, s0).intoArray(sums, 0);
        zero.lanewise(VectorOperators.ADD, s1).intoArray(sums, LANES);
        zero.lanewise(VectorOperators.ADD, s2).intoArray(sums, 2 * LANES);
        zero.lanewise(VectorOperators.ADD, s3).intoArray(sums, 3 * LANES);
    }
}
