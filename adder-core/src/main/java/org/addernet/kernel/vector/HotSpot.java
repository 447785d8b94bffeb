package org.addernet.kernel.vector;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the virtual machine's options tell of vectors: only the JIT compiler C2 makes instructions of them, and only on machines
 * that have these, among them a fused multiply-add; else an operation is a call that allocates.
 *
 * <p>The options are those of HotSpot, read through the module {@code jdk.management}. Where it is missing, or the virtual
 * machine has no such option, nothing is said against vectors.
 */
final class HotSpot {

    /** The level of tiered compilation at which C2 compiles. */
    private static final int C2_LEVEL = 4;

    /** On x86, the value of {@code UseAVX} from which on there are vectors of integers as wide as those of floats. */
    private static final int AVX2 = 2;

    private HotSpot() {}

    /** Returns why vectors would be slow here, or empty if they would not. */
    static Optional<String> handicap() {
        return handicap(System.getProperty("java.vm.info", ""), HotSpot::option);
    }

    /**
     * Returns why vectors would be slow, or empty if they would not.
     *
     * @param info the system property {@code java.vm.info}
     * @param option the value of an option, or empty if there is none of that name
     */
    static Optional<String> handicap(String info, Function<String, Optional<String>> option) {
        if (info.toLowerCase(Locale.ROOT).contains("interpreted mode")) {
            return Optional.of("slow without a JIT compiler, start Java without -Xint");
        }
        if (info.contains("emulated-client")
                || option.apply("TieredStopAtLevel")
                        .filter(level -> Integer.parseInt(level) < C2_LEVEL)
                        .isPresent()) {
            return Optional.of("slow without the JIT compiler C2, start Java without -XX:TieredStopAtLevel");
        }
        if (option.apply("UseJVMCICompiler").filter(Boolean::parseBoolean).isPresent()) {
            return Optional.of("slow without the JIT compiler C2, start Java with -XX:-UseJVMCICompiler");
        }
        if (option.apply("UseFMA").filter(use -> !Boolean.parseBoolean(use)).isPresent()) {
            return Optional.of("slow without the machine's fused multiply-add (UseFMA is off)");
        }
        if (option.apply("UseAVX")
                .filter(level -> Integer.parseInt(level) < AVX2)
                .isPresent()) {
            return Optional.of("slow without AVX2 (UseAVX is below " + AVX2 + ")");
        }
        return Optional.empty();
    }

    private static Optional<String> option(String name) {
        if (ModuleLayer.boot().findModule("jdk.management").isEmpty()) {
            return Optional.empty();
        }
        try {
            HotSpotDiagnosticMXBean bean = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            return bean == null
                    ? Optional.empty()
                    : Optional.of(bean.getVMOption(name).getValue());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
