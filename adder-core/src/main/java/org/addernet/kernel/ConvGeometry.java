package org.addernet.kernel;

import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;

/**
 * The geometry of one convolution, validated once, so that kernels need no checks of their own.
 *
 * <p>Input {@code [N,H,W,cIn]}, filter {@code [kH,kW,cIn,cOut]}, output {@code [N,outH,outW,cOut]} with
 * {@code outH = (H + 2 padH - dilH (kH - 1) - 1) / strideH + 1}, and likewise along W. Padded zeros are ordinary inputs, which
 * take part in every similarity but XNOR, where they add nothing. A fully connected layer is a 1x1 convolution on a 1x1 image.
 *
 * @param batch N, at least 1
 * @param image H and W, at least 1
 * @param inChannels cIn, at least 1
 * @param outChannels cOut, at least 1
 * @param kernel kH and kW, at least 1
 * @param stride at least 1
 * @param padding zeros added at each of the four borders, at least 0
 * @param dilation distance between neighbouring taps, at least 1
 */
public record ConvGeometry(
        int batch,
        Size2d image,
        int inChannels,
        int outChannels,
        Size2d kernel,
        Size2d stride,
        Size2d padding,
        Size2d dilation) {

    /**
     * Checks the values.
     *
     * @throws ShapeException if one is out of its range, the kernel is larger than the padded image, or a tensor would
     *     exceed 2^31-1 elements
     */
    public ConvGeometry {
        requireAtLeast(1, "batch", batch);
        requireAtLeast(1, "image", image);
        requireAtLeast(1, "the number of input channels", inChannels);
        requireAtLeast(1, "the number of output channels", outChannels);
        requireAtLeast(1, "kernel", kernel);
        requireAtLeast(1, "stride", stride);
        requireAtLeast(0, "padding", padding);
        requireAtLeast(1, "dilation", dilation);
        if (reach(kernel.height(), dilation.height()) > image.height() + 2L * padding.height()
                || reach(kernel.width(), dilation.width()) > image.width() + 2L * padding.width()) {
            throw new ShapeException(
                    "convolution: kernel " + kernel + " with dilation " + dilation + " is larger than the image "
                            + image + " padded by " + padding + "; enlarge the image or the padding");
        }
        // Kernels count the pixels of the padded input, and some copy it; Shape checks that Java can hold it.
        long paddedHeight = image.height() + 2L * padding.height();
        long paddedWidth = image.width() + 2L * padding.width();
        if (Math.max(paddedHeight, paddedWidth) > Integer.MAX_VALUE) {
            throw new ShapeException("convolution: padding " + padding + " makes the image " + image
                    + " larger than 2^31-1; use a smaller padding");
        }
        Shape.of(batch, (int) paddedHeight, (int) paddedWidth, inChannels);
        Shape.of(kernel.height(), kernel.width(), inChannels, outChannels);
        Shape.of(
                batch,
                dimension(image.height(), kernel.height(), stride.height(), padding.height(), dilation.height()),
                dimension(image.width(), kernel.width(), stride.width(), padding.width(), dilation.width()),
                outChannels);
    }

    /**
     * Returns the geometry of an input {@code [N,H,W,cIn]} and a filter {@code [kH,kW,cIn,cOut]}.
     *
     * @throws ShapeException as the constructor does, or if the shapes have not four axes or disagree about cIn
     */
    public static ConvGeometry of(Shape input, Shape filter, Size2d stride, Size2d padding, Size2d dilation) {
        if (input.rank() != 4 || filter.rank() != 4) {
            throw new ShapeException("convolution: input " + input + " must be [N,H,W,cIn] and filter " + filter
                    + " must be [kH,kW,cIn,cOut]");
        }
        if (input.dimension(3) != filter.dimension(2)) {
            throw new ShapeException("input has " + input.dimension(3) + " channels, the filter expects "
                    + filter.dimension(2) + " (input " + input + ", filter " + filter + ")");
        }
        return new ConvGeometry(
                input.dimension(0),
                new Size2d(input.dimension(1), input.dimension(2)),
                input.dimension(3),
                filter.dimension(3),
                new Size2d(filter.dimension(0), filter.dimension(1)),
                stride,
                padding,
                dilation);
    }

    /** Returns the size of the output image. */
    public Size2d output() {
        return new Size2d(
                dimension(image.height(), kernel.height(), stride.height(), padding.height(), dilation.height()),
                dimension(image.width(), kernel.width(), stride.width(), padding.width(), dilation.width()));
    }

    /** Returns the input's shape, {@code [N,H,W,cIn]}. */
    public Shape inputShape() {
        return Shape.of(batch, image.height(), image.width(), inChannels);
    }

    /** Returns the filter's shape, {@code [kH,kW,cIn,cOut]}. */
    public Shape filterShape() {
        return Shape.of(kernel.height(), kernel.width(), inChannels, outChannels);
    }

    /** Returns the output's shape, {@code [N,outH,outW,cOut]}. */
    public Shape outputShape() {
        Size2d output = output();
        return Shape.of(batch, output.height(), output.width(), outChannels);
    }

    /** Returns how often the similarity of one x and one f is taken, padded taps included. */
    public long similarities() {
        return (long) outputShape().size() * kernel.height() * kernel.width() * inChannels;
    }

    /** Returns whether each output looks at one input position and there is one output for each: 1x1, stride 1, no padding. */
    public boolean isPointwise() {
        return kernel.equals(Size2d.square(1)) && stride.equals(Size2d.square(1)) && padding.equals(Size2d.square(0));
    }

    /** Returns how many inputs each output sees: the taps of the kernel, times the input channels. */
    public int taps() {
        return kernel.height() * kernel.width() * inChannels;
    }

    /**
     * Returns the same convolution as a fully connected layer, one row of positions, where the kernel is as large as the
     * image and is neither padded nor dilated; else this one.
     */
    public ConvGeometry connected() {
        if (kernel.equals(image) && padding.equals(Size2d.square(0)) && dilation.equals(Size2d.square(1))) {
            return row(batch, taps(), outChannels);
        }
        return this;
    }

    /** Returns a 1x1 convolution of one row of positions: a matrix product. */
    public static ConvGeometry row(int positions, int inChannels, int outChannels) {
        Size2d one = Size2d.square(1);
        return new ConvGeometry(1, new Size2d(1, positions), inChannels, outChannels, one, one, Size2d.square(0), one);
    }

    private static long reach(int kernel, int dilation) {
        return (long) dilation * (kernel - 1) + 1;
    }

    private static int dimension(int image, int kernel, int stride, int padding, int dilation) {
        return (int) ((image + 2L * padding - reach(kernel, dilation)) / stride) + 1;
    }

    private static void requireAtLeast(int least, String what, Size2d size) {
        if (size.height() < least || size.width() < least) {
            throw new ShapeException("convolution: " + what + " is " + size + ", it must be at least " + least);
        }
    }

    private static void requireAtLeast(int least, String what, int value) {
        if (value < least) {
            throw new ShapeException("convolution: " + what + " is " + value + ", it must be at least " + least);
        }
    }
}
