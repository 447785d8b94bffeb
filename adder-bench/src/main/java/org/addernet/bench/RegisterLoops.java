package org.addernet.bench;

import java.util.Random;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loops of the kernels at their best: a tile of sums stays in registers, and the inputs in the first-level cache.
 *
 * <p>Each step adds the terms of four inputs x, which are broadcast, with two or three vectors of filter weights f. So every
 * sum takes one addition a step, and eight to twelve of them hide its latency; the inputs change with the step, or the JIT
 * would take the terms out of the loop. The code is written out for the JIT, as in the kernels: see MicroKernel there.
 */
final class RegisterLoops {

    /** The steps of a loop. */
    static final int STEPS = 1024;

    /** The inputs x in a row of the tile; the steps go round them. */
    static final int DEPTH = 64;

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);

    /** The lanes of a vector. */
    static final int LANES = SPECIES.length();

    /** Multiples of 1/4 up to 1, so that all sums are exact. */
    static final float[] X = quarters(4 * DEPTH);

    static final float[] F = quarters(3 * DEPTH * LANES);
    private static final int[] X_BITS = bits(X);
    private static final int[] F_BITS = bits(F);

    private RegisterLoops() {}

    /** s += |x - f|, the absolute value by a mask: {@code abs()} takes longer on JDK 25. */
    static float subAbsAdd() {
        FloatVector zero = FloatVector.broadcast(SPECIES, 0f);
        FloatVector s00 = zero;
        FloatVector s01 = zero;
        FloatVector s10 = zero;
        FloatVector s11 = zero;
        FloatVector s20 = zero;
        FloatVector s21 = zero;
        FloatVector s30 = zero;
        FloatVector s31 = zero;
        for (int k = 0; k < STEPS; k++) {
            int i = k & (DEPTH - 1);
            FloatVector f0 = FloatVector.fromArray(SPECIES, F, 2 * LANES * i);
            FloatVector f1 = FloatVector.fromArray(SPECIES, F, 2 * LANES * i + LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, X[i]);
            IntVector d00 = x0.sub(f0).reinterpretAsInts();
            s00 = d00.and(Integer.MAX_VALUE).reinterpretAsFloats().add(s00);
            IntVector d01 = x0.sub(f1).reinterpretAsInts();
            s01 = d01.and(Integer.MAX_VALUE).reinterpretAsFloats().add(s01);
            FloatVector x1 = FloatVector.broadcast(SPECIES, X[DEPTH + i]);
            IntVector d10 = x1.sub(f0).reinterpretAsInts();
            s10 = d10.and(Integer.MAX_VALUE).reinterpretAsFloats().add(s10);
            IntVector d11 = x1.sub(f1).reinterpretAsInts();
            s11 = d11.and(Integer.MAX_VALUE).reinterpretAsFloats().add(s11);
            FloatVector x2 = FloatVector.broadcast(SPECIES, X[2 * DEPTH + i]);
            IntVector d20 = x2.sub(f0).reinterpretAsInts();
            s20 = d20.and(Integer.MAX_VALUE).reinterpretAsFloats().add(s20);
            IntVector d21 = x2.sub(f1).reinterpretAsInts();
            s21 = d21.and(Integer.MAX_VALUE).reinterpretAsFloats().add(s21);
            FloatVector x3 = FloatVector.broadcast(SPECIES, X[3 * DEPTH + i]);
            IntVector d30 = x3.sub(f0).reinterpretAsInts();
            s30 = d30.and(Integer.MAX_VALUE).reinterpretAsFloats().add(s30);
            IntVector d31 = x3.sub(f1).reinterpretAsInts();
            s31 = d31.and(Integer.MAX_VALUE).reinterpretAsFloats().add(s31);
        }
        return zero.add(s00)
                .add(s01)
                .add(s10)
                .add(s11)
                .add(s20)
                .add(s21)
                .add(s30)
                .add(s31)
                .reduceLanes(VectorOperators.ADD);
    }

    /** s += max(x, f), the maximum of the bits as integers. */
    static float maxAdd() {
        FloatVector zero = FloatVector.broadcast(SPECIES, 0f);
        FloatVector s00 = zero;
        FloatVector s01 = zero;
        FloatVector s02 = zero;
        FloatVector s10 = zero;
        FloatVector s11 = zero;
        FloatVector s12 = zero;
        FloatVector s20 = zero;
        FloatVector s21 = zero;
        FloatVector s22 = zero;
        FloatVector s30 = zero;
        FloatVector s31 = zero;
        FloatVector s32 = zero;
        for (int k = 0; k < STEPS; k++) {
            int i = k & (DEPTH - 1);
            IntVector f0 = IntVector.fromArray(INTS, F_BITS, 3 * LANES * i);
            IntVector f1 = IntVector.fromArray(INTS, F_BITS, 3 * LANES * i + LANES);
            IntVector f2 = IntVector.fromArray(INTS, F_BITS, 3 * LANES * i + 2 * LANES);
            IntVector x0 = IntVector.broadcast(INTS, X_BITS[i]);
            s00 = x0.max(f0).reinterpretAsFloats().add(s00);
            s01 = x0.max(f1).reinterpretAsFloats().add(s01);
            s02 = x0.max(f2).reinterpretAsFloats().add(s02);
            IntVector x1 = IntVector.broadcast(INTS, X_BITS[DEPTH + i]);
            s10 = x1.max(f0).reinterpretAsFloats().add(s10);
            s11 = x1.max(f1).reinterpretAsFloats().add(s11);
            s12 = x1.max(f2).reinterpretAsFloats().add(s12);
            IntVector x2 = IntVector.broadcast(INTS, X_BITS[2 * DEPTH + i]);
            s20 = x2.max(f0).reinterpretAsFloats().add(s20);
            s21 = x2.max(f1).reinterpretAsFloats().add(s21);
            s22 = x2.max(f2).reinterpretAsFloats().add(s22);
            IntVector x3 = IntVector.broadcast(INTS, X_BITS[3 * DEPTH + i]);
            s30 = x3.max(f0).reinterpretAsFloats().add(s30);
            s31 = x3.max(f1).reinterpretAsFloats().add(s31);
            s32 = x3.max(f2).reinterpretAsFloats().add(s32);
        }
        return zero.add(s00)
                .add(s01)
                .add(s02)
                .add(s10)
                .add(s11)
                .add(s12)
                .add(s20)
                .add(s21)
                .add(s22)
                .add(s30)
                .add(s31)
                .add(s32)
                .reduceLanes(VectorOperators.ADD);
    }

    /** s += x min(max(f, low), high), which are integers too; the bounds take registers, so the tile is smaller. */
    static float minMaxFma() {
        FloatVector zero = FloatVector.broadcast(SPECIES, 0f);
        IntVector low0 = IntVector.broadcast(INTS, X_BITS[0]);
        IntVector high0 = IntVector.broadcast(INTS, X_BITS[DEPTH + 0]);
        IntVector low1 = IntVector.broadcast(INTS, X_BITS[1]);
        IntVector high1 = IntVector.broadcast(INTS, X_BITS[DEPTH + 1]);
        IntVector low2 = IntVector.broadcast(INTS, X_BITS[2]);
        IntVector high2 = IntVector.broadcast(INTS, X_BITS[DEPTH + 2]);
        IntVector low3 = IntVector.broadcast(INTS, X_BITS[3]);
        IntVector high3 = IntVector.broadcast(INTS, X_BITS[DEPTH + 3]);
        FloatVector s00 = zero;
        FloatVector s01 = zero;
        FloatVector s10 = zero;
        FloatVector s11 = zero;
        FloatVector s20 = zero;
        FloatVector s21 = zero;
        FloatVector s30 = zero;
        FloatVector s31 = zero;
        for (int k = 0; k < STEPS; k++) {
            int i = k & (DEPTH - 1);
            IntVector f0 = IntVector.fromArray(INTS, F_BITS, 2 * LANES * i);
            IntVector f1 = IntVector.fromArray(INTS, F_BITS, 2 * LANES * i + LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, X[i]);
            s00 = x0.fma(low0.max(f0).min(high0).reinterpretAsFloats(), s00);
            s01 = x0.fma(low0.max(f1).min(high0).reinterpretAsFloats(), s01);
            FloatVector x1 = FloatVector.broadcast(SPECIES, X[DEPTH + i]);
            s10 = x1.fma(low1.max(f0).min(high1).reinterpretAsFloats(), s10);
            s11 = x1.fma(low1.max(f1).min(high1).reinterpretAsFloats(), s11);
            FloatVector x2 = FloatVector.broadcast(SPECIES, X[2 * DEPTH + i]);
            s20 = x2.fma(low2.max(f0).min(high2).reinterpretAsFloats(), s20);
            s21 = x2.fma(low2.max(f1).min(high2).reinterpretAsFloats(), s21);
            FloatVector x3 = FloatVector.broadcast(SPECIES, X[3 * DEPTH + i]);
            s30 = x3.fma(low3.max(f0).min(high3).reinterpretAsFloats(), s30);
            s31 = x3.fma(low3.max(f1).min(high3).reinterpretAsFloats(), s31);
        }
        return zero.add(s00)
                .add(s01)
                .add(s10)
                .add(s11)
                .add(s20)
                .add(s21)
                .add(s30)
                .add(s31)
                .reduceLanes(VectorOperators.ADD);
    }

    /** s += x f. */
    static float fma() {
        FloatVector zero = FloatVector.broadcast(SPECIES, 0f);
        FloatVector s00 = zero;
        FloatVector s01 = zero;
        FloatVector s02 = zero;
        FloatVector s10 = zero;
        FloatVector s11 = zero;
        FloatVector s12 = zero;
        FloatVector s20 = zero;
        FloatVector s21 = zero;
        FloatVector s22 = zero;
        FloatVector s30 = zero;
        FloatVector s31 = zero;
        FloatVector s32 = zero;
        for (int k = 0; k < STEPS; k++) {
            int i = k & (DEPTH - 1);
            FloatVector f0 = FloatVector.fromArray(SPECIES, F, 3 * LANES * i);
            FloatVector f1 = FloatVector.fromArray(SPECIES, F, 3 * LANES * i + LANES);
            FloatVector f2 = FloatVector.fromArray(SPECIES, F, 3 * LANES * i + 2 * LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, X[i]);
            s00 = x0.fma(f0, s00);
            s01 = x0.fma(f1, s01);
            s02 = x0.fma(f2, s02);
            FloatVector x1 = FloatVector.broadcast(SPECIES, X[DEPTH + i]);
            s10 = x1.fma(f0, s10);
            s11 = x1.fma(f1, s11);
            s12 = x1.fma(f2, s12);
            FloatVector x2 = FloatVector.broadcast(SPECIES, X[2 * DEPTH + i]);
            s20 = x2.fma(f0, s20);
            s21 = x2.fma(f1, s21);
            s22 = x2.fma(f2, s22);
            FloatVector x3 = FloatVector.broadcast(SPECIES, X[3 * DEPTH + i]);
            s30 = x3.fma(f0, s30);
            s31 = x3.fma(f1, s31);
            s32 = x3.fma(f2, s32);
        }
        return zero.add(s00)
                .add(s01)
                .add(s02)
                .add(s10)
                .add(s11)
                .add(s12)
                .add(s20)
                .add(s21)
                .add(s22)
                .add(s30)
                .add(s31)
                .add(s32)
                .reduceLanes(VectorOperators.ADD);
    }

    /** s += (x - f)². */
    static float subFma() {
        FloatVector zero = FloatVector.broadcast(SPECIES, 0f);
        FloatVector s00 = zero;
        FloatVector s01 = zero;
        FloatVector s02 = zero;
        FloatVector s10 = zero;
        FloatVector s11 = zero;
        FloatVector s12 = zero;
        FloatVector s20 = zero;
        FloatVector s21 = zero;
        FloatVector s22 = zero;
        FloatVector s30 = zero;
        FloatVector s31 = zero;
        FloatVector s32 = zero;
        for (int k = 0; k < STEPS; k++) {
            int i = k & (DEPTH - 1);
            FloatVector f0 = FloatVector.fromArray(SPECIES, F, 3 * LANES * i);
            FloatVector f1 = FloatVector.fromArray(SPECIES, F, 3 * LANES * i + LANES);
            FloatVector f2 = FloatVector.fromArray(SPECIES, F, 3 * LANES * i + 2 * LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, X[i]);
            s00 = x0.sub(f0).fma(x0.sub(f0), s00);
            s01 = x0.sub(f1).fma(x0.sub(f1), s01);
            s02 = x0.sub(f2).fma(x0.sub(f2), s02);
            FloatVector x1 = FloatVector.broadcast(SPECIES, X[DEPTH + i]);
            s10 = x1.sub(f0).fma(x1.sub(f0), s10);
            s11 = x1.sub(f1).fma(x1.sub(f1), s11);
            s12 = x1.sub(f2).fma(x1.sub(f2), s12);
            FloatVector x2 = FloatVector.broadcast(SPECIES, X[2 * DEPTH + i]);
            s20 = x2.sub(f0).fma(x2.sub(f0), s20);
            s21 = x2.sub(f1).fma(x2.sub(f1), s21);
            s22 = x2.sub(f2).fma(x2.sub(f2), s22);
            FloatVector x3 = FloatVector.broadcast(SPECIES, X[3 * DEPTH + i]);
            s30 = x3.sub(f0).fma(x3.sub(f0), s30);
            s31 = x3.sub(f1).fma(x3.sub(f1), s31);
            s32 = x3.sub(f2).fma(x3.sub(f2), s32);
        }
        return zero.add(s00)
                .add(s01)
                .add(s02)
                .add(s10)
                .add(s11)
                .add(s12)
                .add(s20)
                .add(s21)
                .add(s22)
                .add(s30)
                .add(s31)
                .add(s32)
                .reduceLanes(VectorOperators.ADD);
    }

    private static float[] quarters(int length) {
        Random random = new Random(length);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = 0.25f * (1 + random.nextInt(4));
        }
        return values;
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }
}
