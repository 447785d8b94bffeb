package org.addernet.kernel.vector;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The micro-kernels of one vector width: {@link TileKernel} defined anew for each term, when it is first used. */
final class MicroKernels {

    private final VectorSpecies<Float> species;
    private final Map<TileKernel.Constants, MicroKernel> defined = new ConcurrentHashMap<>();

    /** Serves vectors of the given number of bits: 128, 256 or 512. */
    MicroKernels(int bits) {
        species = FloatVector.SPECIES_64.withShape(VectorShape.forBitSize(bits));
    }

    /** Returns the columns of a tile: two vectors. */
    int width() {
        return 2 * species.length();
    }

    /** Returns the micro-kernel whose broadcast streams are contiguous (step 1). */
    MicroKernel contiguous(Term term) {
        return defined.computeIfAbsent(new TileKernel.Constants(term, species, true), MicroKernels::define);
    }

    /** Returns the micro-kernel whose broadcast streams have any step. */
    MicroKernel strided(Term term) {
        return defined.computeIfAbsent(new TileKernel.Constants(term, species, false), MicroKernels::define);
    }

    private static MicroKernel define(TileKernel.Constants constants) {
        try (InputStream in = TileKernel.class.getResourceAsStream("TileKernel.class")) {
            MethodHandles.Lookup hidden =
                    MethodHandles.lookup().defineHiddenClassWithClassData(in.readAllBytes(), constants, true);
            return (MicroKernel) hidden.lookupClass().getDeclaredConstructor().newInstance();
        } catch (IOException | ReflectiveOperationException e) {
            throw new IllegalStateException("cannot define the micro-kernel " + constants, e);
        }
    }
}
