package org.addernet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.addernet.kernel.Kernels;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The golden vectors and the oracle, and that the doctor notices when they are not met. */
class DoctorCommandTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    @Test
    void allGoldenVectorsPassWithEveryProvider() throws Exception {
        List<Check> checks = GoldenChecks.run(GOLDEN);
        assertThat(checks).filteredOn(check -> !check.passed()).isEmpty();
        // 8 cases of 5 rules of 3 passes for each provider, 2 x 6 of batch normalisation, 4 + 4 + 4 + 3 steps.
        assertThat(checks).hasSize(120 * Kernels.available().size() + 12 + 15);
    }

    @Test
    void everyKernelAgreesWithTheOracle() {
        assertThat(OracleChecks.run()).isNotEmpty().allMatch(Check::passed);
    }

    @Test
    void aWrongGoldenVectorIsNoticed(@TempDir Path folder) throws Exception {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        assertThat(Adder.commandLine().execute("doctor", "--golden", folder.toString()))
                .isZero();
        Path file = folder.resolve("optimizer.json");
        Files.writeString(
                file, Files.readString(file).replaceFirst("\"learningRate\": ?0\\.1", "\"learningRate\": 0.1001"));
        assertThat(Adder.commandLine().execute("doctor", "--golden", folder.toString()))
                .isEqualTo(1);
    }

    @Test
    void aCheckFailsAboveItsToleranceAndForNaN() {
        assertThat(Check.of("x", new float[] {1, 2}, new float[] {1, 2.1f}, 0.1).passed())
                .isTrue();
        assertThat(Check.of("x", new float[] {1, 2}, new float[] {1, 2.1f}, 0.01)
                        .passed())
                .isFalse();
        assertThat(Check.of("x", new float[] {Float.NaN}, new float[] {1}, 1).passed())
                .isFalse();
    }

    @Test
    void checksThatPassAreListedOnlyOnRequest(@TempDir Path folder) throws Exception {
        AdderProcess.Result brief =
                AdderProcess.startOnModulePath(folder, "doctor").await();
        assertThat(brief.output()).doesNotContain("ok ").containsPattern("all \\d+ checks passed");
        AdderProcess.Result verbose =
                AdderProcess.startOnModulePath(folder, "doctor", "--verbose").await();
        long listed =
                verbose.output().lines().filter(line -> line.startsWith("ok ")).count();
        assertThat(verbose.output()).contains("all " + listed + " checks passed");
        assertThat(listed).isPositive();
    }

    @Test
    void theModulePathNeedsNoFlag(@TempDir Path folder) throws Exception {
        AdderProcess.Result result =
                AdderProcess.startOnModulePath(folder, "doctor").await();
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).contains("because  vector: the fastest that can run here");
    }

    @Test
    void theClassPathWithoutTheFlagRunsScalarAndNamesTheFlagOnce(@TempDir Path folder) throws Exception {
        Assumptions.assumeFalse(
                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(), "this run has the flag");
        AdderProcess.Result result = AdderProcess.run(folder, "doctor");
        assertThat(result.exitCode()).isZero();
        assertThat(result.output()).contains("kernels  scalar");
        assertThat(result.output().lines().filter(line -> line.contains("addernet kernels: ")))
                .hasSize(1)
                .allMatch(line -> line.contains("--add-modules jdk.incubator.vector"));
    }
}
