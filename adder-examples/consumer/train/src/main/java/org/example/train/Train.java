package org.example.train;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.addernet.data.DataLoader;
import org.addernet.data.Dataset;
import org.addernet.data.Strokes;
import org.addernet.data.transform.Preprocess;
import org.addernet.inference.Classifier;
import org.addernet.io.ModelFile;
import org.addernet.io.Preprocessing;
import org.addernet.kernel.Kernels;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.zoo.LeNet5;
import org.addernet.optim.Adam;
import org.addernet.optim.schedule.Schedule;
import org.addernet.train.Trainer;
import org.addernet.train.metric.Evaluation;

/** Trains for an epoch, saves the network, and asks the file what pictures are. */
public final class Train {

    private static final int PICTURES = 20;

    private Train() {}

    /** Takes a folder, which gets the model file and the last of the pictures. */
    public static void main(String[] args) throws IOException {
        Path file = Files.createDirectories(Path.of(args[0])).resolve("digits.safetensors");
        Path picture = file.resolveSibling("digit.png");

        Preprocessing preprocessing = new Preprocessing(1, 0, 0, 2, List.of(0.1225f), List.of(0.2734f));
        Dataset training = Strokes.draw(2000, 1).with(new Preprocess(preprocessing));
        Dataset others = Strokes.draw(200, 2);
        Model model = LeNet5.bn(10, Similarity.L1);
        Evaluation test = Trainer.of(model)
                .optimizer(Adam.builder())
                .schedule(Schedule.oneCycle(0.02, 1))
                .epochs(1)
                .fit(
                        DataLoader.of(training).batchSize(20).shuffle(1).build(),
                        DataLoader.of(others.with(new Preprocess(preprocessing)))
                                .build());
        ModelFile.of(model)
                .classNames(others.classNames())
                .preprocessing(preprocessing)
                .save(file);

        Classifier classifier = Classifier.load(file);
        int right = 0;
        for (int i = 0; i < PICTURES; i++) {
            ImageIO.write(image(others, i), "png", picture.toFile());
            String label = classifier.classify(picture).best().name();
            right += label.equals(others.classNames().get(others.label(i))) ? 1 : 0;
        }
        System.out.println(Kernels.reason() + "; " + right + " of " + PICTURES + " pictures are right");
        if (right < 0.6 * PICTURES) {
            throw new IllegalStateException(
                    "of " + PICTURES + " pictures " + right + " are right; accuracy " + test.accuracy());
        }
    }

    private static BufferedImage image(Dataset images, int index) {
        int width = images.imageShape().dimension(1);
        BufferedImage image = new BufferedImage(width, images.imageShape().dimension(0), BufferedImage.TYPE_BYTE_GRAY);
        float[] pixels = new float[images.imageShape().size()];
        images.read(index, pixels, 0, new SplittableRandom(0));
        for (int i = 0; i < pixels.length; i++) {
            image.getRaster().setSample(i % width, i / width, 0, Math.round(255 * pixels[i]));
        }
        return image;
    }
}
