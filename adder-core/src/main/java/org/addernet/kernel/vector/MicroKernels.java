package org.addernet.kernel.vector;

import java.io.IOException;
import java.io.InputStream;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The micro-kernels of one vector width.
 *
 * <p>The JIT makes good code of a vector operation only if its species is a constant. So each micro-kernel class is defined
 * anew for every width, as a hidden class whose class data are the species: one source, and constants as if written out.
 */
final class MicroKernels {

    private final VectorSpecies<Float> species;
    private final Map<Class<? extends MicroKernel>, MicroKernel> defined = new ConcurrentHashMap<>();

    /** Serves vectors of the given number of bits: 128, 256 or 512. */
    MicroKernels(int bits) {
        species = FloatVector.SPECIES_64.withShape(VectorShape.forBitSize(bits));
    }

    /** Returns the species for which the calling micro-kernel class was defined. */
    @SuppressWarnings("unchecked")
    static VectorSpecies<Float> speciesOf(MethodHandles.Lookup microKernel) {
        try {
            return MethodHandles.classData(microKernel, ConstantDescs.DEFAULT_NAME, VectorSpecies.class);
        } catch (IllegalAccessException e) {
            throw new AssertionError("a class may read its own data", e);
        }
    }

    /** Returns a micro-kernel of this width; the class itself only serves as the template. */
    MicroKernel get(Class<? extends MicroKernel> template) {
        return defined.computeIfAbsent(template, this::define);
    }

    private MicroKernel define(Class<? extends MicroKernel> template) {
        try (InputStream in = template.getResourceAsStream(template.getSimpleName() + ".class")) {
            MethodHandles.Lookup hidden =
                    MethodHandles.lookup().defineHiddenClassWithClassData(in.readAllBytes(), species, true);
            return (MicroKernel) hidden.lookupClass().getDeclaredConstructor().newInstance();
        } catch (IOException | ReflectiveOperationException e) {
            throw new IllegalStateException("cannot define the micro-kernel " + template.getSimpleName(), e);
        }
    }
}
