package org.addernet.kernel.vector;

import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The micro-kernel with a tile of four rows by two vectors: eight sums that stay in registers for the whole loop.
 *
 * <p>{@link MicroKernels} defines this class anew for every {@link Constants}, as a hidden class with these as its data. So
 * one source serves every term and vector width, and to the JIT they are constants as if written out.
 *
 * <p>The sums start at zero and are added to the tile at the end, so a long sum is one of blocks, which rounds less.
 */
final class TileKernel implements MicroKernel {

    /** What distinguishes one micro-kernel from another; {@code contiguous} says that the step is 1. */
    record Constants(Term term, VectorSpecies<Float> species, boolean contiguous) {}

    private static final Constants CONSTANTS = constants();
    private static final VectorSpecies<Float> SPECIES = CONSTANTS.species();
    private static final Term TERM = CONSTANTS.term();
    private static final boolean CONTIGUOUS = CONSTANTS.contiguous();
    private static final int LANES = SPECIES.length();

    TileKernel() {}

    private static Constants constants() {
        try {
            return MethodHandles.classData(MethodHandles.lookup(), ConstantDescs.DEFAULT_NAME, Constants.class);
        } catch (IllegalAccessException e) {
            throw new AssertionError("a class may read its own data", e);
        }
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
        FloatVector s00 = FloatVector.zero(SPECIES);
        FloatVector s01 = s00;
        FloatVector s10 = s00;
        FloatVector s11 = s00;
        FloatVector s20 = s00;
        FloatVector s21 = s00;
        FloatVector s30 = s00;
        FloatVector s31 = s00;
        FloatVector x00 = FloatVector.fromArray(SPECIES, fixed, 0);
        FloatVector x01 = FloatVector.fromArray(SPECIES, fixed, LANES);
        FloatVector x10 = FloatVector.fromArray(SPECIES, fixed, 2 * LANES);
        FloatVector x11 = FloatVector.fromArray(SPECIES, fixed, 3 * LANES);
        FloatVector x20 = FloatVector.fromArray(SPECIES, fixed, 4 * LANES);
        FloatVector x21 = FloatVector.fromArray(SPECIES, fixed, 5 * LANES);
        FloatVector x30 = FloatVector.fromArray(SPECIES, fixed, 6 * LANES);
        FloatVector x31 = FloatVector.fromArray(SPECIES, fixed, 7 * LANES);
        for (int k = 0; k < length; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bStart + 2 * LANES * k);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bStart + 2 * LANES * k + LANES);
            // With a constant step of 1 the JIT takes the range checks of a out of the loop.
            int offset = CONTIGUOUS ? k : k * step;
            FloatVector v0 = FloatVector.broadcast(SPECIES, a[a0 + offset]);
            s00 = TERM.add(s00, v0, b0, x00);
            s01 = TERM.add(s01, v0, b1, x01);
            FloatVector v1 = FloatVector.broadcast(SPECIES, a[a1 + offset]);
            s10 = TERM.add(s10, v1, b0, x10);
            s11 = TERM.add(s11, v1, b1, x11);
            FloatVector v2 = FloatVector.broadcast(SPECIES, a[a2 + offset]);
            s20 = TERM.add(s20, v2, b0, x20);
            s21 = TERM.add(s21, v2, b1, x21);
            FloatVector v3 = FloatVector.broadcast(SPECIES, a[a3 + offset]);
            s30 = TERM.add(s30, v3, b0, x30);
            s31 = TERM.add(s31, v3, b1, x31);
        }
        FloatVector.fromArray(SPECIES, sums, 0).add(s00).intoArray(sums, 0);
        FloatVector.fromArray(SPECIES, sums, LANES).add(s01).intoArray(sums, LANES);
        FloatVector.fromArray(SPECIES, sums, 2 * LANES).add(s10).intoArray(sums, 2 * LANES);
        FloatVector.fromArray(SPECIES, sums, 3 * LANES).add(s11).intoArray(sums, 3 * LANES);
        FloatVector.fromArray(SPECIES, sums, 4 * LANES).add(s20).intoArray(sums, 4 * LANES);
        FloatVector.fromArray(SPECIES, sums, 5 * LANES).add(s21).intoArray(sums, 5 * LANES);
        FloatVector.fromArray(SPECIES, sums, 6 * LANES).add(s30).intoArray(sums, 6 * LANES);
        FloatVector.fromArray(SPECIES, sums, 7 * LANES).add(s31).intoArray(sums, 7 * LANES);
    }
}
