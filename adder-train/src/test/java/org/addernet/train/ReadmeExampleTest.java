package org.addernet.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.addernet.data.DataLoader;
import org.addernet.data.DataSplits;
import org.addernet.data.Datasets;
import org.addernet.data.cache.DataCache;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.zoo.LeNet5;
import org.addernet.optim.Sgd;
import org.addernet.optim.schedule.Schedule;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.addernet.train.listener.EpochLines;
import org.junit.jupiter.api.Test;

/** The example of the README, compiled here; the README must show exactly this code. */
class ReadmeExampleTest {

    /** Compiled, not run: it takes half a minute, and the parts have tests of their own. */
    @SuppressWarnings("unused")
    private static void example() throws IOException {
        // README begins
        DataSplits data = Datasets.load("strokes", DataCache.standard());
        Model model = LeNet5.bn(10, Similarity.L1);
        Trainer.of(model)
                .optimizer(Sgd.builder().nesterov().weightDecay(5e-4))
                .schedule(Schedule.cosine(0.1, 5))
                .epochs(5)
                .listen(new EpochLines(System.out))
                .fit(
                        DataLoader.of(data.train()).shuffle(1).build(),
                        DataLoader.of(data.test()).build());
        float[] image = new float[32 * 32];
        data.test().read(0, image, 0, new SplittableRandom(0));
        Tensor logits = model.predict(Tensor.of(Shape.of(1, 32, 32, 1), image));
        // README ends
    }

    @Test
    void theReadmeShowsTheExample() throws IOException {
        List<String> source = Files.readAllLines(Path.of("src/test/java/org/addernet/train/ReadmeExampleTest.java"));
        int begin = source.indexOf("        // README begins");
        int end = source.indexOf("        // README ends");
        String example = String.join("", source.subList(begin + 1, end));
        assertThat(withoutSpace(Files.readString(Path.of("../README.md")))).contains(withoutSpace(example));
    }

    /** The formatter may break lines otherwise than the README does. */
    private static String withoutSpace(String text) {
        return text.replaceAll("\\s", "");
    }
}
