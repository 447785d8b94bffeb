package org.addernet.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.addernet.data.DataLoader;
import org.addernet.data.DataSplits;
import org.addernet.data.Dataset;
import org.addernet.data.Strokes;
import org.addernet.data.transform.Preprocess;
import org.addernet.inference.Classification;
import org.addernet.inference.Classifier;
import org.addernet.io.ModelFile;
import org.addernet.io.Preprocessing;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.loss.Loss;
import org.addernet.nn.zoo.LeNet5;
import org.addernet.optim.AdamW;
import org.addernet.optim.schedule.Schedule;
import org.addernet.tensor.Tensor;
import org.addernet.train.Trainer;
import org.addernet.train.listener.CsvLog;
import org.addernet.train.listener.EarlyStopping;
import org.addernet.train.listener.TensorBoardLog;
import org.addernet.train.metric.Evaluation;
import org.addernet.train.metric.Metric;

/** The whole way: drawn digits, an adder LeNet-5, training with logs, a model file, and a picture that is classified. */
public final class Digits {

    private static final int EPOCHS = 6;

    private Digits() {}

    /** Runs it; the first argument is a folder for its files (default: a new temporary one). */
    public static void main(String[] args) throws IOException {
        Path folder = args.length > 0 ? Files.createDirectories(Path.of(args[0])) : Files.createTempDirectory("digits");

        // 28x28 pixels with a border of 2, to the 32x32 of LeNet-5.
        Preprocessing preprocessing = new Preprocessing(1, 0, 0, 2, List.of(0.1225f), List.of(0.2734f));
        DataSplits digits = Strokes.draw(2000, 1).split(0.1, 1);
        DataLoader training = DataLoader.of(digits.train().with(new Preprocess(preprocessing)))
                .batchSize(60)
                .shuffle(1)
                .build();
        DataLoader validation =
                DataLoader.of(digits.test().with(new Preprocess(preprocessing))).build();

        Model model = LeNet5.bn(10, Similarity.L1);
        Evaluation result = Trainer.of(model)
                .optimizer(AdamW.builder().weightDecay(0.01))
                .schedule(Schedule.oneCycle(0.02, EPOCHS))
                .epochs(EPOCHS)
                .loss(Loss.crossEntropy().labelSmoothing(0.1))
                .metrics(Metric.accuracy(), Metric.topK(5), Metric.f1())
                .listen(
                        new EarlyStopping(5),
                        new CsvLog(folder.resolve("metrics.csv")),
                        new TensorBoardLog(folder.resolve("tensorboard")))
                .fit(training, validation);
        System.out.println(result.metrics());
        if (!(result.accuracy() > 0.85)) {
            throw new IllegalStateException("the accuracy is " + result.accuracy() + ", expected above 0.85");
        }

        Path file = folder.resolve("digits.safetensors");
        ModelFile.of(model)
                .classNames(digits.train().classNames())
                .preprocessing(preprocessing)
                .save(file);

        Classifier classifier = Classifier.load(file);
        Dataset pictures = Strokes.draw(50, 2);
        int right = 0;
        for (int i = 0; i < pictures.size(); i++) {
            Tensor pixels = Tensor.zeros(pictures.imageShape());
            pictures.read(i, pixels.data(), 0, new SplittableRandom(0));
            Classification answer = classifier.classify(pixels);
            right += answer.best().label() == pictures.label(i) ? 1 : 0;
            if (i == 0) {
                System.out.println("a " + pictures.label(i) + " is taken for " + answer.top(3));
            }
        }
        if (right < 40) {
            throw new IllegalStateException("of 50 pictures " + right + " are right, expected at least 40");
        }
    }
}
