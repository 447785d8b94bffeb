package org.addernet.train.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** metrics.csv. */
class CsvLogTest {

    @TempDir
    Path folder;

    @Test
    void resumesWithTheRowsUpToTheCheckpoint() throws IOException {
        Path file = folder.resolve("metrics.csv");
        CsvLog history = new CsvLog(file);
        history.epochFinished(new EpochResult(1, 0.5, 0.25, 0.75, 0.125, 2, 0.5));
        history.epochFinished(new EpochResult(2, 0.25, 0.5, 0.5, 0.25, 3, 0));
        assertThat(file)
                .hasContent("epoch,train_loss,train_accuracy,test_loss,test_accuracy,seconds,waited\n"
                        + "1,0.5,0.25,0.75,0.125,2.0,0.5\n2,0.25,0.5,0.5,0.25,3.0,0.0\n");
        assertThat(CsvLog.resume(file, 2).results()).isEqualTo(history.results());
        assertThat(CsvLog.resume(file, 1).results())
                .containsExactly(new EpochResult(1, 0.5, 0.25, 0.75, 0.125, 2, 0.5));
    }

    @Test
    void readsTablesThatAnEditorHasSaved() throws IOException {
        Path file = folder.resolve("metrics.csv");
        Files.writeString(
                file,
                "\uFEFFepoch,train_loss,train_accuracy,test_loss,test_accuracy,seconds,waited\r\n"
                        + "1,0.5,0.25,0.75,0.125,2.0,0.5\r\n\r\n\n");
        assertThat(CsvLog.resume(file, 1).results())
                .containsExactly(new EpochResult(1, 0.5, 0.25, 0.75, 0.125, 2, 0.5));
    }

    @Test
    void bytesThatAreNotUtf8AreAnErrorThatNamesTheLine() throws IOException {
        Path file = folder.resolve("metrics.csv");
        String table = "epoch,train_loss,train_accuracy,test_loss,test_accuracy,seconds,waited\n"
                + "1,0.5,0.25,0.75,0.125,2.0,0.5\n2,0.5,0.25,0.75,0.125,2\u00e9,\u001b[31m0.5\n";
        Files.write(file, table.getBytes(StandardCharsets.ISO_8859_1));
        assertThatIOException()
                .isThrownBy(() -> CsvLog.resume(file, 2))
                .withMessageContainingAll(file + ": line 3 is \"2,0.5", "2\uFFFD")
                .withMessageNotContaining("\u001b");
    }

    @Test
    void anOlderTableGetsTheColumnOfWaiting() throws IOException {
        Path file = folder.resolve("metrics.csv");
        Files.writeString(
                file,
                "epoch,train_loss,train_accuracy,test_loss,test_accuracy,seconds\n"
                        + "1,0.5,0.25,0.75,0.125,2.0\n2,0.25,0.5,0.5,0.25,3.0\n");
        CsvLog history = CsvLog.resume(file, 1);
        history.epochFinished(new EpochResult(2, 0.25, 0.5, 0.5, 0.25, 4, 0.125));
        assertThat(file)
                .hasContent("epoch,train_loss,train_accuracy,test_loss,test_accuracy,seconds,waited\n"
                        + "1,0.5,0.25,0.75,0.125,2.0,NaN\n2,0.25,0.5,0.5,0.25,4.0,0.125\n");
        assertThat(CsvLog.resume(file, 2).results()).isEqualTo(history.results());
    }

    @Test
    void metricsHaveColumnsOfTheirOwn() throws IOException {
        Path file = folder.resolve("metrics.csv");
        CsvLog log = new CsvLog(file);
        log.epochFinished(new EpochResult(1, 0.5, 0.25, 0.75, 0.125, 2, 0.5, Map.of("f1", 0.375)));
        assertThat(file)
                .hasContent("epoch,train_loss,train_accuracy,test_loss,test_accuracy,seconds,waited,f1\n"
                        + "1,0.5,0.25,0.75,0.125,2.0,0.5,0.375\n");
        CsvLog resumed = CsvLog.resume(file, 1);
        assertThat(resumed.results()).isEqualTo(log.results());
        resumed.epochFinished(new EpochResult(2, 0.5, 0.25, 0.75, 0.125, 2, 0.5, Map.of("my metric", 2.0)));
        assertThat(file)
                .hasContent("epoch,train_loss,train_accuracy,test_loss,test_accuracy,seconds,waited,my_metric\n"
                        + "1,0.5,0.25,0.75,0.125,2.0,0.5,NaN\n2,0.5,0.25,0.75,0.125,2.0,0.5,2.0\n");
        Files.writeString(file, "epoch,train_loss,train_accuracy,test_loss,test_accuracy,seconds,waited,a\tb\n1\n");
        assertThatIOException()
                .isThrownBy(() -> CsvLog.resume(file, 1))
                .withMessageContaining("line 1 is")
                .withMessageNotContaining("\t");
    }

    @Test
    void refusesAnotherTable() throws IOException {
        Path file = folder.resolve("metrics.csv");
        Files.writeString(file, "a,b\n");
        assertThatIOException()
                .isThrownBy(() -> CsvLog.resume(file, 1))
                .withMessageContaining("line 1 is \"a,b\"")
                .withMessageContaining(file.toString());
    }
}
