package org.addernet.train.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A line a minute, from the beginning of each epoch. */
class ProgressLinesTest {

    @Test
    void printsOnceAnInterval() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AtomicLong now = new AtomicLong(7);
        ProgressLines lines =
                new ProgressLines(new PrintStream(out, true, StandardCharsets.UTF_8), Duration.ofMinutes(1), now::get);
        for (int epoch = 1; epoch <= 2; epoch++) {
            lines.epochStarted(epoch, 3, 50_000, 0);
            for (int second = 1; second <= 80; second++) {
                now.addAndGet(Duration.ofSeconds(1).toNanos());
                lines.batchFinished(
                        100, 0.5, new Progress(epoch - 1, 100 * second, 50 * second, 25 * second, second, 0));
            }
        }
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "epoch 1/3  6,000 of 50,000 images  train loss 0.5000  accuracy 25.00 %  100 images/s",
                        "epoch 2/3  6,000 of 50,000 images  train loss 0.5000  accuracy 25.00 %  100 images/s");
    }
}
