package org.addernet.kernel.vector;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Adds {@code g HT(f - x)} with a = g, b = f, fixed = x: the clipped input gradient.
 *
 * <p>The magnitudes of floats order as their bits do, and an integer min is one instruction where a float min is six. The
 * term is long, so the tile is one vector wide: with two the JIT gives up on it.
 */
final class HardTanh implements SweepKernel {

    private static final VectorSpecies<Float> SPECIES = MicroKernels.speciesOf(MethodHandles.lookup());
    private static final int LANES = SPECIES.length();

    HardTanh() {}

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
        IntVector one = FloatVector.broadcast(SPECIES, 1).reinterpretAsInts();
        IntVector sign = FloatVector.broadcast(SPECIES, -0f).reinterpretAsInts();
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int k = 0; k < length; k++) {
            FloatVector f = FloatVector.fromArray(SPECIES, b, bStart + LANES * k);
            FloatVector d0 = f.sub(x0);
            IntVector c0 = d0.abs()
                    .reinterpretAsInts()
                    .min(one)
                    .or(d0.reinterpretAsInts().and(sign));
            s0 = c0.reinterpretAsFloats().fma(FloatVector.broadcast(SPECIES, a[a0 + k]), s0);
            FloatVector d1 = f.sub(x1);
            IntVector c1 = d1.abs()
                    .reinterpretAsInts()
                    .min(one)
                    .or(d1.reinterpretAsInts().and(sign));
            s1 = c1.reinterpretAsFloats().fma(FloatVector.broadcast(SPECIES, a[a1 + k]), s1);
            FloatVector d2 = f.sub(x2);
            IntVector c2 = d2.abs()
                    .reinterpretAsInts()
                    .min(one)
                    .or(d2.reinterpretAsInts().and(sign));
            s2 = c2.reinterpretAsFloats().fma(FloatVector.broadcast(SPECIES, a[a2 + k]), s2);
            FloatVector d3 = f.sub(x3);
            IntVector c3 = d3.abs()
                    .reinterpretAsInts()
                    .min(one)
                    .or(d3.reinterpretAsInts().and(sign));
            s3 = c3.reinterpretAsFloats().fma(FloatVector.broadcast(SPECIES, a[a3 + k]), s3);
        }
        s0.add(FloatVector.fromArray(SPECIES, sums, 0)).intoArray(sums, 0);
        s1.add(FloatVector.fromArray(SPECIES, sums, LANES)).intoArray(sums, LANES);
        s2.add(FloatVector.fromArray(SPECIES, sums, 2 * LANES)).intoArray(sums, 2 * LANES);
        s3.add(FloatVector.fromArray(SPECIES, sums, 3 * LANES)).intoArray(sums, 3 * LANES);
    }
}
