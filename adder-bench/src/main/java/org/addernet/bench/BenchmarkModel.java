package org.addernet.bench;

import java.util.Locale;
import java.util.Random;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.zoo.LeNet5;
import org.addernet.nn.zoo.ResNet;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/** A network of ten classes, and the batch size with which the paper trains it. */
public enum BenchmarkModel {

    /** LeNet-5-BN for 32x32x1, batch 256. */
    LENET5_BN(256),

    /** ResNet-20 for 32x32x3, batch 128; its first layer and its last are a cross-correlation. */
    RESNET20(128);

    private static final int CLASSES = 10;

    private final int trainingBatch;

    BenchmarkModel(int trainingBatch) {
        this.trainingBatch = trainingBatch;
    }

    /** Returns the number of images in a step of training. */
    int trainingBatch() {
        return trainingBatch;
    }

    /** Builds the model. */
    Model create(Similarity similarity) {
        return switch (this) {
            case LENET5_BN -> LeNet5.bn(CLASSES, similarity);
            case RESNET20 -> ResNet.cifar(20, CLASSES, similarity);
        };
    }

    /** Returns standard normal images, {@code [N,H,W,C]}. */
    static Tensor images(Model model, int batch, Random random) {
        Shape image = model.imageShape();
        Shape shape = Shape.of(batch, image.extent(0), image.extent(1), image.extent(2));
        return Tensor.of(shape, InputData.GAUSSIAN.draw(shape, random));
    }

    /** Returns as many labels as there are images. */
    static int[] labels(int batch, Random random) {
        return random.ints(batch, 0, CLASSES).toArray();
    }

    /** Returns the name in the benchmark's parameter, such as {@code lenet5-bn}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
