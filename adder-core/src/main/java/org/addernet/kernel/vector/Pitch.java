package org.addernet.kernel.vector;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Copies of {@link GemmKernel}s for positions that lie at a constant distance, the pitch, in the source.
 *
 * <p>The JIT must see the pitch as a constant. Then the inputs of all positions of a tile are one address register plus
 * constants; otherwise each position takes a register and an instruction a step, and these bind the loop. So the class of a
 * micro-kernel is defined once more for each pitch, as a hidden class that holds the pitch as its class data.
 */
final class Pitch {

    private record Key(Class<? extends GemmKernel> kernel, int pitch) {}

    private static final Map<Key, GemmKernel> COPIES = new ConcurrentHashMap<>();

    private Pitch() {}

    /** Returns the pitch that the class of a lookup was defined for, or 0 if it was defined for none. */
    static int of(MethodHandles.Lookup kernel) {
        try {
            Integer pitch = MethodHandles.classData(kernel, ConstantDescs.DEFAULT_NAME, Integer.class);
            return pitch == null ? 0 : pitch;
        } catch (IllegalAccessException e) {
            throw new AssertionError("a class may look at its own data", e);
        }
    }

    /** Returns the same kernel for positions at the given distance. */
    static GemmKernel specialize(GemmKernel kernel, int pitch) {
        return COPIES.computeIfAbsent(new Key(kernel.getClass(), pitch), Pitch::define);
    }

    private static GemmKernel define(Key key) {
        try (InputStream code = key.kernel.getResourceAsStream(key.kernel.getSimpleName() + ".class")) {
            Class<?> copy = MethodHandles.lookup()
                    .defineHiddenClassWithClassData(code.readAllBytes(), key.pitch, true)
                    .lookupClass();
            return (GemmKernel) copy.getDeclaredConstructor().newInstance();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(key + " cannot be defined", e);
        }
    }
}
