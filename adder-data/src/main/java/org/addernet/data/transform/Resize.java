package org.addernet.data.transform;

import java.util.random.RandomGenerator;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;

/**
 * Scales an image to a given shorter side and keeps its proportions, bilinear with antialiasing.
 *
 * @param size the shorter side afterwards, in pixels; at least 1. The longer is rounded down
 */
public record Resize(int size) implements Transform {

    /** The most values of an image afterwards, 512 MB: a line of few pixels must not grow until it takes all memory. */
    private static final int MAX_VALUES = 1 << 27;

    /**
     * Creates the transform.
     *
     * @throws IllegalArgumentException if the size is less than 1
     */
    public Resize {
        if (size < 1) {
            throw new IllegalArgumentException("Resize: size is " + size + ", it must be at least 1");
        }
    }

    @Override
    public Shape outputShape(Shape input) {
        ImageShape image = ImageShape.of("Resize", input);
        int height = image.height();
        int width = image.width();
        int shorter = Math.min(height, width);
        long longer = (long) size * Math.max(height, width) / shorter;
        if (longer * size * image.channels() > MAX_VALUES) {
            throw new ShapeException("Resize: images " + input + " are too long to become " + size
                    + " pixels on the shorter side; leave them out or crop them");
        }
        return height < width
                ? Shape.of(size, (int) longer, image.channels())
                : Shape.of((int) longer, size, image.channels());
    }

    @Override
    public void apply(float[] source, Shape shape, float[] target, int offset, RandomGenerator random) {
        Shape output = outputShape(shape);
        Region all = new Region(0, 0, shape.dimension(0), shape.dimension(1));
        Bilinear.resample(source, shape, all, target, offset, output.dimension(0), output.dimension(1));
    }
}
