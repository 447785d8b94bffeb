package org.addernet.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.addernet.data.DataSignature;
import org.addernet.data.Strokes;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.zoo.ModelZoo;
import org.addernet.optim.Optimizer;
import org.addernet.optim.Sgd;
import org.addernet.train.CheckpointWriter;
import org.addernet.train.NonFiniteLossException;
import org.addernet.train.listener.CsvLog;
import org.addernet.train.listener.EpochResult;
import org.addernet.train.listener.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings are made once, what diverges or takes too long is told, and the report says what came out and nothing else. */
class ReproductionTest {

    private static final double DIVERGES = -1;
    private static final DataSignature SIGNATURE = DataSignature.of(Strokes.draw(10, 1), Strokes.draw(10, 2));

    private final List<String> trained = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** The accuracy, 0 to 1, of trainings whose command has the key; the last that fits counts, else it is 0.9. */
    private final Map<String, Double> accuracies = new LinkedHashMap<>();

    private double hours = Double.POSITIVE_INFINITY;
    private int seeds = 1;
    private double secondsPerEpoch = 1;

    @TempDir
    Path folder;

    @Test
    void whatNeedsNoTraining() throws IOException {
        run("propositions", "variance", "table1", "table2", "table5");
        assertThat(trained).isEmpty();
        assertThat(report()).contains("id=\"table1\"", "id=\"variance\"", "id=\"table2\"", "40.11M", "41.17M");
        assertThat(ImageIO.read(folder.resolve("variance/ratios.png").toFile()).getWidth())
                .isEqualTo(2 * Plot.WIDTH);
        assertThat(folder.resolve("table1/norms.csv")).content().startsWith("network,layer 1,");
    }

    @Test
    void trainsOnceAndKeepsEarlierSections() throws IOException {
        run("table4");
        assertThat(trained).hasSize(5);
        run("figure3");
        assertThat(trained).hasSize(5 + 6).allMatch(command -> command.contains("--recipe paper-mnist"));
        assertThat(report()).contains("id=\"table4\"", "id=\"figure3\"");
        run("figure3", "table4");
        assertThat(trained).hasSize(5 + 6);
    }

    @Test
    void saysWhatHolds() throws IOException {
        accuracies.put("full", 0.994);
        accuracies.put("--adder-lr-factor", 0.99);
        accuracies.put("--gradient sign", 0.97);
        accuracies.put("--eta 0 ", 0.5);
        accuracies.put("--gradient sign --eta 0 ", 0.3);
        accuracies.put("--gradient unclipped", 0.984);
        run("figure3");
        assertThat(report())
                .contains("As in the paper: FP + ALR is the best of the six.")
                .contains("As in the paper: FP + ILR is above Sgn + ALR and Sgn + ILR.")
                .contains("As in the paper: the plain sign gradient is the worst.")
                .contains(
                        "As in the paper: without larger learning rates hardly anything is learned; FP comes to 50.00 %")
                .contains("HardTanh makes a difference of +1.00 points.")
                .doesNotContain("Not as in the paper");
    }

    @Test
    void saysWhatDoesNotHoldAndWhatDiverges() throws IOException {
        accuracies.put("--gradient unclipped", DIVERGES);
        run("figure3");
        assertThat(report())
                .contains("Not as in the paper: FP + ALR is the best of the six.")
                .contains("Not as in the paper: without larger learning rates hardly anything is learned")
                .contains("Without HardTanh the training diverges.", "<td>diverged</td>");
        run("figure3");
        assertThat(trained).hasSize(7);
    }

    @Test
    void oneEtaThatDivergesDoesNotSpoilTheOthers() throws IOException {
        accuracies.put("--eta 1 ", DIVERGES);
        run("table4");
        assertThat(report())
                .contains("<td>1</td><td>diverged</td><td>99.26</td><td></td>")
                .contains("<td>0.5</td><td>90.00</td><td>99.30</td><td>-9.30</td>")
                .contains("As in the paper: η = 0.1 is best")
                .doesNotContain("NaN");
    }

    @Test
    void severalSeeds() throws IOException {
        seeds = 3;
        accuracies.put("--seed 2", 0.92);
        accuracies.put("--eta 0.5 --seed 3", DIVERGES);
        run("table4");
        assertThat(trained).hasSize(15);
        assertThat(report()).contains("90.67 ± 1.15", "91.00 ± 1.41, 1 diverged", "seeds 1 to 3");
        assertThat(report()).contains("--eta 0.05 --seed 3");
    }

