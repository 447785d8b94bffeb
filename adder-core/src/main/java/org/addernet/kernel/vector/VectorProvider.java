package org.addernet.kernel.vector;

import java.util.Optional;
import org.addernet.kernel.ConvolutionKernels;
import org.addernet.kernel.KernelProvider;
import org.addernet.kernel.binary.BinaryKernels;

/**
 * The provider {@code vector}, which needs the module {@code jdk.incubator.vector}.
 *
 * <p>This class names no type of that module, so that it loads without it.
 */
public final class VectorProvider implements KernelProvider {

    /** For {@link java.util.ServiceLoader}. */
    public VectorProvider() {}

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public Optional<String> obstacle() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                ? Optional.empty()
                : Optional.of("the module is missing, start Java with --add-modules jdk.incubator.vector");
    }

    @Override
    public Optional<String> handicap() {
        return HotSpot.handicap();
    }

    @Override
    public ConvolutionKernels kernels() {
        return new BinaryKernels(new VectorKernels());
    }
}
