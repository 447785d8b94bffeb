package org.addernet.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The dimensions of a tensor, outermost first: images are {@code [N,H,W,C]}, filters {@code [kH,kW,cIn,cOut]}.
 *
 * <p>Immutable. A dimension may be zero; the number of elements must fit an {@code int}, as Java arrays do.
 */
public final class Shape {

    private final int[] dimensions;
    private final int size;

    private Shape(int[] dimensions) {
        this.dimensions = dimensions;
        long product = 1;
        for (int dimension : dimensions) {
            if (dimension < 0) {
                throw new ShapeException("Shape " + this + ": a dimension is negative");
            }
            product *= dimension;
            if (product > Integer.MAX_VALUE) {
                throw new ShapeException("Shape " + this
                        + " has more than 2^31-1 elements, the most a Java array holds; " + "use a smaller batch");
            }
        }
        this.size = (int) product;
    }

    /**
     * Returns the shape with these dimensions.
     *
     * @throws ShapeException if a dimension is negative or the product exceeds 2^31-1
     */
    public static Shape of(int... dimensions) {
        return new Shape(dimensions.clone());
    }

    /** Returns the number of axes. */
    public int rank() {
        return dimensions.length;
    }

    /**
     * Returns the dimension of an axis; negative axes count from the last, so {@code -1} is the channels of an image.
     *
     * @throws ShapeException if there is no such axis
     */
    public int dimension(int axis) {
        int index = axis < 0 ? axis + dimensions.length : axis;
        if (index < 0 || index >= dimensions.length) {
            throw new ShapeException("Shape " + this + " has no axis " + axis
                    + (dimensions.length == 0
                            ? ", it has none"
                            : ", only " + -dimensions.length + " to " + (dimensions.length - 1)));
        }
        return dimensions[index];
    }

    /** Returns the number of elements: the product of the dimensions. */
    public int size() {
        return size;
    }

    /**
     * Returns this shape with another first dimension, which for a batch is the number of samples.
     *
     * @throws ShapeException if there is no axis, or n is negative
     */
    public Shape withBatch(int n) {
        dimension(0);
        int[] copy = dimensions.clone();
        copy[0] = n;
        return new Shape(copy);
    }

    /**
     * Returns the shape of a batch of samples of this shape: with a first dimension n before the others.
     *
     * @throws ShapeException if n is negative
     */
    public Shape batchOf(int n) {
        int[] batch = new int[dimensions.length + 1];
        batch[0] = n;
        System.arraycopy(dimensions, 0, batch, 1, dimensions.length);
        return new Shape(batch);
    }

    /**
     * Returns the shape of one sample of a batch: without the first dimension.
     *
     * @throws ShapeException if there is no axis
     */
    public Shape sample() {
        dimension(0);
        return new Shape(Arrays.copyOfRange(dimensions, 1, dimensions.length));
    }

    /** Returns the dimensions as a new array. */
    public int[] toArray() {
        return dimensions.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(dimensions, shape.dimensions);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dimensions);
    }

    /** Returns the dimensions in brackets, such as {@code [8,32,32,3]}. */
    @Override
    public String toString() {
        return Arrays.stream(dimensions).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
    }
}
