package org.addernet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.addernet.train.Checkpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training with a teacher and a moving average gives the same bytes cut or whole, and only with its own teacher. */
class TeacherTest {

    private static final String LAST = "last.safetensors";

    @TempDir
    Path folder;

    @BeforeEach
    void teacher() throws Exception {
        TinyMnist.write(folder);
        AdderProcess.Result teacher = AdderProcess.run(
                folder,
                "train --data mnist --epochs 1 --batch 32 --similarity cross-correlation --out teacher".split(" "));
        assertThat(teacher.exitCode()).as(teacher.output()).isZero();
    }

    private static String[] arguments(String out, String threads) {
        return ("train --data mnist --epochs 3 --batch 32 --ema 0.9 --recalibrate 2 --gradient full,sign"
                        + " --teacher teacher/last.safetensors --temperature 2 --checkpoint-minutes 1e-6 --threads "
                        + threads + " --out " + out)
                .split(" ");
    }

    @Test
    void killedAndResumedWithOtherThreadsItEndsWithTheSameBytes() throws Exception {
        AdderProcess.Result whole = AdderProcess.run(folder, arguments("whole", "2"));
        assertThat(whole.exitCode()).as(whole.output()).isZero();
        assertThat(AdderProcess.run(folder, ("eval --data mnist --checkpoint whole/" + LAST).split(" "))
                        .lastLine())
                .as("the checkpoint holds what was tested")
                .isEqualTo(whole.lastLine());

        Path last = folder.resolve("cut").resolve(LAST);
        AdderProcess.start(folder, arguments("cut", "1")).killWhen(output -> Files.exists(last));
        assertThat(Checkpoint.read(last).progress().samples()).isPositive();
        AdderProcess.Result resumed = AdderProcess.run(folder, "train", "--resume", "--out", "cut");
        assertThat(resumed.exitCode()).as(resumed.output()).isZero();
        for (String file : List.of(LAST, "best.safetensors")) {
            assertThat(folder.resolve("cut").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("whole").resolve(file));
        }
    }

    @Test
    void goesOnOnlyWithItsOwnTeacher() throws Exception {
        assertThat(AdderProcess.run(folder, arguments("run", "2")).exitCode()).isZero();
        Path teacher = folder.resolve("teacher").resolve(LAST);
        assertThat(Files.readString(folder.resolve("run/options.json"))).contains(teacher.toString());
        assertThat(Checkpoint.read(folder.resolve("run").resolve(LAST))
                        .options()
                        .get("--teacher"))
                .matches("sha256:[0-9a-f]{16}");

        Files.copy(folder.resolve("run").resolve(LAST), folder.resolve("other"));
        Files.move(teacher, folder.resolve("moved"));
        assertRefused("the run's own teacher, " + teacher + ", is not there any more");
        Files.copy(folder.resolve("other"), teacher);
        assertRefused("is another file than when it began");
    }

    private void assertRefused(String message) throws Exception {
        AdderProcess.Result resumed = AdderProcess.run(folder, "train", "--resume", "--out", "run");
        assertThat(resumed.exitCode()).isEqualTo(1);
        assertThat(resumed.lastLine()).startsWith("adder: run: ").contains(message);
    }
}
