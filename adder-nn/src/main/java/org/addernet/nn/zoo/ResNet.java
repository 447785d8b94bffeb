package org.addernet.nn.zoo;

import java.util.Map;
import java.util.TreeMap;
import org.addernet.kernel.GradientRule;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Layer;
import org.addernet.nn.Model;
import org.addernet.nn.layer.BatchNorm;
import org.addernet.nn.layer.Conv2d;
import org.addernet.nn.layer.GlobalAvgPool2d;
import org.addernet.nn.layer.Linear;
import org.addernet.nn.layer.MaxPool2d;
import org.addernet.nn.layer.PaddedIdentity;
import org.addernet.nn.layer.Residual;
import org.addernet.nn.layer.Sequential;
import org.addernet.tensor.Shape;

/**
 * Residual networks (He et al., 2016) for CIFAR and ImageNet, as AdderNet has them (sections 4.2 and 4.3).
 *
 * <p>The first convolution and the last layer are cross-correlations for any similarity. A batch normalisation follows each
 * layer that has filters, so none has a bias; the last one normalises the logits.
 *
 * <p>Layers are named {@code conv1}, {@code stage1.0.conv1}, {@code stage2.0.shortcut.conv}, {@code fc}.
 */
public final class ResNet {

    /** What goes beside a block that changes the shape; beside the others it is the identity. */
    public enum Shortcut {
        /** A 1x1 convolution of the model's similarity and a batch normalisation (option B): the paper's. */
        CONVOLUTION("-b"),
        /** The strided identity padded with zero channels (option A), without parameters. */
        PADDED_IDENTITY("-a");

        private final String suffix;

        Shortcut(String suffix) {
            this.suffix = suffix;
        }

        /** Returns the default: a convolution, but in binary networks, where it would leave signs alone, the padded identity. */
        public static Shortcut of(Similarity similarity) {
            return similarity == Similarity.XNOR ? PADDED_IDENTITY : CONVOLUTION;
        }
    }

    /** The numbers of blocks in each stage, by depth. */
    private static final Map<Integer, int[]> CIFAR_STAGES = new TreeMap<>(Map.of(
            20, new int[] {3, 3, 3},
            32, new int[] {5, 5, 5},
            44, new int[] {7, 7, 7},
            56, new int[] {9, 9, 9},
            110, new int[] {18, 18, 18}));

    private static final Map<Integer, int[]> IMAGENET_STAGES = new TreeMap<>(Map.of(
            18, new int[] {2, 2, 2, 2},
            34, new int[] {3, 4, 6, 3},
            50, new int[] {3, 4, 6, 3}));

    /** The depth from which on the blocks of ImageNet models are bottlenecks. */
    private static final int BOTTLENECKS = 50;

    private final Similarity similarity;
    private final GradientRule rule;
    private final Shortcut shortcut;
    private final boolean bottleneck;

    private ResNet(Similarity similarity, GradientRule rule, Shortcut shortcut, boolean bottleneck) {
        this.similarity = similarity;
        this.rule = rule;
        this.shortcut = shortcut;
        this.bottleneck = bottleneck;
    }

    /** Returns a model for 32x32 images of three channels, with the similarity's default gradient and shortcut. */
    public static Model cifar(int depth, int classes, Similarity similarity) {
        return cifar(depth, classes, similarity, GradientRule.of(similarity), Shortcut.of(similarity));
    }

    /**
     * Returns a model for 32x32 images of three channels: a 3x3 convolution and three stages of 16, 32 and 64 channels.
     *
     * @param depth 20, 32, 44, 56 or 110: the number of layers on the way
     * @throws IllegalArgumentException if there is none of that depth
     */
    public static Model cifar(int depth, int classes, Similarity similarity, GradientRule rule, Shortcut shortcut) {
        int[] stages = stages("CIFAR", CIFAR_STAGES, depth);
        Sequential layers = stem(similarity, 3, 1, 16);
        return new ResNet(similarity, rule, shortcut, false).model(depth, ModelZoo.CIFAR, layers, 16, stages, classes);
    }

    /** Returns a model for 224x224 images of three channels, with the similarity's default gradient and shortcut. */
    public static Model imagenet(int depth, int classes, Similarity similarity) {
        return imagenet(depth, classes, similarity, GradientRule.of(similarity), Shortcut.of(similarity));
    }

