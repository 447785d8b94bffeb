package org.addernet.kernel.reference;

import java.util.Optional;
import org.addernet.kernel.ConvolutionKernels;
import org.addernet.kernel.KernelProvider;

/** The provider {@code reference}, which runs everywhere and is the one to compare with. */
public final class ReferenceProvider implements KernelProvider {

    /** For {@link java.util.ServiceLoader}. */
    public ReferenceProvider() {}

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public Optional<String> obstacle() {
        return Optional.empty();
    }

    @Override
    public ConvolutionKernels kernels() {
        return new ReferenceKernels();
    }
}
