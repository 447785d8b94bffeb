package org.addernet.kernel.scalar;

import java.util.Optional;
import org.addernet.kernel.ConvolutionKernels;
import org.addernet.kernel.KernelProvider;
import org.addernet.kernel.binary.BinaryKernels;

/** The provider {@code scalar}, which runs everywhere. */
public final class ScalarProvider implements KernelProvider {

    /** For {@link java.util.ServiceLoader}. */
    public ScalarProvider() {}

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public Optional<String> obstacle() {
        return Optional.empty();
    }

    @Override
    public ConvolutionKernels kernels() {
        return new BinaryKernels(new ScalarKernels());
    }
}
