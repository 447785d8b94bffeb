package org.addernet.bench;

import java.util.Locale;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.Size2d;

/** A convolution layer of a known network, at a batch size that is usual for it. */
public enum BenchmarkShape {

    /** The first layer of LeNet-5: 28x28x1 to 28x28x6, 5x5, batch 256. */
    LENET_CONV1(256, 28, 1, 6, 5, 1, 2, 1),

    /** The second layer of LeNet-5: 14x14x6 to 10x10x16, 5x5 without padding, batch 256. */
    LENET_CONV2(256, 14, 6, 16, 5, 1, 0, 1),

    /** A fully connected layer of LeNet-5: 400 to 120, batch 256. */
    LENET_FC(256, 1, 400, 120, 1, 1, 0, 1),

    /** The first layer of ResNet-20 for CIFAR: 32x32x3 to 16 channels, 3x3, batch 128. */
    RESNET20_STEM(128, 32, 3, 16, 3, 1, 1, 1),

    /** A layer of the first stage of ResNet-20 for CIFAR: 32x32x16, 3x3, batch 128. */
    RESNET20_STAGE1(128, 32, 16, 16, 3, 1, 1, 1),

    /** The layer between the first two stages of ResNet-20: 32x32x16 to 16x16x32, 3x3 with stride 2, batch 128. */
    RESNET20_DOWN(128, 32, 16, 32, 3, 2, 1, 1),

    /** A layer of the second stage of ResNet-20 for CIFAR: 16x16x32, 3x3, batch 128. */
    RESNET20_STAGE2(128, 16, 32, 32, 3, 1, 1, 1),

    /** A layer of the third stage of ResNet-20 for CIFAR: 8x8x64, 3x3, batch 128. */
    RESNET20_STAGE3(128, 8, 64, 64, 3, 1, 1, 1),

    /** The first layer of ResNet-18 for ImageNet: 224x224x3 to 112x112x64, 7x7 with stride 2, batch 8. */
    RESNET18_STEM(8, 224, 3, 64, 7, 2, 3, 1),

    /** A layer of the first stage of ResNet-18 for ImageNet: 56x56x64, 3x3, batch 8. */
    RESNET18_56(8, 56, 64, 64, 3, 1, 1, 1),

    /** A layer of the third stage of ResNet-18 for ImageNet: 14x14x256, 3x3, batch 8. */
    RESNET18_14(8, 14, 256, 256, 3, 1, 1, 1),

    /** The first layer of a block in the second stage of ResNet-50 for ImageNet: 28x28x512 to 128 channels, 1x1, batch 8. */
    RESNET50_1X1(8, 28, 512, 128, 1, 1, 0, 1),

    /** A dilated layer: 28x28x128, 3x3 with dilation 2, batch 8. */
    DILATED(8, 28, 128, 128, 3, 1, 2, 2);

    @SuppressWarnings("ImmutableEnumChecker") // a record of numbers and of records of numbers
    private final ConvGeometry geometry;

    BenchmarkShape(
            int batch, int image, int inChannels, int outChannels, int kernel, int stride, int padding, int dilation) {
        geometry = new ConvGeometry(
                batch,
                Size2d.square(image),
                inChannels,
                outChannels,
                Size2d.square(kernel),
                Size2d.square(stride),
                Size2d.square(padding),
                Size2d.square(dilation));
    }

    /** Returns the geometry of the layer, the batch included. */
    public ConvGeometry geometry() {
        return geometry;
    }

    /** Returns the name in the benchmark's parameter, such as {@code resnet20-stage3}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
