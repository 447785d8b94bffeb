package org.addernet.bench;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loops of vector arithmetic on twelve sums that stay in registers, without a load or a store.
 *
 * <p>A term may depend on its sum's last value, where otherwise the JIT would take it out of the loop. Twelve sums hide the
 * latency of that. The code is written out for the JIT's sake, as in the kernels: see MicroKernel there.
 */
final class RegisterLoops {

    /** The passes through a loop. */
    static final int ITERATIONS = 4096;

    private static final int SUMS = 12;

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);
    private static final int LANES = SPECIES.length();

    private RegisterLoops() {}

    /** Returns how many floats the sums have together. */
    static int size() {
        return SUMS * LANES;
    }

    /** s = |x - s| + f: subtract, absolute value, add. */
    static void subAbsAdd(float[] inputs, float[] sums) {
        FloatVector zero = FloatVector.broadcast(SPECIES, 0f);
        FloatVector x = FloatVector.broadcast(SPECIES, inputs[0]);
        FloatVector f = FloatVector.broadcast(SPECIES, inputs[1]);
        FloatVector s0 = FloatVector.fromArray(SPECIES, sums, 0);
        FloatVector s1 = FloatVector.fromArray(SPECIES, sums, LANES);
        FloatVector s2 = FloatVector.fromArray(SPECIES, sums, 2 * LANES);
        FloatVector s3 = FloatVector.fromArray(SPECIES, sums, 3 * LANES);
        FloatVector s4 = FloatVector.fromArray(SPECIES, sums, 4 * LANES);
        FloatVector s5 = FloatVector.fromArray(SPECIES, sums, 5 * LANES);
        FloatVector s6 = FloatVector.fromArray(SPECIES, sums, 6 * LANES);
        FloatVector s7 = FloatVector.fromArray(SPECIES, sums, 7 * LANES);
        FloatVector s8 = FloatVector.fromArray(SPECIES, sums, 8 * LANES);
        FloatVector s9 = FloatVector.fromArray(SPECIES, sums, 9 * LANES);
        FloatVector s10 = FloatVector.fromArray(SPECIES, sums, 10 * LANES);
        FloatVector s11 = FloatVector.fromArray(SPECIES, sums, 11 * LANES);
        for (int k = 0; k < ITERATIONS; k++) {
            s0 = x.sub(s0).abs().add(f);
            s1 = x.sub(s1).abs().add(f);
            s2 = x.sub(s2).abs().add(f);
            s3 = x.sub(s3).abs().add(f);
            s4 = x.sub(s4).abs().add(f);
            s5 = x.sub(s5).abs().add(f);
            s6 = x.sub(s6).abs().add(f);
            s7 = x.sub(s7).abs().add(f);
            s8 = x.sub(s8).abs().add(f);
            s9 = x.sub(s9).abs().add(f);
            s10 = x.sub(s10).abs().add(f);
            s11 = x.sub(s11).abs().add(f);
        }
        zero.lanewise(VectorOperators.ADD, s0).intoArray(sums, 0);
        zero.lanewise(VectorOperators.ADD, s1).intoArray(sums, LANES);
        zero.lanewise(VectorOperators.ADD, s2).intoArray(sums, 2 * LANES);
        zero.lanewise(VectorOperators.ADD, s3).intoArray(sums, 3 * LANES);
        zero.lanewise(VectorOperators.ADD, s4).intoArray(sums, 4 * LANES);
        zero.lanewise(VectorOperators.ADD, s5).intoArray(sums, 5 * LANES);
        zero.lanewise(VectorOperators.ADD, s6).intoArray(sums, 6 * LANES);
        zero.lanewise(VectorOperators.ADD, s7).intoArray(sums, 7 * LANES);
        zero.lanewise(VectorOperators.ADD, s8).intoArray(sums, 8 * LANES);
        zero.lanewise(VectorOperators.ADD, s9).intoArray(sums, 9 * LANES);
        zero.lanewise(VectorOperators.ADD, s10).intoArray(sums, 10 * LANES);
        zero.lanewise(VectorOperators.ADD, s11).intoArray(sums, 11 * LANES);
    }

    /** s = max(x, s) + f: maximum of the bits as integers, add. */
    static void maxAdd(float[] inputs, int[] sums) {
        IntVector zero = IntVector.broadcast(INTS, 0);
        IntVector x = IntVector.broadcast(INTS, Float.floatToRawIntBits(inputs[0]));
        FloatVector f = FloatVector.broadcast(SPECIES, inputs[1]);
        IntVector s0 = IntVector.fromArray(INTS, sums, 0);
        IntVector s1 = IntVector.fromArray(INTS, sums, LANES);
        IntVector s2 = IntVector.fromArray(INTS, sums, 2 * LANES);
        IntVector s3 = IntVector.fromArray(INTS, sums, 3 * LANES);
        IntVector s4 = IntVector.fromArray(INTS, sums, 4 * LANES);
        IntVector s5 = IntVector.fromArray(INTS, sums, 5 * LANES);
        IntVector s6 = IntVector.fromArray(INTS, sums, 6 * LANES);
        IntVector s7 = IntVector.fromArray(INTS, sums, 7 * LANES);
        IntVector s8 = IntVector.fromArray(INTS, sums, 8 * LANES);
        IntVector s9 = IntVector.fromArray(INTS, sums, 9 * LANES);
        IntVector s10 = IntVector.fromArray(INTS, sums, 10 * LANES);
        IntVector s11 = IntVector.fromArray(INTS, sums, 11 * LANES);
        for (int k = 0; k < ITERATIONS; k++) {
            s0 = x.max(s0).reinterpretAsFloats().add(f).reinterpretAsInts();
            s1 = x.max(s1).reinterpretAsFloats().add(f).reinterpretAsInts();
            s2 = x.max(s2).reinterpretAsFloats().add(f).reinterpretAsInts();
            s3 = x.max(s3).reinterpretAsFloats().add(f).reinterpretAsInts();
            s4 = x.max(s4).reinterpretAsFloats().add(f).reinterpretAsInts();
            s5 = x.max(s5).reinterpretAsFloats().add(f).reinterpretAsInts();
            s6 = x.max(s6).reinterpretAsFloats().add(f).reinterpretAsInts();
            s7 = x.max(s7).reinterpretAsFloats().add(f).reinterpretAsInts();
            s8 = x.max(s8).reinterpretAsFloats().add(f).reinterpretAsInts();
            s9 = x.max(s9).reinterpretAsFloats().add(f).reinterpretAsInts();
            s10 = x.max(s10).reinterpretAsFloats().add(f).reinterpretAsInts();
            s11 = x.max(s11).reinterpretAsFloats().add(f).reinterpretAsInts();
        }
        zero.lanewise(VectorOperators.OR, s0).intoArray(sums, 0);
        zero.lanewise(VectorOperators.OR, s1).intoArray(sums, LANES);
        zero.lanewise(VectorOperators.OR, s2).intoArray(sums, 2 * LANES);
        zero.lanewise(VectorOperators.OR, s3).intoArray(sums, 3 * LANES);
        zero.lanewise(VectorOperators.OR, s4).intoArray(sums, 4 * LANES);
        zero.lanewise(VectorOperators.OR, s5).intoArray(sums, 5 * LANES);
        zero.lanewise(VectorOperators.OR, s6).intoArray(sums, 6 * LANES);
        zero.lanewise(VectorOperators.OR, s7).intoArray(sums, 7 * LANES);
        zero.lanewise(VectorOperators.OR, s8).intoArray(sums, 8 * LANES);
        zero.lanewise(VectorOperators.OR, s9).intoArray(sums, 9 * LANES);
        zero.lanewise(VectorOperators.OR, s10).intoArray(sums, 10 * LANES);
        zero.lanewise(VectorOperators.OR, s11).intoArray(sums, 11 * LANES);
    }

    /** s = clamp(s, low, high) x + f: minimum and maximum of the bits as integers, multiply-add. */
    static void minMaxFma(float[] inputs, int[] sums) {
        IntVector zero = IntVector.broadcast(INTS, 0);
        IntVector low = IntVector.broadcast(INTS, Float.floatToRawIntBits(inputs[2]));
        IntVector high = IntVector.broadcast(INTS, Float.floatToRawIntBits(inputs[3]));
        FloatVector x = FloatVector.broadcast(SPECIES, inputs[0]);
        FloatVector f = FloatVector.broadcast(SPECIES, inputs[1]);
        IntVector s0 = IntVector.fromArray(INTS, sums, 0);
        IntVector s1 = IntVector.fromArray(INTS, sums, LANES);
        IntVector s2 = IntVector.fromArray(INTS, sums, 2 * LANES);
        IntVector s3 = IntVector.fromArray(INTS, sums, 3 * LANES);
        IntVector s4 = IntVector.fromArray(INTS, sums, 4 * LANES);
        IntVector s5 = IntVector.fromArray(INTS, sums, 5 * LANES);
        IntVector s6 = IntVector.fromArray(INTS, sums, 6 * LANES);
        IntVector s7 = IntVector.fromArray(INTS, sums, 7 * LANES);
        IntVector s8 = IntVector.fromArray(INTS, sums, 8 * LANES);
        IntVector s9 = IntVector.fromArray(INTS, sums, 9 * LANES);
        IntVector s10 = IntVector.fromArray(INTS, sums, 10 * LANES);
        IntVector s11 = IntVector.fromArray(INTS, sums, 11 * LANES);
        for (int k = 0; k < ITERATIONS; k++) {
            s0 = high.min(s0).max(low).reinterpretAsFloats().fma(x, f).reinterpretAsInts();
            s1 = high.min(s1).max(low).reinterpretAsFloats().fma(x, f).reinterpretAsInts();
            s2 = high.min(s2).max(low).reinterpretAsFloats().fma(x, f).reinterpretAsInts();
            s3 = high.min(s3).max(low).reinterpretAsFloats().fma(x, f).reinterpretAsInts();
            s4 = high.min(s4).max(low).reinterpretAsFloats().fma(x, f).reinterpretAsInts();
            s5 = high.min(s5).max(low).reinterpretAsFloats().fma(x, f).reinterpretAsInts();
            s6 = high.min(s6).max(low).reinterpretAsFloats().fma(x, f).reinterpretAsInts();
            s7 = high.min(s7).max(low).reinterpretAsFloats().fma(x, f).reinterpretAsInts();
            s8 = high.min(s8).max(low).reinterpretAsFloats().fma(x, f).reinterpretAsInts();
            s9 = high.min(s9).max(low).reinterpretAsFloats().fma(x, f).reinterpretAsInts();
            s10 = high.min(s10).max(low).reinterpretAsFloats().fma(x, f).reinterpretAsInts();
            s11 = high.min(s11).max(low).reinterpretAsFloats().fma(x, f).reinterpretAsInts();
        }
        zero.lanewise(VectorOperators.OR, s0).intoArray(sums, 0);
        zero.lanewise(VectorOperators.OR, s1).intoArray(sums, LANES);
        zero.lanewise(VectorOperators.OR, s2).intoArray(sums, 2 * LANES);
        zero.lanewise(VectorOperators.OR, s3).intoArray(sums, 3 * LANES);
        zero.lanewise(VectorOperators.OR, s4).intoArray(sums, 4 * LANES);
        zero.lanewise(VectorOperators.OR, s5).intoArray(sums, 5 * LANES);
        zero.lanewise(VectorOperators.OR, s6).intoArray(sums, 6 * LANES);
        zero.lanewise(VectorOperators.OR, s7).intoArray(sums, 7 * LANES);
        zero.lanewise(VectorOperators.OR, s8).intoArray(sums, 8 * LANES);
        zero.lanewise(VectorOperators.OR, s9).intoArray(sums, 9 * LANES);
        zero.lanewise(VectorOperators.OR, s10).intoArray(sums, 10 * LANES);
        zero.lanewise(VectorOperators.OR, s11).intoArray(sums, 11 * LANES);
    }

    /** s = x f + s: multiply-add. */
    static void fma(float[] inputs, float[] sums) {
        FloatVector zero = FloatVector.broadcast(SPECIES, 0f);
        FloatVector x = FloatVector.broadcast(SPECIES, inputs[0]);
        FloatVector f = FloatVector.broadcast(SPECIES, inputs[1]);
        FloatVector s0 = FloatVector.fromArray(SPECIES, sums, 0);
        FloatVector s1 = FloatVector.fromArray(SPECIES, sums, LANES);
        FloatVector s2 = FloatVector.fromArray(SPECIES, sums, 2 * LANES);
        FloatVector s3 = FloatVector.fromArray(SPECIES, sums, 3 * LANES);
        FloatVector s4 = FloatVector.fromArray(SPECIES, sums, 4 * LANES);
        FloatVector s5 = FloatVector.fromArray(SPECIES, sums, 5 * LANES);
        FloatVector s6 = FloatVector.fromArray(SPECIES, sums, 6 * LANES);
        FloatVector s7 = FloatVector.fromArray(SPECIES, sums, 7 * LANES);
        FloatVector s8 = FloatVector.fromArray(SPECIES, sums, 8 * LANES);
        FloatVector s9 = FloatVector.fromArray(SPECIES, sums, 9 * LANES);
        FloatVector s10 = FloatVector.fromArray(SPECIES, sums, 10 * LANES);
        FloatVector s11 = FloatVector.fromArray(SPECIES, sums, 11 * LANES);
        for (int k = 0; k < ITERATIONS; k++) {
            s0 = x.fma(f, s0);
            s1 = x.fma(f, s1);
            s2 = x.fma(f, s2);
            s3 = x.fma(f, s3);
            s4 = x.fma(f, s4);
            s5 = x.fma(f, s5);
            s6 = x.fma(f, s6);
            s7 = x.fma(f, s7);
            s8 = x.fma(f, s8);
            s9 = x.fma(f, s9);
            s10 = x.fma(f, s10);
            s11 = x.fma(f, s11);
        }
        zero.lanewise(VectorOperators.ADD, s0).intoArray(sums, 0);
        zero.lanewise(VectorOperators.ADD, s1).intoArray(sums, LANES);
        zero.lanewise(VectorOperators.ADD, s2).intoArray(sums, 2 * LANES);
        zero.lanewise(VectorOperators.ADD, s3).intoArray(sums, 3 * LANES);
        zero.lanewise(VectorOperators.ADD, s4).intoArray(sums, 4 * LANES);
        zero.lanewise(VectorOperators.ADD, s5).intoArray(sums, 5 * LANES);
        zero.lanewise(VectorOperators.ADD, s6).intoArray(sums, 6 * LANES);
        zero.lanewise(VectorOperators.ADD, s7).intoArray(sums, 7 * LANES);
        zero.lanewise(VectorOperators.ADD, s8).intoArray(sums, 8 * LANES);
        zero.lanewise(VectorOperators.ADD, s9).intoArray(sums, 9 * LANES);
        zero.lanewise(VectorOperators.ADD, s10).intoArray(sums, 10 * LANES);
        zero.lanewise(VectorOperators.ADD, s11).intoArray(sums, 11 * LANES);
    }
}
