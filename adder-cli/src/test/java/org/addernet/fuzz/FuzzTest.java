package org.addernet.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A few thousand broken files for each reader; {@code adder-bench/fuzz} tries more. */
@Tag("once")
class FuzzTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "safetensors, 6000",
        "npy, 6000",
        "checkpoint, 800",
        "checkpoint without tensors, 3000",
        "history, 6000",
        "idx, 6000",
        "idx.gz, 3000",
        "cifar, 3000",
        "cifar.gz, 3000",
        "cifar100, 3000",
        "tar, 3000",
        "tar.gz, 3000",
        "jpeg, 3000",
        "png, 3000"
    })
    void brokenFilesAreReadOrRefusedInOneLine(String name, int inputs) throws Exception {
        Fuzzer fuzzer = new Fuzzer(Target.of(name, folder), 1, folder);
        fuzzer.readFixed();
        fuzzer.read(0, inputs);
        fuzzer.close();
        assertThat(fuzzer.findings()).as(() -> describe(fuzzer.findings())).isEmpty();
    }

    private static String describe(List<Finding> findings) {
        return findings.stream()
                        .map(finding -> finding.kind() + ": " + finding.detail())
                        .toList() + "";
    }
}
