package org.addernet.data.transform;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;

/**
 * Cuts a square out of an image that zeros surround, at a random place.
 *
 * @param size the side of the square, in pixels; at least 1
 * @param padding the width of the border of zeros on each of the four sides, in pixels; at least 0
 */
public record RandomCrop(int size, int padding) implements Transform {

    /**
     * Creates the transform.
     *
     * @throws IllegalArgumentException if the size is less than 1 or the padding negative
     */
    public RandomCrop {
        if (size < 1 || padding < 0) {
            throw new IllegalArgumentException(
                    "RandomCrop: size is " + size + " and padding " + padding + ", they must be at least 1 and 0");
        }
    }

    @Override
    public Shape outputShape(Shape input) {
        ImageShape image = ImageShape.of("RandomCrop", input);
        if (Math.min(image.height(), image.width()) + 2L * padding < size) {
            throw new ShapeException("RandomCrop: images " + input + " with a padding of " + padding
                    + " are smaller than the crop of " + size + "x" + size + "; use a smaller crop or more padding");
        }
        return Shape.of(size, size, image.channels());
    }

    @Override
    public void apply(float[] source, Shape shape, float[] target, int offset, RandomGenerator random) {
        int channels = outputShape(shape).dimension(2);
        int height = shape.dimension(0);
        int width = shape.dimension(1);
        int top = random.nextInt(height + 2 * padding - size + 1) - padding;
        int left = random.nextInt(width + 2 * padding - size + 1) - padding;
        // The part of the crop that is not border: rows and columns from first to below end.
        int firstRow = Math.min(size, Math.max(0, -top));
        int endRow = Math.max(firstRow, Math.min(size, height - top));
        int firstColumn = Math.min(size, Math.max(0, -left));
        int endColumn = Math.max(firstColumn, Math.min(size, width - left));
        int row = size * channels;
        Arrays.fill(target, offset, offset + firstRow * row, 0);
        for (int y = firstRow; y < endRow; y++) {
            int start = offset + y * row;
            Arrays.fill(target, start, start + firstColumn * channels, 0);
            if (firstColumn < endColumn) {
                System.arraycopy(
                        source,
                        ((top + y) * width + left + firstColumn) * channels,
                        target,
                        start + firstColumn * channels,
                        (endColumn - firstColumn) * channels);
            }
            Arrays.fill(target, start + endColumn * channels, start + row, 0);
        }
        Arrays.fill(target, offset + endRow * row, offset + size * row, 0);
    }
}
