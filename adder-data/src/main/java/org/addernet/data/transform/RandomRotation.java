package org.addernet.data.transform;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.addernet.tensor.Shape;

/**
 * Rotates an image about its middle by a random angle, bilinear; what comes from outside of the image is zero.
 *
 * @param degrees the largest angle either way, 0 to 180; angles are drawn evenly from {@code -degrees} to {@code degrees}, of
 *     which positive ones turn counter-clockwise
 */
public record RandomRotation(double degrees) implements Transform {

    /**
     * Creates the transform.
     *
     * @throws IllegalArgumentException if the angle is not 0 to 180
     */
    public RandomRotation {
        if (!(degrees >= 0 && degrees <= 180)) {
            throw new IllegalArgumentException("RandomRotation: degrees is " + degrees + ", it must be 0 to 180");
        }
    }

    @Override
    public Shape outputShape(Shape input) {
        ImageShape.of("RandomRotation", input);
        return input;
    }

    @Override
    public void apply(float[] source, Shape shape, float[] target, int offset, RandomGenerator random) {
        rotate(source, shape, target, offset, degrees * (2 * random.nextDouble() - 1));
    }

    /** Rotates by an angle in degrees. */
    static void rotate(float[] source, Shape shape, float[] target, int offset, double angle) {
        ImageShape image = ImageShape.of("RandomRotation", shape);
        // StrictMath, so that the same seed gives the same image on every machine.
        double cos = StrictMath.cos(Math.toRadians(angle));
        double sin = StrictMath.sin(Math.toRadians(angle));
        double middleX = (image.width() - 1) / 2.0;
        double middleY = (image.height() - 1) / 2.0;
        Arrays.fill(target, offset, offset + shape.size(), 0);
        int to = offset;
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++, to += image.channels()) {
                // Where the pixel comes from: turned back. Rows count downwards, so this turns clockwise.
                double fromX = middleX + cos * (x - middleX) - sin * (y - middleY);
                double fromY = middleY + sin * (x - middleX) + cos * (y - middleY);
                int left = (int) Math.floor(fromX);
                int top = (int) Math.floor(fromY);
                float right = (float) (fromX - left);
                float down = (float) (fromY - top);
                add(source, image, top, left, (1 - down) * (1 - right), target, to);
                add(source, image, top, left + 1, (1 - down) * right, target, to);
                add(source, image, top + 1, left, down * (1 - right), target, to);
                add(source, image, top + 1, left + 1, down * right, target, to);
            }
        }
    }

    private static void add(float[] source, ImageShape image, int y, int x, float weight, float[] target, int to) {
        if (y < 0 || y >= image.height() || x < 0 || x >= image.width()) {
            return;
        }
        int from = (y * image.width() + x) * image.channels();
        for (int c = 0; c < image.channels(); c++) {
            target[to + c] += weight * source[from + c];
        }
    }
}
