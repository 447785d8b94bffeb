package org.addernet.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The extents of a tensor, outermost first: images are {@code [N,H,W,C]}, filters {@code [kH,kW,cIn,cOut]}.
 *
 * <p>Immutable. An extent may be zero; the number of elements must fit an {@code int}, as Java arrays do.
 */
public final class Shape {

    private final int[] extents;
    private final int size;

    private Shape(int[] extents) {
        this.extents = extents;
        long product = 1;
        for (int extent : extents) {
            if (extent < 0) {
                throw new ShapeException("Shape " + this + ": an extent is negative");
            }
            product *= extent;
            if (product > Integer.MAX_VALUE) {
                throw new ShapeException("Shape " + this
                        + " has more than 2^31-1 elements, the most a Java array holds; " + "use a smaller batch");
            }
        }
        this.size = (int) product;
    }

    /**
     * Returns the shape with these extents.
     *
     * @throws ShapeException if an extent is negative or the product exceeds 2^31-1
     */
    public static Shape of(int... extents) {
        return new Shape(extents.clone());
    }

    /** Returns the number of axes. */
    public int rank() {
        return extents.length;
    }

    /**
     * Returns the extent of an axis; negative axes count from the last, so {@code -1} is the channels of an image.
     *
     * @throws ShapeException if there is no such axis
     */
    public int extent(int axis) {
        int index = axis < 0 ? axis + extents.length : axis;
        if (index < 0 || index >= extents.length) {
            throw new ShapeException("Shape " + this + " has no axis " + axis
                    + (extents.length == 0
                            ? ", it has none"
                            : ", only " + -extents.length + " to " + (extents.length - 1)));
        }
        return extents[index];
    }

    /** Returns the number of elements: the product of the extents. */
    public int size() {
        return size;
    }

    /**
     * Returns this shape with another first extent, which for a batch is the number of samples.
     *
     * @throws ShapeException if there is no axis, or n is negative
     */
    public Shape withBatch(int n) {
        extent(0);
        int[] copy = extents.clone();
        copy[0] = n;
        return new Shape(copy);
    }

    /**
     * Returns the shape of a batch of samples of this shape: with a first extent n before the others.
     *
     * @throws ShapeException if n is negative
     */
    public Shape batchOf(int n) {
        int[] batch = new int[extents.length + 1];
        batch[0] = n;
        System.arraycopy(extents, 0, batch, 1, extents.length);
        return new Shape(batch);
    }

    /**
     * Returns the shape of one sample of a batch: without the first extent.
     *
     * @throws ShapeException if there is no axis
     */
    public Shape sample() {
        extent(0);
        return new Shape(Arrays.copyOfRange(extents, 1, extents.length));
    }

    /** Returns the extents as a new array. */
    public int[] toArray() {
        return extents.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(extents, shape.extents);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(extents);
    }

    /** Returns the extents in brackets, such as {@code [8,32,32,3]}. */
    @Override
    public String toString() {
        return Arrays.stream(extents).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
    }
}
