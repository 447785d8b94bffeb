package org.addernet.nn.layer;

import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;

/**
 * The square window of a pooling layer: where it stands for each output, without padding.
 *
 * @param size its height and width
 * @param stride the distance between neighbouring windows
 */
record Window(int size, int stride) {

    Window {
        if (size < 1 || stride < 1) {
            throw new IllegalArgumentException(
                    "pooling window of size " + size + " and stride " + stride + ": both must be at least 1");
        }
    }

    /** Returns {@code [N,(H - size) / stride + 1,(W - size) / stride + 1,C]}. */
    Shape outputShape(Object layer, Shape input) {
        if (input.rank() != 4 || input.extent(1) < size || input.extent(2) < size) {
            throw new ShapeException(layer + ": input " + input + " must be [N,H,W,C] with H and W at least " + size);
        }
        return Shape.of(
                input.extent(0),
                (input.extent(1) - size) / stride + 1,
                (input.extent(2) - size) / stride + 1,
                input.extent(3));
    }

    /** Calls {@code visitor} for each output pixel of image n, with the index of its channel 0 and that of its window's corner. */
    void forEach(int n, Shape input, Shape output, PixelVisitor visitor) {
        int channels = input.extent(3);
        for (int h = 0; h < output.extent(1); h++) {
            for (int w = 0; w < output.extent(2); w++) {
                int pixel = ((n * output.extent(1) + h) * output.extent(2) + w) * channels;
                int corner = ((n * input.extent(1) + h * stride) * input.extent(2) + w * stride) * channels;
                visitor.visit(pixel, corner);
            }
        }
    }

    /** Called for each output pixel. */
    interface PixelVisitor {
        void visit(int pixel, int corner);
    }
}
