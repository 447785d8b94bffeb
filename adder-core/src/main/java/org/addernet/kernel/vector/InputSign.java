package org.addernet.kernel.vector;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Adds {@code g sgn(f - x)} with a = g, b = f, fixed = x: the sign input gradient.
 *
 * <p>The sign bit of the difference flips that of g, and a difference of zero takes the term away.
 */
final class InputSign implements SweepKernel {

    private static final VectorSpecies<Float> SPECIES = MicroKernels.speciesOf(MethodHandles.lookup());
    private static final int LANES = SPECIES.length();

    InputSign() {}

    @Override
    public int width() {
        return LANES;
    }

    @Override
    public void add(
            float[] a, int a0, int a1, int a2, int a3, float[] b, int bStart, int length, float[] fixed, float[] sums) {
        FloatVector x0 = FloatVector.fromArray(SPECIES, fixed, 0);
        FloatVector x1 = FloatVector.fromArray(SPECIES, fixed, LANES);
        FloatVector x2 = FloatVector.fromArray(SPECIES, fixed, 2 * LANES);
        FloatVector x3 = FloatVector.fromArray(SPECIES, fixed, 3 * LANES);
        IntVector sign = FloatVector.broadcast(SPECIES, -0f).reinterpretAsInts();
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int k = 0; k < length; k++) {
            FloatVector v = FloatVector.fromArray(SPECIES, b, bStart + LANES * k);
            FloatVector d0 = v.sub(x0);
            IntVector g0 = FloatVector.broadcast(SPECIES, a[a0 + k])
                    .reinterpretAsInts()
                    .lanewise(XOR, d0.reinterpretAsInts().and(sign));
            s0 = g0.reinterpretAsFloats().blend(0, d0.compare(EQ, 0)).add(s0);
            FloatVector d1 = v.sub(x1);
            IntVector g1 = FloatVector.broadcast(SPECIES, a[a1 + k])
                    .reinterpretAsInts()
                    .lanewise(XOR, d1.reinterpretAsInts().and(sign));
            s1 = g1.reinterpretAsFloats().blend(0, d1.compare(EQ, 0)).add(s1);
            FloatVector d2 = v.sub(x2);
            IntVector g2 = FloatVector.broadcast(SPECIES, a[a2 + k])
                    .reinterpretAsInts()
                    .lanewise(XOR, d2.reinterpretAsInts().and(sign));
            s2 = g2.reinterpretAsFloats().blend(0, d2.compare(EQ, 0)).add(s2);
            FloatVector d3 = v.sub(x3);
            IntVector g3 = FloatVector.broadcast(SPECIES, a[a3 + k])
                    .reinterpretAsInts()
                    .lanewise(XOR, d3.reinterpretAsInts().and(sign));
            s3 = g3.reinterpretAsFloats().blend(0, d3.compare(EQ, 0)).add(s3);
        }
        s0.add(FloatVector.fromArray(SPECIES, sums, 0)).intoArray(sums, 0);
        s1.add(FloatVector.fromArray(SPECIES, sums, LANES)).intoArray(sums, LANES);
        s2.add(FloatVector.fromArray(SPECIES, sums, 2 * LANES)).intoArray(sums, 2 * LANES);
        s3.add(FloatVector.fromArray(SPECIES, sums, 3 * LANES)).intoArray(sums, 3 * LANES);
    }
}
