package org.addernet.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.zoo.LeNet5;
import org.addernet.optim.Optimizer;
import org.addernet.optim.Sgd;
import org.addernet.train.CheckpointWriter;
import org.addernet.train.NonFiniteLossException;
import org.addernet.train.listener.EpochResult;
import org.addernet.train.listener.History;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings are made once, what diverges and what takes too long is told, and the report holds all that has been run. */
class ReproductionTest {

    private final List<String> trained = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @Test
    void whatNeedsNoTraining() throws IOException {
        run(Double.POSITIVE_INFINITY, "propositions", "variance", "table1", "table2", "table5");
        assertThat(trained).isEmpty();
        assertThat(report()).contains("id=\"table1\"", "id=\"variance\"", "id=\"table2\"", "40.37M", "41.17M");
        assertThat(ImageIO.read(folder.resolve("variance/ratios.png").toFile()).getWidth())
                .isEqualTo(2 * Plot.WIDTH);
        assertThat(folder.resolve("table1/norms.csv")).content().startsWith("network,layer 1,");
    }

    @Test
    void trainsOnceAndKeepsEarlierSections() throws IOException {
        run(Double.POSITIVE_INFINITY, "table4");
        assertThat(trained).hasSize(5);
        run(Double.POSITIVE_INFINITY, "figure3");
        assertThat(trained).hasSize(5 + 6).allMatch(arguments -> arguments.contains("--recipe paper-mnist"));
        assertThat(report()).contains("id=\"table4\"", "id=\"figure3\"", "90.00", "diverged");
        run(Double.POSITIVE_INFINITY, "figure3", "table4");
        assertThat(trained).hasSize(5 + 6);
    }

    @Test
    void leavesOutWhatDoesNotFitTheTime() throws IOException {
        run(1e-9, "table4", "propositions");
        assertThat(trained).isEmpty();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("left out: adder train", "of the 1.0E-9 hours");
        assertThat(report()).contains("id=\"propositions\"").doesNotContain("id=\"table4\"");
    }

    @Test
    void quotesStoredRuns() throws IOException {
        train("--model", "resnet20", "--data", "cifar10", "--similarity", "l1", "--out", folder + "/runs/mine");
        run(Double.POSITIVE_INFINITY, "table2");
        assertThat(report()).contains("90.00 after 4 epochs");
    }

    @Test
    void namesTheExperimentsThatThereAre() {
        assertThatThrownBy(() -> run(1, "table9"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"table9\"")
                .hasMessageContaining("table1, ");
    }

    private void run(double hours, String... names) throws IOException {
        Setting setting = new Setting(folder, folder.resolve("runs"), "strokes", true, 1, hours);
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        new Reproduction(setting, this::count, print).run(List.of(names));
    }

    private void count(String... arguments) throws IOException {
        trained.add(String.join(" ", arguments));
        if (trained.get(trained.size() - 1).contains("--gradient unclipped")) {
            throw new NonFiniteLossException("the loss is NaN");
        }
        train(arguments);
    }

    /** Leaves what a training leaves, with the accuracy of 90 % in each of four epochs. */
    private static void train(String... arguments) throws IOException {
        Map<String, String> options = new TreeMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            options.put(arguments[i], arguments[i + 1]);
        }
        Path run = Files.createDirectories(Path.of(options.getOrDefault("--out", "")));
        Model model = LeNet5.bn(10, Similarity.parse(options.getOrDefault("--similarity", "")));
        Optimizer optimizer = Sgd.of(model.parameters()).build();
        History history = new History(run.resolve("metrics.csv"));
        CheckpointWriter checkpoints = new CheckpointWriter(run, model, optimizer, options, -1, Duration.ZERO);
        for (int epoch = 1; epoch <= 4; epoch++) {
            EpochResult result = new EpochResult(epoch, 0.5, 0.8, 0.4, 0.9, 1, 0);
            history.epochFinished(result);
            checkpoints.epochFinished(result);
        }
    }

    private String report() throws IOException {
        return Files.readString(folder.resolve("report.html"));
    }
}