    /**
     * Returns a model for 224x224 images of three channels: a 7x7 convolution, a pooling and four stages of 64, 128, 256 and
     * 512 channels, from depth 50 on with bottlenecks. Those stride in their first 1x1 convolution.
     *
     * @param depth 18, 34 or 50: the number of layers on the way
     * @throws IllegalArgumentException if there is none of that depth
     */
    public static Model imagenet(int depth, int classes, Similarity similarity, GradientRule rule, Shortcut shortcut) {
        int[] stages = stages("ImageNet", IMAGENET_STAGES, depth);
        Sequential layers = stem(similarity, 7, 2, 64).add("pool1", new MaxPool2d(3, 2, 1));
        return new ResNet(similarity, rule, shortcut, depth >= BOTTLENECKS)
                .model(depth, ModelZoo.IMAGENET, layers, 64, stages, classes);
    }

    private static int[] stages(String data, Map<Integer, int[]> known, int depth) {
        int[] stages = known.get(depth);
        if (stages == null) {
            throw new IllegalArgumentException(
                    "there is no ResNet of depth " + depth + " for " + data + ", known are " + known.keySet());
        }
        return stages;
    }

    private static Sequential stem(Similarity similarity, int kernel, int stride, int channels) {
        return new Sequential()
                .add(
                        "conv1",
                        Conv2d.builder(Similarity.CROSS_CORRELATION, 3, channels, kernel)
                                .stride(stride)
                                .padding(kernel / 2)
                                .build())
                .add("bn1", new BatchNorm(channels))
                .add("relu1", Activation.of(similarity));
    }

    private Model model(int depth, Shape image, Sequential layers, int firstWidth, int[] stages, int classes) {
        int channels = firstWidth;
        for (int s = 0; s < stages.length; s++) {
            int width = firstWidth << s;
            Sequential stage = new Sequential();
            for (int block = 0; block < stages[s]; block++) {
                int stride = s > 0 && block == 0 ? 2 : 1;
                stage.add(Integer.toString(block), residual(channels, width, stride))
                        .add("relu" + block, Activation.of(similarity));
                channels = outChannels(width);
            }
            layers.add("stage" + (s + 1), stage);
        }
        layers.add("pool", new GlobalAvgPool2d())
                .add("fc", new Linear(Similarity.CROSS_CORRELATION, channels, classes))
                .add("bn2", new BatchNorm(classes));
        String name = shortcut == Shortcut.of(similarity) ? name(depth) : name(depth, shortcut);
        return new Model(name, similarity, image, layers);
    }

    /** Returns the name of a model with its similarity's default shortcut, such as {@code resnet20}. */
    static String name(int depth) {
        return "resnet" + depth;
    }

    /** Returns the name of a model with another shortcut, such as {@code resnet20-a}. */
    static String name(int depth, Shortcut shortcut) {
        return name(depth) + shortcut.suffix;
    }

    private int outChannels(int width) {
        return bottleneck ? 4 * width : width;
    }

    private Layer residual(int inChannels, int width, int stride) {
        Sequential body = bottleneck ? bottleneck(inChannels, width, stride) : basic(inChannels, width, stride);
        int outChannels = outChannels(width);
        if (stride == 1 && inChannels == outChannels) {
            return new Residual(body);
        }
        return new Residual(
                body,
                switch (shortcut) {
                    case CONVOLUTION ->
                        new Sequential()
                                .add("conv", convolution(inChannels, outChannels, 1, stride))
                                .add("bn", new BatchNorm(outChannels));
                    case PADDED_IDENTITY -> new PaddedIdentity(inChannels, outChannels, stride);
                });
    }

    private Sequential basic(int inChannels, int width, int stride) {
        return new Sequential()
                .add("conv1", convolution(inChannels, width, 3, stride))
                .add("bn1", new BatchNorm(width))
                .add("relu1", Activation.of(similarity))
                .add("conv2", convolution(width, width, 3, 1))
                .add("bn2", new BatchNorm(width));
    }

    private Sequential bottleneck(int inChannels, int width, int stride) {
        return new Sequential()
                .add("conv1", convolution(inChannels, width, 1, stride))
                .add("bn1", new BatchNorm(width))
                .add("relu1", Activation.of(similarity))
                .add("conv2", convolution(width, width, 3, 1))
                .add("bn2", new BatchNorm(width))
                .add("relu2", Activation.of(similarity))
                .add("conv3", convolution(width, outChannels(width), 1, 1))
                .add("bn3", new BatchNorm(outChannels(width)));
    }

    private Conv2d convolution(int inChannels, int outChannels, int kernel, int stride) {
        return Conv2d.builder(similarity, inChannels, outChannels, kernel)
                .stride(stride)
                .padding(kernel / 2)
                .gradient(rule)
                .build();
    }
}
