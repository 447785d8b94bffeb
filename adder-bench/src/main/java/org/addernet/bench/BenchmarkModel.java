package org.addernet.bench;

import java.util.Locale;
import java.util.Random;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Layer;
import org.addernet.nn.Model;
import org.addernet.nn.layer.BatchNorm;
import org.addernet.nn.layer.Conv2d;
import org.addernet.nn.layer.GlobalAvgPool2d;
import org.addernet.nn.layer.Linear;
import org.addernet.nn.layer.Relu;
import org.addernet.nn.layer.Residual;
import org.addernet.nn.layer.Sequential;
import org.addernet.nn.zoo.LeNet5;
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
            case RESNET20 -> new Model(toString(), similarity, Shape.of(32, 32, 3), resnet20(similarity));
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

    private static Layer resnet20(Similarity similarity) {
        Sequential layers =
                Sequential.of(convolution(Similarity.CROSS_CORRELATION, 3, 16, 3, 1), new BatchNorm(16), new Relu());
        int channels = 16;
        for (int stage = 1; stage <= 3; stage++) {
            int outChannels = 8 << stage;
            for (int block = 0; block < 3; block++) {
                int stride = channels == outChannels ? 1 : 2;
                Layer body = Sequential.of(
                        convolution(similarity, channels, outChannels, 3, stride),
                        new BatchNorm(outChannels),
                        new Relu(),
                        convolution(similarity, outChannels, outChannels, 3, 1),
                        new BatchNorm(outChannels));
                Layer shortcut = stride == 1
                        ? new Sequential()
                        : Sequential.of(
                                convolution(similarity, channels, outChannels, 1, stride), new BatchNorm(outChannels));
                layers.add("stage" + stage + "-" + block, new Residual(body, shortcut));
                layers.add("relu" + stage + "-" + block, new Relu());
                channels = outChannels;
            }
        }
        return layers.add("pool", new GlobalAvgPool2d())
                .add("fc", new Linear(Similarity.CROSS_CORRELATION, channels, CLASSES));
    }

    private static Conv2d convolution(Similarity similarity, int inChannels, int outChannels, int kernel, int stride) {
        return Conv2d.builder(similarity, inChannels, outChannels, kernel)
                .stride(stride)
                .padding(kernel / 2)
                .build();
    }

    /** Returns the name in the benchmark's parameter, such as {@code lenet5-bn}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
