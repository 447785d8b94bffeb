package org.addernet.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.addernet.kernel.Kernels;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code adder doctor}: says what runs here and whether it computes rightly. */
@Command(
        name = "doctor",
        description = "Describes this machine's set-up and checks all kernels; exits with 1 if one is wrong.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DoctorCommand implements Callable<Integer> {

    @Option(
            names = "--golden",
            description = "A folder of golden vectors to check against, instead of the reference kernels, such as"
                    + " adder-cli/src/test/resources/golden of the sources; lists every check.")
    @Nullable
    Path golden;

    @Option(names = "--verbose", description = "List every check, not only those that are missed.")
    boolean verbose;

    /** For picocli. */
    DoctorCommand() {}

    @Override
    public Integer call() throws IOException {
        System.out.println("java     " + Runtime.version() + ", " + System.getProperty("java.vm.name"));
        System.out.println("machine  " + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors, at most "
                + Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB of heap");
        System.out.println("kernels  " + Kernels.active().description());
        System.out.println("because  " + Kernels.reason());
        List<Check> checks = golden == null ? OracleChecks.run() : GoldenChecks.run(golden);
        checks.stream()
                .filter(check -> verbose || golden != null || !check.passed())
                .forEach(System.out::println);
        long missed = checks.stream().filter(check -> !check.passed()).count();
        System.out.println(
                missed == 0 ? "all " + checks.size() + " checks passed" : missed + " of " + checks.size() + " missed");
        return missed == 0 ? 0 : 1;
    }
}
