package org.addernet.data.transform;

import java.util.random.RandomGenerator;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;

/**
 * Cuts a square out of the middle of an image.
 *
 * <p>Where an odd number of pixels is left over, the place is rounded as torchvision does, half to even.
 *
 * @param size the side of the square, in pixels; at least 1
 */
public record CenterCrop(int size) implements Transform {

    /**
     * Creates the transform.
     *
     * @throws IllegalArgumentException if the size is less than 1
     */
    public CenterCrop {
        if (size < 1) {
            throw new IllegalArgumentException("CenterCrop: size is " + size + ", it must be at least 1");
        }
    }

    @Override
    public Shape outputShape(Shape input) {
        ImageShape image = ImageShape.of("CenterCrop", input);
        if (Math.min(image.height(), image.width()) < size) {
            throw new ShapeException("CenterCrop: images " + input + " are smaller than the crop of " + size + "x"
                    + size + "; resize them first or use a smaller crop");
        }
        return Shape.of(size, size, image.channels());
    }

    @Override
    public void apply(float[] source, Shape shape, float[] target, int offset, RandomGenerator random) {
        int channels = outputShape(shape).dimension(2);
        int top = (int) Math.rint((shape.dimension(0) - size) / 2.0);
        int left = (int) Math.rint((shape.dimension(1) - size) / 2.0);
        int row = size * channels;
        for (int y = 0; y < size; y++) {
            System.arraycopy(source, ((top + y) * shape.dimension(1) + left) * channels, target, offset + y * row, row);
        }
    }
}
