package org.addernet.nn.layer;

import org.addernet.kernel.Size2d;
import org.addernet.nn.Pass;
import org.addernet.nn.op.Shaping;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/**
 * How many zeros a convolution adds at each border. Kernels add as many at opposite borders; where these differ, the image is
 * padded before.
 */
record Padding(int top, int bottom, int left, int right) {

    static final Padding NONE = of(Size2d.square(0));

    /** Returns a padding that is the same at opposite borders. */
    static Padding of(Size2d size) {
        return new Padding(size.height(), size.height(), size.width(), size.width());
    }

    boolean isSymmetric() {
        return top == bottom && left == right;
    }

    /** Returns what is left to the kernel. */
    Size2d ofKernel() {
        return isSymmetric() ? new Size2d(top, left) : Size2d.square(0);
    }

    /** Returns the shape of what the kernel gets for an input. */
    Shape padded(Shape input) {
        return isSymmetric() || input.rank() != 4
                ? input
                : Shape.of(
                        input.dimension(0),
                        input.dimension(1) + top + bottom,
                        input.dimension(2) + left + right,
                        input.dimension(3));
    }

    /** Returns what the kernel gets for an input. */
    Tensor padded(Tensor input, Pass pass) {
        return isSymmetric() ? input : Shaping.pad(input, top, bottom, left, right, pass);
    }
}
