package org.addernet.train.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The lines of epochs fit a terminal of 80 columns, and say only what there is to say. */
class EpochLinesTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final EpochLines lines = new EpochLines(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    @Test
    void aLineHasLossesAccuraciesAndTime() {
        lines.epochStarted(7, 100, 1000, 0);
        lines.epochFinished(new EpochResult(7, 0.25, 0.9, 0.5, 0.8, 1234.56, 0.005));
        assertThat(text())
                .isEqualTo("epoch 7/100  train loss 0.2500 (90.00 %)  test loss 0.5000 (80.00 %)  1234.6 s\n")
                .hasSizeLessThan(80 + 1);
    }

    @Test
    void metricsAndTheTimeWithoutDataAreAddedAndAccuraciesThatAreNoneLeftOut() {
        lines.epochStarted(1, 3, 1000, 0);
        lines.epochFinished(new EpochResult(1, 0.25, Double.NaN, 0.5, Double.NaN, 2, 0.25, Map.of("f1", 0.75)));
        assertThat(text())
                .isEqualTo("epoch 1/3  train loss 0.2500  test loss 0.5000  f1 0.7500  2.0 s  data wait 25 %\n");
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
