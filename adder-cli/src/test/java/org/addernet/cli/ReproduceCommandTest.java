package org.addernet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The experiments from the command line, killed and started again. */
class ReproduceCommandTest {

    private static final String[] COMMAND = {"reproduce", "figure2", "figure4", "--quick"};

    @TempDir
    Path folder;

    @Test
    void goesOnWhereItWasKilled() throws Exception {
        TinyMnist.write(folder);
        Path trainings = folder.resolve("reproduction-quick/trainings");
        Path second = trainings.resolve("lenet5-bn_mnist_cross-correlation_epochs-4_seed-1/last.safetensors");
        AdderProcess.start(folder, COMMAND).killWhen(output -> Files.exists(second));
        Path first = trainings.resolve("lenet5-bn_mnist_l1_epochs-4_seed-1/metrics.csv");
        FileTime written = Files.getLastModifiedTime(first);

        AdderProcess.Result result = AdderProcess.run(folder, COMMAND);
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.lastLine()).isEqualTo("the report is " + Path.of("reproduction-quick", "report.html"));
        assertThat(Files.getLastModifiedTime(first)).isEqualTo(written);
        // Where the kill came after the last epoch there was nothing left to train.
        assertThat(result.output()).doesNotContain("epoch 1/4");
        assertThat(report()).contains("id=\"figure2\"", "id=\"figure4\"", "Kolmogorov");
        assertThat(folder.resolve("reproduction-quick/figure4/weights-l1.png")).isNotEmptyFile();

        // The commands that the report names make the same trainings, bit for bit and option for option.
        Matcher command = Pattern.compile("(?m)(?:<pre>|^)adder (train .*-correlation[^<\n]*)")
                .matcher(report());
        assertThat(command.find()).isTrue();
        AdderProcess.Result train = AdderProcess.run(folder, (command.group(1) + " --out again").split(" "));
        assertThat(train.exitCode()).as(train.output()).isZero();
        for (String file : List.of("last.safetensors", "best.safetensors", "options.json")) {
            assertThat(second.resolveSibling(file))
                    .hasSameBinaryContentAs(folder.resolve("again").resolve(file));
        }
    }

    private String report() throws IOException {
        return Files.readString(folder.resolve("reproduction-quick/report.html"));
    }

    @Test
    void listsTheExperiments() throws Exception {
        AdderProcess.Result result = AdderProcess.run(folder, "reproduce");
        assertThat(result.exitCode()).isZero();
        assertThat(result.output().lines().map(line -> line.split(" ")[0]))
                .contains("table1", "table2", "table3", "table4", "table5")
                .contains("figure1", "figure2", "figure3", "figure4");
    }
}
