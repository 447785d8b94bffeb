package org.addernet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.addernet.io.AtomicFile;
import org.addernet.train.Checkpoint;
import org.addernet.train.CheckpointWriter;
import org.addernet.train.RunFolder;
import org.addernet.train.listener.CsvLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A training that is killed at random moments and resumed ends with the same bytes as one that is left alone.
 *
 * <p>{@code adder-bench/kill} does the same with more kills.
 */
@Tag("once")
class KillTest {

    private static final int KILLS = Integer.getInteger("kills", 30);

    /** A file as a writer leaves it that is killed. */
    private static final String LEFTOVER = ".adder-01234567-89ab-cdef-0123-456789abcdef.tmp";

    @TempDir
    Path folder;

    @BeforeEach
    void data() throws IOException {
        TinyMnist.write(folder);
    }

    @Test
    void killedAtRandomMomentsItEndsWithTheSameBytes() throws Exception {
        long start = System.nanoTime();
        AdderProcess.Result whole =
                AdderProcess.startShort(folder, arguments("whole")).await();
        double longest = System.nanoTime() - start;
        assertThat(whole.exitCode()).as(whole.output()).isZero();

        Random random = new Random(1);
        int kills = 0;
        int read = 0;
        for (int run = 0; kills < KILLS; run++) { // a training that ends between the kills is followed by another
            String out = "cut" + run;
            AdderProcess process = AdderProcess.startShort(folder, arguments(out));
            while (kills < KILLS && process.killAfter((long) (longest * random.nextDouble()))) {
                kills++;
                read += readAll(folder.resolve(out));
                process = AdderProcess.startShort(folder, resume(out));
            }
            longest *= 0.9; // the machine may be faster now
            AdderProcess.Result end = process.await();
            assertThat(end.exitCode()).as(end.output()).isZero();
            for (String file : List.of(CheckpointWriter.LAST, CheckpointWriter.BEST)) {
                assertThat(folder.resolve(out).resolve(file))
                        .hasSameBinaryContentAs(folder.resolve("whole").resolve(file));
            }
        }
        assertThat(read).as("checkpoints that were there after a kill").isPositive();
    }

    @Test
    void theNextStartRemovesWhatAKilledWriterLeft() throws Exception {
        assertThat(AtomicFile.removeLeftovers(Files.createDirectories(folder.resolve("run"))))
                .isZero();
        Path leftover = Files.createFile(folder.resolve("run").resolve(LEFTOVER));
        AdderProcess.startShort(folder, arguments("run")).killWhen(output -> output.contains("epoch 1/"));
        Files.write(leftover, new byte[1]); // whether or not the first start removed it
        AdderProcess.startShort(folder, resume("run")).killWhen(output -> output.contains("epoch "));
        assertThat(leftover).doesNotExist();
        AdderProcess.Result end = AdderProcess.startShort(folder, resume("run")).await();
        assertThat(end.exitCode()).as(end.output()).isZero();
        try (Stream<Path> files = Files.list(folder.resolve("run"))) {
            assertThat(files).noneMatch(file -> file.getFileName().toString().matches("\\.adder-.*\\.tmp"));
        }
    }

    /** Reads what a kill left, all of which must be whole, and returns how many checkpoints there are. */
    private static int readAll(Path run) throws IOException {
        int read = 0;
        for (String name : List.of(CheckpointWriter.LAST, CheckpointWriter.BEST)) {
            Path file = run.resolve(name);
            if (Files.exists(file)) {
                Checkpoint checkpoint = Checkpoint.read(file);
                assertThat(checkpoint.model().name()).isEqualTo("lenet5-bn");
                assertThat(checkpoint.progress().epochs()).isBetween(0, 3);
                read++;
            }
        }
        assertThat(CsvLog.resume(run.resolve("metrics.csv"), 3).results()).hasSizeBetween(0, 3);
        return read;
    }

    /** What was killed before it claimed its folder is no run yet, and begins again. */
    private String[] resume(String out) {
        return RunFolder.holdsRun(folder.resolve(out))
                ? new String[] {"train", "--resume", "--checkpoint-minutes", "1e-9", "--threads", "1", "--out", out}
                : arguments(out);
    }

    /** A checkpoint after each step, so that most kills meet one that is being written. */
    private static String[] arguments(String out) {
        return ("train --data mnist --images 96 --epochs 3 --batch 16 --checkpoint-minutes 1e-9 --threads 1 --out "
                        + out)
                .split(" ");
    }
}
