package org.addernet.data.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LoadStressTest {

    @Test
    @Timeout(120)
    void threeProcessesNeverGetAWrongFile(@TempDir Path folder) throws Exception {
        byte[] contents = new byte[100_000];
        new SplittableRandom(1).nextBytes(contents);
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(contents));
        // Now and then a connection is cut, so that parts are left and continued.
        try (FileServer server = new FileServer(exchange -> {
            if (exchange.hashCode() % 3 == 0) {
                FileServer.cut(contents, 50_000, pause -> {}).answer(exchange);
            } else {
                FileServer.ranged(contents).answer(exchange);
            }
        })) {
            List<Process> processes = new ArrayList<>();
            for (int seed = 0; seed < 3; seed++) {
                processes.add(new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                LoadStress.class.getName(),
                                folder.toString(),
                                server.uri().toString(),
                                Integer.toString(contents.length),
                                sha256,
                                System.getProperty("addernet.stressSeconds", "3"),
                                Integer.toString(seed))
                        .redirectErrorStream(true)
                        .start());
            }
            for (Process process : processes) {
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(process.waitFor()).as(output).isZero();
                assertThat(output)
                        .containsPattern("loads [1-9]\\d* wrong 0 failed \\d+\\s*$")
                        .doesNotContain("Exception");
            }
        }
    }
}
