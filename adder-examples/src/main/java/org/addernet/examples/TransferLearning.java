package org.addernet.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.addernet.data.DataLoader;
import org.addernet.data.Dataset;
import org.addernet.data.Strokes;
import org.addernet.data.TensorDataset;
import org.addernet.data.transform.Normalize;
import org.addernet.data.transform.Pad;
import org.addernet.io.ModelFile;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.zoo.LeNet5;
import org.addernet.optim.Adam;
import org.addernet.optim.schedule.Schedule;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.addernet.train.Trainer;
import org.addernet.train.metric.Evaluation;

/** A LeNet-5 that knows the ten digits learns even and odd, with a new head on frozen layers. */
public final class TransferLearning {

    private static final Set<String> HEAD = Set.of("fc2", "bn5");

    private TransferLearning() {}

    private static Dataset digits(int size, long seed) {
        return Strokes.draw(size, seed).with(new Pad(2).then(new Normalize(0.1f, 0.25f)));
    }

    /** Returns the same images, labelled even or odd. */
    private static Dataset parity(Dataset digits) {
        int values = digits.imageShape().size();
        Tensor images = Tensor.zeros(Shape.of(digits.size(), 32, 32, 1));
        int[] labels = new int[digits.size()];
        for (int i = 0; i < labels.length; i++) {
            digits.read(i, images.data(), i * values, new SplittableRandom(0));
            labels[i] = digits.label(i) % 2;
        }
        return new TensorDataset(List.of(images), labels, List.of("even", "odd"));
    }

    private static Evaluation train(Model model, Dataset training, Dataset test, int epochs) {
        return Trainer.of(model)
                .optimizer(Adam.builder())
                .schedule(Schedule.cosine(0.01, epochs))
                .epochs(epochs)
                .fit(
                        DataLoader.of(training).batchSize(50).shuffle(1).build(),
                        DataLoader.of(test).build());
    }

    private static Map<String, float[]> backbone(Model model) {
        Map<String, float[]> values = new HashMap<>();
        model.root().children().forEach((name, layer) -> {
            if (!HEAD.contains(name)) {
                layer.state()
                        .forEach((key, tensor) -> values.put(key, tensor.data().clone()));
            }
        });
        return values;
    }

    /** Runs it; the first argument is a folder for its file (default: a new temporary one). */
    public static void main(String[] args) throws IOException {
        Path folder = args.length > 0
                ? Files.createDirectories(Path.of(args[0]))
                : Files.createTempDirectory("transfer-learning");
        Path file = folder.resolve("digits.safetensors");
        Model teacher = LeNet5.bn(10, Similarity.L1);
        train(teacher, digits(1500, 1), digits(300, 2), 4);
        ModelFile.of(teacher).save(file);

        Model model = LeNet5.bn(2, Similarity.L1);
        ModelFile.restoreMatching(file, model); // All but the head, whose shapes differ.
        model.root().children().forEach((name, layer) -> {
            if (!HEAD.contains(name)) {
                layer.freeze();
            }
        });
        Map<String, float[]> before = backbone(model);
        Evaluation test = train(model, parity(digits(500, 3)), parity(digits(300, 2)), 6);

        if (!(test.accuracy() > 0.75)) {
            throw new IllegalStateException("the accuracy is " + test.accuracy() + ", expected above 0.75");
        }
        backbone(model).forEach((name, values) -> {
            if (!Arrays.equals(values, before.get(name))) {
                throw new IllegalStateException(name + " was frozen and has changed");
            }
        });
        System.out.println("even or odd: " + test.accuracy());
    }
}
