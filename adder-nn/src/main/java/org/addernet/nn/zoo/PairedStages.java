package org.addernet.nn.zoo;

import org.addernet.kernel.GradientRule;
import org.addernet.kernel.Similarity;
import org.addernet.nn.layer.BatchNorm;
import org.addernet.nn.layer.Conv2d;
import org.addernet.nn.layer.MaxPool2d;
import org.addernet.nn.layer.Sequential;

/**
 * Stages of two convolutions, each with a batch normalisation and a ReLU, and a pooling of 2x2 (Simonyan and Zisserman,
 * 2015).
 *
 * @param similarity that of all convolutions but the first
 * @param rule the derivatives with which they are trained
 * @param kernel the size of all kernels, which are padded so that images keep their size
 */
record PairedStages(Similarity similarity, GradientRule rule, int kernel) {

    /** Returns a convolution. */
    Conv2d convolution(Similarity own, GradientRule ownRule, int inChannels, int outChannels) {
        return Conv2d.builder(own, inChannels, outChannels, kernel)
                .padding(kernel / 2)
                .gradient(ownRule)
                .build();
    }

    /**
     * Returns the layers {@code conv1}, {@code bn1}, {@code relu1}, {@code conv2} and so on.
     *
     * @param first the first convolution
     * @param channels those of each stage's convolutions
     */
    Sequential of(Conv2d first, int... channels) {
        Sequential layers = new Sequential();
        int inChannels = channels[0];
        for (int i = 1; i <= 2 * channels.length; i++) {
            int outChannels = channels[(i - 1) / 2];
            layers.add("conv" + i, i == 1 ? first : convolution(similarity, rule, inChannels, outChannels))
                    .add("bn" + i, new BatchNorm(outChannels))
                    .add("relu" + i, Activation.of(similarity));
            if (i % 2 == 0) {
                layers.add("pool" + i / 2, new MaxPool2d(2));
            }
            inChannels = outChannels;
        }
        return layers;
    }
}
