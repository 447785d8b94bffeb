package org.addernet.nn.zoo;

import org.addernet.kernel.GradientRule;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.layer.BatchNorm;
import org.addernet.nn.layer.Flatten;
import org.addernet.nn.layer.Linear;

/**
 * VGG-small for 32x32 images of three channels: six 3x3 convolutions of 128, 128, 256, 256, 512 and 512 channels, a pooling
 * after each two, and one fully connected layer (Cai et al., 2017; AdderNet, section 4.2).
 *
 * <p>The first and the last layer are cross-correlations for any similarity; a batch normalisation follows each layer that has
 * filters.
 */
public final class VggSmall {

    /** The model's name: {@code vgg-small}. */
    public static final String NAME = "vgg-small";

    private VggSmall() {}

    /** Returns the model with the similarity's default gradient. */
    public static Model of(int classes, Similarity similarity) {
        return of(classes, similarity, GradientRule.of(similarity));
    }

    /** Returns the model with the given derivatives of training. */
    public static Model of(int classes, Similarity similarity, GradientRule rule) {
        Similarity ends = Similarity.CROSS_CORRELATION;
        PairedStages stages = new PairedStages(similarity, rule, 3);
        return new Model(
                NAME,
                similarity,
                ModelZoo.CIFAR,
                stages.of(stages.convolution(ends, GradientRule.of(ends), 3, 128), 128, 256, 512)
                        .add("flatten", new Flatten())
                        .add("fc", new Linear(ends, 4 * 4 * 512, classes))
                        .add("bn7", new BatchNorm(classes)));
    }
}
