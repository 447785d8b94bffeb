package org.addernet.tensor;

/**
 * A dense float32 tensor: a {@code float[]} in row-major order and its {@link Shape}.
 *
 * <p>The array is shared, not copied: a tensor is a view that gives it a shape. Two tensors are equal only if they are the
 * same object, which is what the gradient pass relies on.
 */
public final class Tensor {

    private final Shape shape;
    private final float[] data;

    private Tensor(Shape shape, float[] data) {
        if (data.length != shape.size()) {
            throw new ShapeException(
                    "Tensor of shape " + shape + " needs " + shape.size() + " values, the array has " + data.length);
        }
        this.shape = shape;
        this.data = data;
    }

    /**
     * Returns a tensor over the given array.
     *
     * @throws ShapeException if the array's length is not the shape's size
     */
    public static Tensor of(Shape shape, float... data) {
        return new Tensor(shape, data);
    }

    /** Returns a new tensor of zeros. */
    public static Tensor zeros(Shape shape) {
        return new Tensor(shape, new float[shape.size()]);
    }

    /** Returns the shape. */
    public Shape shape() {
        return shape;
    }

    /** Returns the backing array itself, row-major; writes to it are writes to this tensor. */
    public float[] data() {
        return data;
    }

    /**
     * Returns a tensor of another shape over the same array.
     *
     * @throws ShapeException if the sizes differ
     */
    public Tensor reshape(Shape newShape) {
        return new Tensor(newShape, data);
    }

    /** Returns a copy with an array of its own. */
    public Tensor copy() {
        return new Tensor(shape, data.clone());
    }

    /** Returns whether every value is finite: neither NaN nor infinite. */
    public boolean isFinite() {
        // 0 * x is 0 for a finite x and NaN otherwise, so one sum answers for all values.
        float sum = 0;
        for (float x : data) {
            sum += 0 * x;
        }
        return sum == 0;
    }

    /** Returns the name and shape, such as {@code Tensor[8,32,32,3]}; never the values. */
    @Override
    public String toString() {
        return "Tensor" + shape;
    }
}
