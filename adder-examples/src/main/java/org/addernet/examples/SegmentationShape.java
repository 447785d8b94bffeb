package org.addernet.examples;

import java.util.List;
import java.util.Random;
import org.addernet.data.DataLoader;
import org.addernet.data.TensorDataset;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.layer.BatchNorm;
import org.addernet.nn.layer.Conv2d;
import org.addernet.nn.layer.Relu;
import org.addernet.nn.layer.Sequential;
import org.addernet.nn.loss.Loss;
import org.addernet.nn.loss.SoftmaxCrossEntropy;
import org.addernet.nn.op.Shaping;
import org.addernet.optim.Adam;
import org.addernet.optim.schedule.Schedule;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.addernet.train.Trainer;

/** A network that tells the class of each pixel: logits {@code [N,H,W,K]} and a cross-entropy of all pixels. */
public final class SegmentationShape {

    private static final int SIDE = 12;
    private static final int CLASSES = 2;

    private SegmentationShape() {}

    /** The classes of the pixels come as float targets {@code [N,H,W]}, as a label would be one for the whole image. */
    private static Loss pixelCrossEntropy() {
        return (inputs, outputs, targets, pass) -> {
            float[] classes = targets.values().data();
            int[] labels = new int[classes.length];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = (int) classes[i];
            }
            Tensor pixels = Shaping.reshape(outputs.get(0), Shape.of(labels.length, CLASSES), pass);
            return SoftmaxCrossEntropy.of(pixels, labels, pass);
        };
    }

    /** Fills noisy pictures of a bright square on a darker ground, and 1 for each pixel of the square. */
    private static void draw(Tensor pictures, Tensor classes, long seed) {
        Random random = new Random(seed);
        for (int n = 0; n < classes.shape().dimension(0); n++) {
            int top = random.nextInt(SIDE - 5);
            int left = random.nextInt(SIDE - 5);
            for (int i = 0; i < SIDE * SIDE; i++) {
                int y = i / SIDE - top;
                int x = i % SIDE - left;
                boolean inside = y >= 0 && y < 6 && x >= 0 && x < 6;
                classes.data()[n * SIDE * SIDE + i] = inside ? 1 : 0;
                pictures.data()[n * SIDE * SIDE + i] = (inside ? 1 : 0) + 0.4f * (float) random.nextGaussian();
            }
        }
    }

    private static TensorDataset data(int size, long seed) {
        Tensor pictures = Tensor.zeros(Shape.of(size, SIDE, SIDE, 1));
        Tensor classes = Tensor.zeros(Shape.of(size, SIDE, SIDE));
        draw(pictures, classes, seed);
        return new TensorDataset(List.of(pictures), classes);
    }

    /** Runs it; arguments are ignored. */
    public static void main(String[] args) {
        Sequential layers = new Sequential()
                .add("conv1", Conv2d.builder(Similarity.L1, 1, 8, 3).padding(1).build())
                .add("bn1", new BatchNorm(8))
                .add("relu1", new Relu())
                .add(
                        "conv2",
                        Conv2d.builder(Similarity.L1, 8, CLASSES, 3).padding(1).build())
                .add("bn2", new BatchNorm(CLASSES));
        Model model = new Model("pixels", Similarity.L1, Shape.of(SIDE, SIDE, 1), layers);
        Trainer.of(model)
                .optimizer(Adam.builder())
                .schedule(Schedule.cosine(0.05, 15))
                .loss(pixelCrossEntropy())
                .epochs(15)
                .fit(
                        DataLoader.of(data(300, 1)).batchSize(30).shuffle(1).build(),
                        DataLoader.of(data(60, 2)).build());

        Tensor pictures = Tensor.zeros(Shape.of(50, SIDE, SIDE, 1));
        Tensor classes = Tensor.zeros(Shape.of(50, SIDE, SIDE));
        draw(pictures, classes, 3);
        float[] logits = model.predict(pictures).data();
        int right = 0;
        for (int i = 0; i < classes.data().length; i++) {
            right += (logits[2 * i + 1] > logits[2 * i]) == (classes.data()[i] == 1) ? 1 : 0;
        }
        double accuracy = (double) right / classes.data().length;
        // A threshold at 0.5, 1.25 standard deviations of the noise away from both classes, is right in 89 %.
        if (!(accuracy > 0.92)) {
            throw new IllegalStateException(accuracy + " of the pixels are right, expected more than 0.92");
        }
        System.out.println("right pixels: " + accuracy);
    }
}
