package org.addernet.kernel.vector;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Adds {@code g sgn(f - x)} with a = g, b = f, fixed = x: the sign input gradient.
 *
 * <p>The sign bit of the difference flips that of g, and a difference of zero takes the term away.
 */
final class InputSign implements SweepKernel {

    private static final VectorSpecies<Float> SPECIES = MicroKernels.speciesOf(MethodHandles.lookup());
    private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);
    private static final int LANES = SPECIES.length();

    InputSign() {}

    @Override
    public int width() {
        return LANES;
    }

    @Override
    public void add(
            float[] a, int a0, int a1, int a2, int a3, float[] b, int bStart, int length, float[] fixed, float[] sums) {
        FloatVector zero = FloatVector.broadcast(SPECIES, 0f);
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
            FloatVector d0 = n0.add(f);
            IntVector g0 = IntVector.broadcast(INTS, Float.floatToRawIntBits(a[a0 + k]));
            FloatVector t0 = g0.lanewise(VectorOperators.XOR, sign.and(d0.reinterpretAsInts()))
                    .reinterpretAsFloats();
            s0 = zero.blend(t0, d0.compare(VectorOperators.NE, zero)).add(s0);
            FloatVector d1 = n1.add(f);
            IntVector g1 = IntVector.broadcast(INTS, Float.floatToRawIntBits(a[a1 + k]));
            FloatVector t1 = g1.lanewise(VectorOperators.XOR, sign.and(d1.reinterpretAsInts()))
                    .reinterpretAsFloats();
            s1 = zero.blend(t1, d1.compare(VectorOperators.NE, zero)).add(s1);
            FloatVector d2 = n2.add(f);
            IntVector g2 = IntVector.broadcast(INTS, Float.floatToRawIntBits(a[a2 + k]));
            FloatVector t2 = g2.lanewise(VectorOperators.XOR, sign.and(d2.reinterpretAsInts()))
                    .reinterpretAsFloats();
            s2 = zero.blend(t2, d2.compare(VectorOperators.NE, zero)).add(s2);
            FloatVector d3 = n3.add(f);
            IntVector g3 = IntVector.broadcast(INTS, Float.floatToRawIntBits(a[a3 + k]));
            FloatVector t3 = g3.lanewise(VectorOperators.XOR, sign.and(d3.reinterpretAsInts()))
                    .reinterpretAsFloats();
            s3 = zero.blend(t3, d3.compare(VectorOperators.NE, zero)).add(s3);
        }
        zero.lanewise(VectorOperators.ADD, s0).intoArray(sums, 0);
        zero.lanewise(VectorOperators.ADD, s1).intoArray(sums, LANES);
        zero.lanewise(VectorOperators.ADD, s2).intoArray(sums, 2 * LANES);
        zero.lanewise(VectorOperators.ADD, s3).intoArray(sums, 3 * LANES);
    }
}
