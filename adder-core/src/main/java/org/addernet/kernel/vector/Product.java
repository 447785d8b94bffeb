package org.addernet.kernel.vector;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Adds {@code a b}: the cross-correlation and its input gradient. */
final class Product implements SweepKernel {

    private static final VectorSpecies<Float> SPECIES = MicroKernels.speciesOf(MethodHandles.lookup());
    private static final int LANES = SPECIES.length();

    Product() {}

    @Override
    public int width() {
        return 2 * LANES;
    }

    @Override
    public void add(
            float[] a, int a0, int a1, int a2, int a3, float[] b, int bStart, int length, float[] fixed, float[] sums) {
        FloatVector s00 = FloatVector.zero(SPECIES);
        FloatVector s01 = s00;
        FloatVector s10 = s00;
        FloatVector s11 = s00;
        FloatVector s20 = s00;
        FloatVector s21 = s00;
        FloatVector s30 = s00;
        FloatVector s31 = s00;
        for (int k = 0; k < length; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bStart + 2 * LANES * k);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bStart + 2 * LANES * k + LANES);
            FloatVector v0 = FloatVector.broadcast(SPECIES, a[a0 + k]);
            s00 = v0.fma(b0, s00);
            s01 = v0.fma(b1, s01);
            FloatVector v1 = FloatVector.broadcast(SPECIES, a[a1 + k]);
            s10 = v1.fma(b0, s10);
            s11 = v1.fma(b1, s11);
            FloatVector v2 = FloatVector.broadcast(SPECIES, a[a2 + k]);
            s20 = v2.fma(b0, s20);
            s21 = v2.fma(b1, s21);
            FloatVector v3 = FloatVector.broadcast(SPECIES, a[a3 + k]);
            s30 = v3.fma(b0, s30);
            s31 = v3.fma(b1, s31);
        }
        s00.add(FloatVector.fromArray(SPECIES, sums, 0)).intoArray(sums, 0);
        s01.add(FloatVector.fromArray(SPECIES, sums, LANES)).intoArray(sums, LANES);
        s10.add(FloatVector.fromArray(SPECIES, sums, 2 * LANES)).intoArray(sums, 2 * LANES);
        s11.add(FloatVector.fromArray(SPECIES, sums, 3 * LANES)).intoArray(sums, 3 * LANES);
        s20.add(FloatVector.fromArray(SPECIES, sums, 4 * LANES)).intoArray(sums, 4 * LANES);
        s21.add(FloatVector.fromArray(SPECIES, sums, 5 * LANES)).intoArray(sums, 5 * LANES);
        s30.add(FloatVector.fromArray(SPECIES, sums, 6 * LANES)).intoArray(sums, 6 * LANES);
        s31.add(FloatVector.fromArray(SPECIES, sums, 7 * LANES)).intoArray(sums, 7 * LANES);
    }
}
