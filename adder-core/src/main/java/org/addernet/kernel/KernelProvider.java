package org.addernet.kernel;

import java.util.Optional;

/** A service that can supply {@link ConvolutionKernels}, or say why it cannot in this Java virtual machine. */
public interface KernelProvider {

    /** Returns the name by which the system property {@value Kernels#PROPERTY} asks for it, such as {@code vector}. */
    String name();

    /** Returns why this provider cannot run here, with the remedy, or empty if it can. */
    Optional<String> obstacle();

    /**
     * Returns why this provider would be slow in this Java virtual machine, or empty if it would not. It is chosen then only if
     * it is asked for.
     */
    default Optional<String> handicap() {
        return Optional.empty();
    }

    /** Returns the kernels; to be called only if there is no {@link #obstacle}. */
    ConvolutionKernels kernels();
}
