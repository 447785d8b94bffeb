package org.addernet.bench;

import java.util.Locale;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.Size2d;

/** A convolution layer of a known network, at a batch size that is usual for it. */
public enum BenchmarkShape {

    /** The second layer of LeNet-5: 14x14x6 to 10x10x16, 5x5 without padding, batch 256. */
    LENET_CONV2(256, 14, 6, 16, 5, 0),

    /** A layer of the first stage of ResNet-20 for CIFAR: 32x32x16, 3x3, batch 128. */
    RESNET20_STAGE1(128, 32, 16, 16, 3, 1),

    /** A layer of the second stage of ResNet-20 for CIFAR: 16x16x32, 3x3, batch 128. */
    RESNET20_STAGE2(128, 16, 32, 32, 3, 1),

    /** A layer of the third stage of ResNet-20 for CIFAR: 8x8x64, 3x3, batch 128. */
    RESNET20_STAGE3(128, 8, 64, 64, 3, 1),

    /** A layer of the first stage of ResNet-18 for ImageNet: 56x56x64, 3x3, batch 8. */
    RESNET18_56(8, 56, 64, 64, 3, 1),

    /** A layer of the third stage of ResNet-18 for ImageNet: 14x14x256, 3x3, batch 8. */
    RESNET18_14(8, 14, 256, 256, 3, 1);

    @SuppressWarnings("ImmutableEnumChecker") // a record of numbers and of records of numbers
    private final ConvGeometry geometry;

    BenchmarkShape(int batch, int image, int inChannels, int outChannels, int kernel, int padding) {
        geometry = new ConvGeometry(
                batch,
                Size2d.square(image),
                inChannels,
                outChannels,
                Size2d.square(kernel),
                Size2d.square(1),
                Size2d.square(padding),
                Size2d.square(1));
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
