package org.addernet.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkReportTest {

    private static final String RESULTS = """
            [
              {"benchmark": "org.addernet.bench.MachineLimitBenchmark.arithmetic", "mode": "thrpt", "forks": 3,
               "jvmArgs": ["--add-modules=jdk.incubator.vector"], "jdkVersion": "17.0.15",
               "params": {"loop": "max-add"},
               "primaryMetric": {"score": 400.0, "scoreError": 4.0, "scoreUnit": "ops/s"},
               "secondaryMetrics": {"gops": {"score": 100.0, "scoreError": 1.0}}},
              {"benchmark": "org.addernet.bench.ConvolutionBenchmark.convolution", "mode": "thrpt", "forks": 3,
               "jvmArgs": ["--add-modules=jdk.incubator.vector"], "jdkVersion": "17.0.15",
               "params": {"shape": "lenet-fc", "similarity": "l1", "pass": "forward", "threads": "2"},
               "primaryMetric": {"score": 8.0, "scoreError": "NaN", "scoreUnit": "ops/s"},
               "secondaryMetrics": {"gops": {"score": 90.04, "scoreError": 2.345},
                                    "gc.alloc.rate.norm": {"score": 1234.5, "scoreError": "NaN"}}},
              {"benchmark": "org.addernet.bench.ConvolutionBenchmark.convolution", "mode": "thrpt", "forks": 3,
               "jvmArgs": ["--add-modules=jdk.incubator.vector"], "jdkVersion": "17.0.15",
               "params": {"shape": "lenet-fc", "similarity": "l2", "pass": "forward", "threads": "2"},
               "primaryMetric": {"score": 4000.0, "scoreError": "NaN", "scoreUnit": "ops/s"},
               "secondaryMetrics": {"gops": {"score": 9.5, "scoreError": "NaN"},
                                    "gc.alloc.rate.norm": {"score": 0.02, "scoreError": "NaN"}}},
              {"benchmark": "org.addernet.bench.InferenceBenchmark.latency", "mode": "sample", "forks": 3,
               "jvmArgs": ["--add-modules=jdk.incubator.vector"], "jdkVersion": "17.0.15", "params": {"model": "resnet20"},
               "primaryMetric": {"score": 1.5, "scoreError": 0.25, "scoreUnit": "ms/op",
                                 "scorePercentiles": {"50.0": 1.4, "99.0": 2.75}},
               "secondaryMetrics": {}}
            ]
            """;

    @Test
    void writesTheTablesBetweenItsMarkers(@TempDir Path directory) throws IOException {
        Path results = Files.writeString(directory.resolve("results.json"), RESULTS);
        Path document = Files.writeString(directory.resolve("performance.md"), """
                before
                <!-- begin kernels jdk17 -->
                old
                <!-- end kernels jdk17 -->
                <!-- begin kernels jdk25 -->
                other
                <!-- end kernels jdk25 -->
                after
                """);

        BenchmarkReport.main(
                new String[] {"kernels", document.toString(), "adder-bench/run kernels", results.toString()});

        String text = Files.readString(document);
        assertThat(text)
                .startsWith("before\n<!-- begin kernels jdk17 -->\n\n    adder-bench/run kernels\n\n")
                .contains("; JDK 17.0.15, flags `--add-modules=jdk.incubator.vector`; forks: 3.\n")
                .contains("""
                        `MachineLimitBenchmark.arithmetic`, loop max-add

                        | ms | G/s |
                        | ---: | ---: |
                        | 2.50 | 100 ± 1.00 |
                        """)
                .contains("""
                        `ConvolutionBenchmark.convolution`, shape lenet-fc, pass forward, threads 2

                        | similarity | ms | G/s | of the limit | B a call |
                        | --- | ---: | ---: | ---: | ---: |
                        | l1 | 125 | 90.0 ± 2.35 | 45 % | 1,235 |
                        | l2 | 0.250 | 9.50 |  | 0 |
                        """)
                .contains("""
                        | ms | 99th percentile, ms |
                        | ---: | ---: |
                        | 1.50 ± 0.250 | 2.75 |
                        """)
                .endsWith("<!-- begin kernels jdk25 -->\nother\n<!-- end kernels jdk25 -->\nafter\n")
                .doesNotContain("old");
    }

    @Test
    void namesTheMarkersThatAreMissing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BenchmarkReport.replace("nothing\n", "peers jdk25", "text"))
                .withMessageContaining("<!-- begin peers jdk25 -->")
                .withMessageContaining("<!-- end peers jdk25 -->");
    }

    @Test
    void drawsTheRoofline(@TempDir Path directory) throws IOException {
        Path results = Files.writeString(
                directory.resolve("results.json"),
                RESULTS.replace(
                                "\"shape\": \"lenet-fc\", \"similarity\": \"l1\", \"pass\": \"forward\"",
                                "\"channels\": \"4\"")
                        .replace(
                                "\"shape\": \"lenet-fc\", \"similarity\": \"l2\", \"pass\": \"forward\"",
                                "\"channels\": \"16\""));
        Path picture = directory.resolve("images").resolve("roofline-jdk17.png");

        Roofline.draw(Result.read(results), picture);

        assertThat(picture).exists().isNotEmptyFile();
    }
}
