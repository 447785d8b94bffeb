package org.addernet.bench;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loops of vector arithmetic on eight sums that stay in registers, without a load or a store.
 *
 * <p>Each step of a loop takes the last step's sum, or the JIT would take the step out of the loop; and each sum has its own
 * first value, or the JIT would take two sums for one. More sums would hide latencies better, but the JIT of JDK 17 boxes
 * them. The code is written out and the order of arguments chosen for the JIT, as in the kernels: see MicroKernel there.
 */
final class RegisterLoops {

    /** The sums that a loop keeps, each a vector. */
    static final int SUMS = 8;

    /** The steps of a loop. */
    static final int STEPS = 4096;

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);

    private RegisterLoops() {}

    /** Returns the lanes of a vector. */
    static int lanes() {
        return SPECIES.length();
    }

    /** s = |x - s| + f: subtract, absolute value, add. */
    static float subAbsAdd(float[] inputs, float[] starts) {
        FloatVector zero = FloatVector.broadcast(SPECIES, 0f);
        FloatVector x = FloatVector.broadcast(SPECIES, inputs[0]);
        FloatVector f = FloatVector.broadcast(SPECIES, inputs[1]);
        FloatVector s0 = FloatVector.broadcast(SPECIES, starts[0]);
        FloatVector s1 = FloatVector.broadcast(SPECIES, starts[1]);
        FloatVector s2 = FloatVector.broadcast(SPECIES, starts[2]);
        FloatVector s3 = FloatVector.broadcast(SPECIES, starts[3]);
        FloatVector s4 = FloatVector.broadcast(SPECIES, starts[4]);
        FloatVector s5 = FloatVector.broadcast(SPECIES, starts[5]);
        FloatVector s6 = FloatVector.broadcast(SPECIES, starts[6]);
        FloatVector s7 = FloatVector.broadcast(SPECIES, starts[7]);
        for (int k = 0; k < STEPS; k++) {
            s0 = x.sub(s0).abs().add(f);
            s1 = x.sub(s1).abs().add(f);
            s2 = x.sub(s2).abs().add(f);
            s3 = x.sub(s3).abs().add(f);
            s4 = x.sub(s4).abs().add(f);
            s5 = x.sub(s5).abs().add(f);
            s6 = x.sub(s6).abs().add(f);
            s7 = x.sub(s7).abs().add(f);
        }
        return zero.lanewise(VectorOperators.ADD, s0)
                .lanewise(VectorOperators.ADD, s1)
                .lanewise(VectorOperators.ADD, s2)
                .lanewise(VectorOperators.ADD, s3)
                .lanewise(VectorOperators.ADD, s4)
                .lanewise(VectorOperators.ADD, s5)
                .lanewise(VectorOperators.ADD, s6)
                .lanewise(VectorOperators.ADD, s7)
                .reduceLanes(VectorOperators.ADD);
    }

    /** s = max(f + s, low): add, maximum of the bits as integers. */
    static float maxAdd(float[] inputs, float[] starts) {
        FloatVector zero = FloatVector.broadcast(SPECIES, 0f);
        FloatVector f = FloatVector.broadcast(SPECIES, inputs[1]);
        IntVector low = IntVector.broadcast(INTS, Float.floatToRawIntBits(inputs[2]));
        FloatVector s0 = FloatVector.broadcast(SPECIES, starts[0]);
        FloatVector s1 = FloatVector.broadcast(SPECIES, starts[1]);
        FloatVector s2 = FloatVector.broadcast(SPECIES, starts[2]);
        FloatVector s3 = FloatVector.broadcast(SPECIES, starts[3]);
        FloatVector s4 = FloatVector.broadcast(SPECIES, starts[4]);
        FloatVector s5 = FloatVector.broadcast(SPECIES, starts[5]);
        FloatVector s6 = FloatVector.broadcast(SPECIES, starts[6]);
        FloatVector s7 = FloatVector.broadcast(SPECIES, starts[7]);
        for (int k = 0; k < STEPS; k++) {
            s0 = f.add(s0).reinterpretAsInts().max(low).reinterpretAsFloats();
            s1 = f.add(s1).reinterpretAsInts().max(low).reinterpretAsFloats();
            s2 = f.add(s2).reinterpretAsInts().max(low).reinterpretAsFloats();
            s3 = f.add(s3).reinterpretAsInts().max(low).reinterpretAsFloats();
            s4 = f.add(s4).reinterpretAsInts().max(low).reinterpretAsFloats();
            s5 = f.add(s5).reinterpretAsInts().max(low).reinterpretAsFloats();
            s6 = f.add(s6).reinterpretAsInts().max(low).reinterpretAsFloats();
            s7 = f.add(s7).reinterpretAsInts().max(low).reinterpretAsFloats();
        }
        return zero.lanewise(VectorOperators.ADD, s0)
                .lanewise(VectorOperators.ADD, s1)
                .lanewise(VectorOperators.ADD, s2)
                .lanewise(VectorOperators.ADD, s3)
                .lanewise(VectorOperators.ADD, s4)
                .lanewise(VectorOperators.ADD, s5)
                .lanewise(VectorOperators.ADD, s6)
                .lanewise(VectorOperators.ADD, s7)
                .reduceLanes(VectorOperators.ADD);
    }

    /** s = clamp(x f + s, low, high): multiply-add, minimum and maximum of the bits as integers. */
    static float minMaxFma(float[] inputs, float[] starts) {
        FloatVector zero = FloatVector.broadcast(SPECIES, 0f);
        FloatVector x = FloatVector.broadcast(SPECIES, inputs[0]);
        FloatVector f = FloatVector.broadcast(SPECIES, inputs[1]);
        IntVector low = IntVector.broadcast(INTS, Float.floatToRawIntBits(inputs[2]));
        IntVector high = IntVector.broadcast(INTS, Float.floatToRawIntBits(inputs[3]));
        FloatVector s0 = FloatVector.broadcast(SPECIES, starts[0]);
        FloatVector s1 = FloatVector.broadcast(SPECIES, starts[1]);
        FloatVector s2 = FloatVector.broadcast(SPECIES, starts[2]);
        FloatVector s3 = FloatVector.broadcast(SPECIES, starts[3]);
        FloatVector s4 = FloatVector.broadcast(SPECIES, starts[4]);
        FloatVector s5 = FloatVector.broadcast(SPECIES, starts[5]);
        FloatVector s6 = FloatVector.broadcast(SPECIES, starts[6]);
        FloatVector s7 = FloatVector.broadcast(SPECIES, starts[7]);
        for (int k = 0; k < STEPS; k++) {
            s0 = x.fma(f, s0).reinterpretAsInts().min(high).max(low).reinterpretAsFloats();
            s1 = x.fma(f, s1).reinterpretAsInts().min(high).max(low).reinterpretAsFloats();
            s2 = x.fma(f, s2).reinterpretAsInts().min(high).max(low).reinterpretAsFloats();
            s3 = x.fma(f, s3).reinterpretAsInts().min(high).max(low).reinterpretAsFloats();
            s4 = x.fma(f, s4).reinterpretAsInts().min(high).max(low).reinterpretAsFloats();
            s5 = x.fma(f, s5).reinterpretAsInts().min(high).max(low).reinterpretAsFloats();
            s6 = x.fma(f, s6).reinterpretAsInts().min(high).max(low).reinterpretAsFloats();
            s7 = x.fma(f, s7).reinterpretAsInts().min(high).max(low).reinterpretAsFloats();
        }
        return zero.lanewise(VectorOperators.ADD, s0)
                .lanewise(VectorOperators.ADD, s1)
                .lanewise(VectorOperators.ADD, s2)
                .lanewise(VectorOperators.ADD, s3)
                .lanewise(VectorOperators.ADD, s4)
                .lanewise(VectorOperators.ADD, s5)
                .lanewise(VectorOperators.ADD, s6)
                .lanewise(VectorOperators.ADD, s7)
                .reduceLanes(VectorOperators.ADD);
    }

    /** s = x f + s: multiply-add. */
    static float fma(float[] inputs, float[] starts) {
        FloatVector zero = FloatVector.broadcast(SPECIES, 0f);
        FloatVector x = FloatVector.broadcast(SPECIES, inputs[0]);
        FloatVector f = FloatVector.broadcast(SPECIES, inputs[1]);
        FloatVector s0 = FloatVector.broadcast(SPECIES, starts[0]);
        FloatVector s1 = FloatVector.broadcast(SPECIES, starts[1]);
        FloatVector s2 = FloatVector.broadcast(SPECIES, starts[2]);
        FloatVector s3 = FloatVector.broadcast(SPECIES, starts[3]);
        FloatVector s4 = FloatVector.broadcast(SPECIES, starts[4]);
        FloatVector s5 = FloatVector.broadcast(SPECIES, starts[5]);
        FloatVector s6 = FloatVector.broadcast(SPECIES, starts[6]);
        FloatVector s7 = FloatVector.broadcast(SPECIES, starts[7]);
        for (int k = 0; k < STEPS; k++) {
            s0 = x.fma(f, s0);
            s1 = x.fma(f, s1);
            s2 = x.fma(f, s2);
            s3 = x.fma(f, s3);
            s4 = x.fma(f, s4);
            s5 = x.fma(f, s5);
            s6 = x.fma(f, s6);
            s7 = x.fma(f, s7);
        }
        return zero.lanewise(VectorOperators.ADD, s0)
                .lanewise(VectorOperators.ADD, s1)
                .lanewise(VectorOperators.ADD, s2)
                .lanewise(VectorOperators.ADD, s3)
                .lanewise(VectorOperators.ADD, s4)
                .lanewise(VectorOperators.ADD, s5)
                .lanewise(VectorOperators.ADD, s6)
                .lanewise(VectorOperators.ADD, s7)
                .reduceLanes(VectorOperators.ADD);
    }
}
