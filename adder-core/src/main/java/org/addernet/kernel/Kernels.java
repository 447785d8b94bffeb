package org.addernet.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The choice of kernels, made once at the first use.
 *
 * <p>The system property {@value #PROPERTY} names the provider: {@code vector}, {@code scalar}, {@code
 * reference} (slow, what the others are tested against), or {@code auto} (the default), which takes the first that can run
 * and has no {@linkplain KernelProvider#handicap handicap}, in the order in which the providers are registered.
 */
public final class Kernels {

    /** The system property that names the provider: {@code addernet.kernel}. */
    public static final String PROPERTY = "addernet.kernel";

    private static final System.Logger LOG = System.getLogger(Kernels.class.getName());

    private final KernelProvider provider;
    private final String reason;

    private Kernels(KernelProvider provider, String reason) {
        this.provider = provider;
        this.reason = reason;
    }

    /**
     * Returns the kernels that layers use.
     *
     * @throws IllegalStateException if the property names a provider that does not exist or cannot run here
     */
    public static ConvolutionKernels active() {
        if (Active.KERNELS == null) {
            throw new IllegalStateException(Active.REASON);
        }
        return Active.KERNELS;
    }

    /** Returns one line that says which provider is active and why, or why none is. */
    public static String reason() {
        return Active.REASON;
    }

    /** Returns the providers that can run in this virtual machine, the preferred one first. */
    public static List<KernelProvider> available() {
        return providers().stream().filter(p -> p.obstacle().isEmpty()).toList();
    }

    /** Chooses among providers as the property's value says; the preferred provider first. */
    static Kernels choose(String wanted, List<KernelProvider> providers) {
        List<String> obstacles = new ArrayList<>();
        for (KernelProvider provider : providers) {
            boolean named = provider.name().equals(wanted);
            if (!named && !wanted.equals("auto")) {
                continue;
            }
            Optional<String> against = provider.obstacle();
            if (against.isEmpty() && !named) {
                against = provider.handicap();
            }
            if (against.isEmpty()) {
                String why = named ? "asked for by -D" + PROPERTY + "=" + wanted : "the fastest that can run here";
                return new Kernels(
                        provider,
                        provider.name() + ": " + why
                                + obstacles.stream().map(o -> "; not " + o).reduce("", String::concat));
            }
            obstacles.add(provider.name() + ": " + against.get());
        }
        if (obstacles.isEmpty()) {
            throw new IllegalStateException("-D" + PROPERTY + "=" + wanted + ": no such kernel provider; use auto, "
                    + String.join(
                            ", ", providers.stream().map(KernelProvider::name).toList()));
        }
        throw new IllegalStateException(
                "-D" + PROPERTY + "=" + wanted + " cannot run here: " + String.join("; ", obstacles));
    }

    private static List<KernelProvider> providers() {
        return ServiceLoader.load(KernelProvider.class, Kernels.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /** Chosen on first use. */
    private static final class Active {
        private static final @Nullable ConvolutionKernels KERNELS;
        private static final String REASON;

        static {
            ConvolutionKernels kernels = null;
            String reason;
            try {
                Kernels choice = choose(System.getProperty(PROPERTY, "auto"), providers());
                kernels = choice.provider.kernels();
                reason = choice.reason;
                if (reason.contains("; not ")) {
                    LOG.log(System.Logger.Level.WARNING, "addernet kernels: {0}", reason);
                }
            } catch (IllegalStateException e) {
                // Thrown from here it would be an error without its message whenever kernels are asked for again.
                reason = String.valueOf(e.getMessage());
            }
            KERNELS = kernels;
            REASON = reason;
        }
    }
}
