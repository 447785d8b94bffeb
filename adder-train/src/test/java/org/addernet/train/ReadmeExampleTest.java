package org.addernet.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.addernet.data.DataLoader;
import org.addernet.data.DataSplits;
import org.addernet.data.Datasets;
import org.addernet.data.cache.DataCache;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.zoo.LeNet5;
import org.addernet.optim.Optimizer;
import org.addernet.optim.Sgd;
import org.addernet.optim.schedule.Schedule;
import org.addernet.tensor.Tensor;
import org.addernet.train.listener.EpochLines;
import org.junit.jupiter.api.Test;

/** The example of the README, compiled here; the README must show exactly these lines. */
class ReadmeExampleTest {

    /** Compiled, not run: it takes half a minute, and the parts have tests of their own. */
    @SuppressWarnings("unused")
    private static void example() throws IOException {
        // README begins
        DataSplits data = Datasets.load("strokes", DataCache.standard());
        Model model = LeNet5.bn(10, Similarity.L1);
        Optimizer optimizer =
                Sgd.of(model.parameters()).nesterov().weightDecay(5e-4).build();
        Trainer trainer = Trainer.of(model, optimizer)
                .epochs(5)
                .schedule(Schedule.cosine(0.1, 5))
                .listen(new EpochLines(System.out))
                .build();
        DataLoader test = DataLoader.of(data.test()).build();
        trainer.fit(DataLoader.of(data.train()).shuffle(1).build(), test);
        Tensor logits = model.predict(test.epoch(0).next().images());
        // README ends
    }

    @Test
    void theReadmeShowsTheExample() throws IOException {
        List<String> source = Files.readAllLines(Path.of("src/test/java/org/addernet/train/ReadmeExampleTest.java"));
        int begin = source.indexOf("        // README begins");
        int end = source.indexOf("        // README ends");
        String example = source.subList(begin + 1, end).stream()
                .map(line -> line.substring(8))
                .collect(Collectors.joining("\n"));
        assertThat(Files.readString(Path.of("../README.md"))).contains(example);
    }
}
