package org.addernet.bench;

import java.util.Locale;
import java.util.Random;
import org.addernet.kernel.GradientRule;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.zoo.ModelZoo;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/** A network, and how many images it works on at once. */
public enum BenchmarkModel {

    /** LeNet-5-BN for 32x32x1; the paper's batch. */
    LENET5_BN(256, 128),

    /** ResNet-20 for 32x32x3; its first layer and its last are a cross-correlation, as in the other ResNets. */
    RESNET20(128, 128),

    /** ResNet-18 for 224x224x3. */
    RESNET18(8, 8),

    /** ResNet-50 for 224x224x3. */
    RESNET50(8, 8);

    private final int trainingBatch;
    private final int inferenceBatch;

    BenchmarkModel(int trainingBatch, int inferenceBatch) {
        this.trainingBatch = trainingBatch;
        this.inferenceBatch = inferenceBatch;
    }

    /** Returns the number of images in a step of training. */
    int trainingBatch() {
        return trainingBatch;
    }

    /** Returns the number of images in a batch of inference. */
    int inferenceBatch() {
        return inferenceBatch;
    }

    /** Builds the model. */
    Model create(Similarity similarity) {
        int classes = ModelZoo.entry(toString()).classes();
        return ModelZoo.create(toString(), classes, similarity, GradientRule.of(similarity));
    }

    /** Returns standard normal images, {@code [N,H,W,C]}. */
    static Tensor images(Model model, int batch, Random random) {
        Shape shape = model.batchShape(batch);
        return Tensor.of(shape, InputData.GAUSSIAN.draw(shape, random));
    }

    /** Returns as many labels as there are images. */
    static int[] labels(Model model, int batch, Random random) {
        return random.ints(batch, 0, model.classes()).toArray();
    }

    /** Returns the name in the benchmark's parameter, such as {@code lenet5-bn}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
