package org.addernet.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vectors of this process: the machine's preferred width, at most 512 bits, or what the system property
 * {@value #PROPERTY} says.
 *
 * <p>There is one width in a process. The JIT makes good code of a vector operation only if its species is a constant, and on
 * JDK 17 only if it meets vectors of one class.
 */
final class Lanes {

    /** The system property that narrows the vectors to 128, 256 or 512 bits, for tests. */
    static final String PROPERTY = "addernet.vector.bits";

    /** The bits of a vector. */
    static final int BITS = Integer.getInteger(PROPERTY, Math.min(512, FloatVector.SPECIES_PREFERRED.vectorBitSize()));

    /** The system property that says how many registers there are for vectors, for tests. */
    static final String REGISTERS_PROPERTY = "addernet.vector.registers";

    /**
     * The registers for vectors, of any width: 16 on x86 without AVX-512, 32 with it, although the preferred vectors may be
     * narrower there, and on other machines.
     */
    static final int REGISTERS =
            Integer.getInteger(REGISTERS_PROPERTY, isX86() && FloatVector.SPECIES_MAX.vectorBitSize() < 512 ? 16 : 32);

    static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_64.withShape(VectorShape.forBitSize(BITS));

    static final VectorSpecies<Integer> INTS = IntVector.SPECIES_64.withShape(VectorShape.forBitSize(BITS));

    /** The class of the vectors; a cast to it tells the JIT of JDK 17 what it otherwise forgets. */
    static final Class<? extends FloatVector> TYPE = FLOATS.vectorType().asSubclass(FloatVector.class);

    /** The class of the vectors of integers. */
    static final Class<? extends IntVector> INT_TYPE = INTS.vectorType().asSubclass(IntVector.class);

    /** The floats of a vector. */
    static final int COUNT = FLOATS.length();

    private Lanes() {}

    private static boolean isX86() {
        String machine = System.getProperty("os.arch", "");
        return machine.equals("amd64") || machine.startsWith("x86");
    }
}