    @Test
    void leavesOutWhatDoesNotFitTheTime() throws IOException {
        hours = 1e-9;
        run("table4", "propositions");
        assertThat(trained).isEmpty();
        assertThat(printed()).contains("left out: adder train", "an unknown time", "of the 1.0E-9 hours");
        assertThat(report()).contains("id=\"propositions\"").doesNotContain("id=\"table4\"");
    }

    @Test
    void estimatesTheTimeFromTrainingsOfTheSameKind() throws IOException {
        hours = 1;
        secondsPerEpoch = 1800;
        run("table4");
        assertThat(trained).hasSize(1);
        assertThat(printed()).contains("needs about 2.00 hours");
    }

    @Test
    void picturesNeedATrainingThatEnds() throws IOException {
        accuracies.put("cross-correlation", DIVERGES);
        run("figure2", "figure1", "propositions");
        assertThat(printed()).contains("left out: adder train", "diverged");
        assertThat(report()).contains("id=\"propositions\"").doesNotContain("id=\"figure2\"", "id=\"figure1\"");
    }

    @Test
    void featuresAndWeights() throws IOException {
        run("figure1", "figure4");
        assertThat(report()).contains("id=\"figure1\"", "id=\"figure4\"", "Kolmogorov");
        assertThat(folder.resolve("figure1/features-l1.csv")).content().startsWith("class,feature_1,feature_2");
    }

    @Test
    void refusesAFolderOfAnotherTraining() throws IOException {
        run("table4");
        Path trainings = folder.resolve("trainings");
        Path one = trainings.resolve("lenet5-bn_strokes_l1_epochs-4_eta-1_seed-1");
        Path other = trainings.resolve("lenet5-bn_strokes_l1_epochs-4_eta-0.5_seed-1");
        Files.copy(one.resolve("last.safetensors"), other.resolve("copy"));
        Files.move(other.resolve("copy"), other.resolve("last.safetensors"), StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> run("table4"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(other.toString())
                .hasMessageContaining("move it away");
    }

    @Test
    void quotesStoredRuns() throws IOException {
        for (String name : List.of("a", "b")) {
            leave(TrainingSetup.of("resnet20", "cifar10", Similarity.L1, 400), folder.resolve("runs/" + name));
        }
        Files.delete(folder.resolve("runs/a/metrics.csv"));
        run("table2");
        assertThat(report()).contains("90.00 after 4 of 400 epochs").doesNotContain("NaN");
    }

    @Test
    void namesTheExperimentsThatThereAre() {
        assertThatThrownBy(() -> run("table9"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"table9\"")
                .hasMessageContaining("table1, ");
    }

    private void run(String... names) throws IOException {
        Setting setting = new Setting(folder, folder.resolve("runs"), "strokes", true, seeds, hours);
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        Laboratory laboratory = new Laboratory(setting, new TrainingListener() {}, print) {
            @Override
            void make(TrainingSetup training, Path path) throws IOException {
                trained.add(training.command());
                leave(training, path);
            }
        };
        new Reproduction(setting, laboratory, print).run(List.of(names));
    }

    /** Leaves what a training leaves. */
    private void leave(TrainingSetup training, Path path) throws IOException {
        String line = training.command();
        double accuracy = 0.9;
        for (Map.Entry<String, Double> entry : accuracies.entrySet()) {
            boolean plain = !line.contains("--gradient") && !line.contains("--eta") && !line.contains("--adder-lr");
            if (line.contains(entry.getKey()) || (entry.getKey().equals("full") && plain)) {
                accuracy = entry.getValue();
            }
        }
        Path run = Files.createDirectories(path);
        if (accuracy == DIVERGES) {
            throw new NonFiniteLossException("the loss is NaN");
        }
        Model model = ModelZoo.create(training.model(), 10, training.similarity(), training.gradient());
        Optimizer optimizer = Sgd.builder().build(model.parameters());
        CsvLog history = new CsvLog(run.resolve("metrics.csv"));
        CheckpointWriter checkpoints =
                new CheckpointWriter(run, model, optimizer, SIGNATURE, training.kept(), -1, Duration.ZERO);
        for (int epoch = 1; epoch <= 4; epoch++) {
            EpochResult result = new EpochResult(epoch, 0.5, 0.8, 0.4, accuracy, secondsPerEpoch, 0);
            history.epochFinished(result);
            checkpoints.epochFinished(result);
        }
    }

    /** Returns the page without the data of its pictures. */
    private String report() throws IOException {
        return Files.readString(folder.resolve("report.html")).replaceAll("base64,[^\"]*", "");
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
