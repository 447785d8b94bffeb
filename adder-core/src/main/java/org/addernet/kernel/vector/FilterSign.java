package org.addernet.kernel.vector;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Adds {@code g sgn(x - f)} with a = x, b = g, fixed = f: the sign filter gradient.
 *
 * <p>The sign bit of the difference flips that of g, and a difference of zero takes the term away.
 */
final class FilterSign implements FilterKernel {

    private static final VectorSpecies<Float> SPECIES = MicroKernels.speciesOf(MethodHandles.lookup());
    private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);
    private static final int LANES = SPECIES.length();

    FilterSign() {}

    @Override
    public int width() {
        return LANES;
    }

    @Override
    public void add(
            float[] a,
            int a0,
            int a1,
            int a2,
            int a3,
            int step,
            float[] b,
            int bStart,
            int length,
            float[] fixed,
            float[] sums) {
        FloatVector zero = FloatVector.broadcast(SPECIES, 0f);
        IntVector sign = IntVector.broadcast(INTS, Integer.MIN_VALUE);
        FloatVector f0 = FloatVector.fromArray(SPECIES, fixed, 0);
        FloatVector f1 = FloatVector.fromArray(SPECIES, fixed, LANES);
        FloatVector f2 = FloatVector.fromArray(SPECIES, fixed, 2 * LANES);
        FloatVector f3 = FloatVector.fromArray(SPECIES, fixed, 3 * LANES);
        FloatVector s0 = FloatVector.fromArray(SPECIES, sums, 0);
        FloatVector s1 = FloatVector.fromArray(SPECIES, sums, LANES);
        FloatVector s2 = FloatVector.fromArray(SPECIES, sums, 2 * LANES);
        FloatVector s3 = FloatVector.fromArray(SPECIES, sums, 3 * LANES);
        for (int k = 0; k < length; k++) {
            IntVector g = zero.add(FloatVector.fromArray(SPECIES, b, bStart + LANES * k))
                    .reinterpretAsInts();
            FloatVector d0 = FloatVector.broadcast(SPECIES, a[a0 + k * step]).sub(f0);
            IntVector g0 = sign.and(d0.reinterpretAsInts()).lanewise(VectorOperators.XOR, g);
            s0 = zero.blend(g0.reinterpretAsFloats(), d0.compare(VectorOperators.NE, zero))
                    .add(s0);
            FloatVector d1 = FloatVector.broadcast(SPECIES, a[a1 + k * step]).sub(f1);
            IntVector g1 = sign.and(d1.reinterpretAsInts()).lanewise(VectorOperators.XOR, g);
            s1 = zero.blend(g1.reinterpretAsFloats(), d1.compare(VectorOperators.NE, zero))
                    .add(s1);
            FloatVector d2 = FloatVector.broadcast(SPECIES, a[a2 + k * step]).sub(f2);
            IntVector g2 = sign.and(d2.reinterpretAsInts()).lanewise(VectorOperators.XOR, g);
            s2 = zero.blend(g2.reinterpretAsFloats(), d2.compare(VectorOperators.NE, zero))
                    .add(s2);
            FloatVector d3 = FloatVector.broadcast(SPECIES, a[a3 + k * step]).sub(f3);
            IntVector g3 = sign.and(d3.reinterpretAsInts()).lanewise(VectorOperators.XOR, g);
            s3 = zero.blend(g3.reinterpretAsFloats(), d3.compare(VectorOperators.NE, zero))
                    .add(s3);
        }
        zero.lanewise(VectorOperators.ADD, s0).intoArray(sums, 0);
        zero.lanewise(VectorOperators.ADD, s1).intoArray(sums, LANES);
        zero.lanewise(VectorOperators.ADD, s2).intoArray(sums, 2 * LANES);
        zero.lanewise(VectorOperators.ADD, s3).intoArray(sums, 3 * LANES);
    }
}
