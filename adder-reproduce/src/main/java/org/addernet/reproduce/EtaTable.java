package org.addernet.reproduce;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.addernet.kernel.Similarity;

/** Table 4: the accuracy with different η of the adaptive learning rate. */
final class EtaTable implements Experiment {

    private static final List<String> ETAS = List.of("1", "0.5", "0.2", "0.1", "0.05");
    private static final double[] PAPER = {99.26, 99.30, 99.35, 99.40, 99.32};

    @Override
    public String name() {
        return "table4";
    }

    @Override
    public String title() {
        return "The impact of η";
    }

    @Override
    public Section run(Laboratory laboratory) throws IOException {
        List<String> commands = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        String best = "";
        double bestMean = 0;
        double largest = 0;
        for (int i = 0; i < PAPER.length; i++) {
            // The default is left to the recipe, so that the training is that of the other experiments.
            Training training = laboratory.leNet5(Similarity.L1);
            if (!ETAS.get(i).equals("0.1")) {
                training = training.with("--eta", ETAS.get(i));
            }
            commands.add(training.command());
            Accuracy accuracy = Accuracy.of(laboratory.train(training));
            rows.add(List.of(
                    ETAS.get(i),
                    accuracy.toString(),
                    String.format(Locale.ROOT, "%.2f", PAPER[i]),
                    String.format(Locale.ROOT, "%+.2f", accuracy.mean() - PAPER[i])));
            largest = Math.max(largest, Math.abs(accuracy.mean() - PAPER[i]));
            if (accuracy.mean() > bestMean) {
                bestMean = accuracy.mean();
                best = ETAS.get(i);
            }
        }
        Table table = laboratory.write(
                this,
                new Table(
                        "accuracies",
                        "Test accuracy of LeNet-5-BN after the last epoch, %",
                        List.of("η", "addernet", "paper", "difference"),
                        rows));
        return new Section(
                name(),
                title(),
                "η = 0.1 is best, and the accuracy depends little on it.",
                List.of(String.format(
                        Locale.ROOT,
                        "η = %s is best here; the largest difference from the paper is %.2f points.",
                        best,
                        largest)),
                laboratory.trainingSetting(),
                List.of(table),
                List.of(),
                commands,
                laboratory.made(this));
    }
}
