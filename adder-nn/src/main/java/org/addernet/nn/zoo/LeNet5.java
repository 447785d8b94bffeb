package org.addernet.nn.zoo;

import org.addernet.kernel.GradientRule;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.layer.AvgPool2d;
import org.addernet.nn.layer.BatchNorm;
import org.addernet.nn.layer.Conv2d;
import org.addernet.nn.layer.Flatten;
import org.addernet.nn.layer.Linear;
import org.addernet.nn.layer.Sequential;

/**
 * LeNet-5-BN for 32x32 images of one channel: LeNet-5 with a batch normalisation after each layer that has filters
 * (AdderNet, section 4.1).
 *
 * <p>It subsamples by averages, as LeCun et al. (1998) do; with maxima the adder network is less accurate
 * (docs/reproduction.md).
 *
 * <p>All of its convolutions and fully connected layers have the chosen similarity, the last with a batch normalisation on
 * the logits: those of an adder layer are large negative numbers, which no softmax could use.
 */
public final class LeNet5 {

    /** The model's name: {@code lenet5-bn}. */
    public static final String NAME = "lenet5-bn";

    private LeNet5() {}

    /** Returns the model with the similarity's default gradient. */
    public static Model bn(int classes, Similarity similarity) {
        return bn(classes, similarity, GradientRule.of(similarity));
    }

    /** Returns the model with the given derivatives of training. */
    public static Model bn(int classes, Similarity similarity, GradientRule rule) {
        Sequential layers = new Sequential()
                .add("conv1", convolution(similarity, 1, 6, rule))
                .add("bn1", new BatchNorm(6))
                .add("relu1", Activation.of(similarity))
                .add("pool1", new AvgPool2d(2))
                .add("conv2", convolution(similarity, 6, 16, rule))
                .add("bn2", new BatchNorm(16))
                .add("relu2", Activation.of(similarity))
                .add("pool2", new AvgPool2d(2))
                .add("conv3", convolution(similarity, 16, 120, rule))
                .add("bn3", new BatchNorm(120))
                .add("relu3", Activation.of(similarity))
                .add("flatten", new Flatten())
                .add("fc1", new Linear(similarity, 120, 84, rule))
                .add("bn4", new BatchNorm(84))
                .add("relu4", Activation.of(similarity))
                .add("fc2", new Linear(similarity, 84, classes, rule))
                .add("bn5", new BatchNorm(classes));
        return new Model(NAME, similarity, ModelZoo.MNIST, layers);
    }

    private static Conv2d convolution(Similarity similarity, int inChannels, int outChannels, GradientRule rule) {
        return Conv2d.builder(similarity, inChannels, outChannels, 5)
                .gradient(rule)
                .build();
    }
}
