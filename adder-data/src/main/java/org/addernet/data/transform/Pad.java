package org.addernet.data.transform;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.addernet.tensor.Shape;

/**
 * Surrounds an image with a border of zeros.
 *
 * @param border the width of the border on each of the four sides, in pixels; at least 0
 */
public record Pad(int border) implements Transform {

    /**
     * Creates the transform.
     *
     * @throws IllegalArgumentException if the border is negative
     */
    public Pad {
        if (border < 0) {
            throw new IllegalArgumentException("Pad: border is " + border + ", it must be at least 0");
        }
    }

    @Override
    public Shape outputShape(Shape input) {
        ImageShape image = ImageShape.of("Pad", input);
        return Shape.of(image.height() + 2 * border, image.width() + 2 * border, image.channels());
    }

    @Override
    public void apply(float[] source, Shape shape, float[] target, int offset, RandomGenerator random) {
        ImageShape image = ImageShape.of("Pad", shape);
        int row = image.width() * image.channels();
        int side = border * image.channels();
        int paddedRow = row + 2 * side;
        Arrays.fill(target, offset, offset + (image.height() + 2 * border) * paddedRow, 0);
        for (int y = 0; y < image.height(); y++) {
            System.arraycopy(source, y * row, target, offset + (y + border) * paddedRow + side, row);
        }
    }
}
