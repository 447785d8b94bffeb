package org.addernet.nn.zoo;

import org.addernet.kernel.GradientRule;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.layer.BatchNorm;
import org.addernet.nn.layer.Flatten;
import org.addernet.nn.layer.Linear;
import org.addernet.nn.layer.Sequential;

/**
 * LeNet++ for 32x32 images of one channel: six 5x5 convolutions of 32, 32, 64, 64, 128 and 128 channels, a pooling after each
 * two, and a fully connected layer to two features, which a picture can show (Wen et al., 2016; AdderNet, figure 1).
 *
 * <p>All of its layers have the chosen similarity and a batch normalisation; behind that of {@code fc1} are the features,
 * without a ReLU, so that they fill the plane. Only the logits of the cross-correlation have none: it would give each of
 * them an offset, and classes would differ by more than the angle of their features.
 */
public final class LeNetPlusPlus {

    /** The model's name: {@code lenet++}. */
    public static final String NAME = "lenet++";

    /** The name of the layer that puts out the two features. */
    public static final String FEATURES = "bn7";

    private static final int FEATURE_COUNT = 2;

    private LeNetPlusPlus() {}

    /** Returns the model with the similarity's default gradient. */
    public static Model of(int classes, Similarity similarity) {
        return of(classes, similarity, GradientRule.of(similarity));
    }

    /** Returns the model with the given derivatives of training. */
    public static Model of(int classes, Similarity similarity, GradientRule rule) {
        PairedStages stages = new PairedStages(similarity, rule, 5);
        return new Model(
                NAME,
                similarity,
                ModelZoo.MNIST,
                stages.of(stages.convolution(similarity, rule, 1, 32), 32, 64, 128)
                        .add("flatten", new Flatten())
                        .add("fc1", new Linear(similarity, 4 * 4 * 128, FEATURE_COUNT, rule))
                        .add(FEATURES, new BatchNorm(FEATURE_COUNT))
                        .add("fc2", new Linear(similarity, FEATURE_COUNT, classes, rule))
                        .add(
                                "bn8",
                                similarity == Similarity.CROSS_CORRELATION
                                        ? new Sequential()
                                        : new BatchNorm(classes)));
    }
}
