package org.addernet.kernel;

/**
 * A height and a width: the size of an image or a kernel, or a stride, padding or dilation along both axes.
 *
 * @param height along H, the outer axis
 * @param width along W, the inner axis
 */
public record Size2d(int height, int width) {

    /** Returns the size with the same number along both axes. */
    public static Size2d square(int dimension) {
        return new Size2d(dimension, dimension);
    }

    /** Returns, for example, {@code 3x3}. */
    @Override
    public String toString() {
        return height + "x" + width;
    }
}
