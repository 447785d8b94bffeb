package org.addernet.kernel.vector;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Adds {@code |a - b|}: the l1 forward pass, up to its sign. */
final class AbsoluteDifference implements SweepKernel {

    private static final VectorSpecies<Float> SPECIES = MicroKernels.speciesOf(MethodHandles.lookup());
    private static final int LANES = SPECIES.length();

    AbsoluteDifference() {}

    @Override
    public int width() {
        return 2 * LANES;
    }

    @Override
    public void add(
            float[] a, int a0, int a1, int a2, int a3, float[] b, int bStart, int length, float[] fixed, float[] sums) {
        FloatVector zero = FloatVector.broadcast(SPECIES, 0f);
        FloatVector s00 = FloatVector.fromArray(SPECIES, sums, 0);
        FloatVector s01 = FloatVector.fromArray(SPECIES, sums, LANES);
        FloatVector s10 = FloatVector.fromArray(SPECIES, sums, 2 * LANES);
        FloatVector s11 = FloatVector.fromArray(SPECIES, sums, 3 * LANES);
        FloatVector s20 = FloatVector.fromArray(SPECIES, sums, 4 * LANES);
        FloatVector s21 = FloatVector.fromArray(SPECIES, sums, 5 * LANES);
        FloatVector s30 = FloatVector.fromArray(SPECIES, sums, 6 * LANES);
        FloatVector s31 = FloatVector.fromArray(SPECIES, sums, 7 * LANES);
        for (int k = 0; k < length; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bStart + 2 * LANES * k);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bStart + 2 * LANES * k + LANES);
            FloatVector v0 = FloatVector.broadcast(SPECIES, a[a0 + k]);
            s00 = v0.sub(b0).abs().add(s00);
            s01 = v0.sub(b1).abs().add(s01);
            FloatVector v1 = FloatVector.broadcast(SPECIES, a[a1 + k]);
            s10 = v1.sub(b0).abs().add(s10);
            s11 = v1.sub(b1).abs().add(s11);
            FloatVector v2 = FloatVector.broadcast(SPECIES, a[a2 + k]);
            s20 = v2.sub(b0).abs().add(s20);
            s21 = v2.sub(b1).abs().add(s21);
            FloatVector v3 = FloatVector.broadcast(SPECIES, a[a3 + k]);
            s30 = v3.sub(b0).abs().add(s30);
            s31 = v3.sub(b1).abs().add(s31);
        }
        zero.lanewise(VectorOperators.ADD, s00).intoArray(sums, 0);
        zero.lanewise(VectorOperators.ADD, s01).intoArray(sums, LANES);
        zero.lanewise(VectorOperators.ADD, s10).intoArray(sums, 2 * LANES);
        zero.lanewise(VectorOperators.ADD, s11).intoArray(sums, 3 * LANES);
        zero.lanewise(VectorOperators.ADD, s20).intoArray(sums, 4 * LANES);
        zero.lanewise(VectorOperators.ADD, s21).intoArray(sums, 5 * LANES);
        zero.lanewise(VectorOperators.ADD, s30).intoArray(sums, 6 * LANES);
        zero.lanewise(VectorOperators.ADD, s31).intoArray(sums, 7 * LANES);
    }
}
