package org.addernet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.addernet.data.DataLoader;
import org.addernet.data.DataSignature;
import org.addernet.train.listener.CsvLog;
import org.addernet.train.listener.EpochResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One run, one writer, and the options from before the first step. */
class RunFolderTest {

    private static final Map<String, String> OPTIONS = Map.of("--data", "imagefolder:/x/\"é\n", "--epochs", "3");

    @TempDir
    Path temporary;

    @Test
    void keepsTheOptionsOfTheRun() throws IOException {
        Path path = temporary.resolve("deep/run");
        try (RunFolder folder = RunFolder.create(path, OPTIONS)) {
            assertThat(folder.path()).isEqualTo(path);
        }
        try (RunFolder folder = RunFolder.reopen(path)) {
            assertThat(folder.options()).contains(OPTIONS);
        }
    }

    @Test
    void aTrainerGoesOnWhereTheRunWasAndOnlyWithItsData() throws IOException {
        DataLoader loader = DataLoader.of(new Blobs(12, 1)).batchSize(6).build();
        try (RunFolder folder = RunFolder.create(temporary, OPTIONS)) {
            Trainer first = Trainer.of(Blobs.model());
            folder.keep(first, folder.checkpoint(), Blobs.SIGNATURE, OPTIONS, Duration.ZERO);
            first.fit(loader, loader);
        }
        try (RunFolder folder = RunFolder.reopen(temporary)) {
            Trainer second = Trainer.of(Blobs.model()).epochs(2);
            CsvLog history = folder.keep(second, folder.checkpoint(), Blobs.SIGNATURE, OPTIONS, Duration.ZERO);
            assertThat(history.results()).hasSize(1);
            second.fit(loader, loader);
            assertThat(history.results()).extracting(EpochResult::epoch).containsExactly(1, 2);
            DataSignature other = DataSignature.of(new Blobs(3, 2), new Blobs(3, 2));
            assertThatIOException()
                    .isThrownBy(() -> folder.keep(second, folder.checkpoint(), other, OPTIONS, Duration.ZERO))
                    .withMessageContaining("the run began with other data");
        }
        Checkpoint last = Checkpoint.read(temporary.resolve(CheckpointWriter.LAST));
        assertThat(last.progress().epochs()).isEqualTo(2);
        assertThat(last.options()).isEqualTo(OPTIONS);
    }

    @Test
    void aSecondRunIsRefusedAndChangesNothing() throws IOException {
        RunFolder.create(temporary, OPTIONS).close();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunFolder.create(temporary, Map.of()))
                .withMessageContaining("holds a run already");
        try (RunFolder folder = RunFolder.reopen(temporary)) {
            assertThat(folder.options()).contains(OPTIONS);
        }
    }

    @Test
    void aSecondWriterIsRefusedUntilTheFirstIsDone() throws IOException {
        RunFolder first = RunFolder.create(temporary, OPTIONS);
        assertThatIOException()
                .isThrownBy(() -> RunFolder.reopen(temporary))
                .withMessageContaining("a running training writes there");
        assertThatIOException().isThrownBy(() -> RunFolder.create(temporary, OPTIONS));
        first.close();
        RunFolder.reopen(temporary).close();
    }

    @Test
    void whatAKilledWriterLeftIsRemovedOnceTheFolderIsLocked() throws IOException {
        RunFolder.create(temporary, OPTIONS).close();
        Path leftover = Files.writeString(
                temporary.resolve(".adder-123e4567-e89b-12d3-a456-426614174000.tmp"), "half a checkpoint");
        Path other = Files.writeString(temporary.resolve("notes.tmp"), "mine");
        RunFolder.reopen(temporary).close();
        assertThat(leftover).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    void aFolderWithoutARunCannotGoOn() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunFolder.reopen(temporary))
                .withMessageContaining("there is no run to continue");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void aRunThatCannotBeginLeavesNothingBehind() throws IOException {
        Path fresh = temporary.resolve("fresh");
        try (RunFolder folder = RunFolder.create(fresh, OPTIONS)) {
            folder.abandon();
        }
        assertThat(fresh).doesNotExist();
        Path mine = Files.writeString(temporary.resolve("notes.txt"), "mine");
        try (RunFolder folder = RunFolder.create(temporary, OPTIONS)) {
            folder.abandon();
        }
        assertThat(temporary).isDirectoryContaining(mine::equals);
        assertThat(RunFolder.holdsRun(temporary)).isFalse();
    }

    @Test
    void brokenOptionsAreNamed() throws IOException {
        for (String json : List.of("{\"--epochs\":", "{\"--epochs\":3}", "[]", " ".repeat(1 << 19))) {
            Path file = Files.writeString(temporary.resolve(RunFolder.OPTIONS), json);
            try (RunFolder folder = RunFolder.reopen(temporary)) {
                assertThatIOException().isThrownBy(folder::options).withMessageContaining(file.toString());
            }
        }
    }
}
