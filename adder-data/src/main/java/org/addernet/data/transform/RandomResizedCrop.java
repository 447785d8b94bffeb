package org.addernet.data.transform;

import java.util.random.RandomGenerator;
import org.addernet.tensor.Shape;

/**
 * Cuts out a rectangle of random area, proportions and place and scales it to a square, bilinear with antialiasing.
 *
 * <p>The augmentation of ImageNet (Szegedy et al., Going deeper with convolutions, 2015), drawn as torchvision does: the area
 * evenly, the logarithm of the ratio evenly, up to ten times until the rectangle fits; then the largest in the middle of
 * the image whose ratio is allowed.
 *
 * @param size the side of the square, in pixels; at least 1
 * @param minScale the smallest area, as a share of the image's; greater than 0
 * @param maxScale the largest area, as a share of the image's; at most 1
 * @param minRatio the smallest ratio of width to height; greater than 0
 * @param maxRatio the largest ratio of width to height
 */
public record RandomResizedCrop(int size, double minScale, double maxScale, double minRatio, double maxRatio)
        implements Transform {

    private static final int ATTEMPTS = 10;

    /**
     * Creates the transform.
     *
     * @throws IllegalArgumentException if the size is less than 1 or a range is not as said above
     */
    public RandomResizedCrop {
        if (size < 1) {
            throw new IllegalArgumentException("RandomResizedCrop: size is " + size + ", it must be at least 1");
        }
        if (!(minScale > 0 && minScale <= maxScale && maxScale <= 1)) {
            throw new IllegalArgumentException("RandomResizedCrop: scale is " + minScale + " to " + maxScale
                    + ", it must be greater than 0 and at most 1");
        }
        if (!(minRatio > 0 && minRatio <= maxRatio && maxRatio < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("RandomResizedCrop: ratio is " + minRatio + " to " + maxRatio
                    + ", it must be greater than 0 and finite");
        }
    }

    /** Creates the transform with the usual ranges: 8 % to all of the area, ratios of 3/4 to 4/3. */
    public RandomResizedCrop(int size) {
        this(size, 0.08, 1, 3 / 4.0, 4 / 3.0);
    }

    @Override
    public Shape outputShape(Shape input) {
        return Shape.of(size, size, ImageShape.of("RandomResizedCrop", input).channels());
    }

    @Override
    public void apply(float[] source, Shape shape, float[] target, int offset, RandomGenerator random) {
        ImageShape image = ImageShape.of("RandomResizedCrop", shape);
        Region region = region(image.height(), image.width(), random);
        Bilinear.resample(source, shape, region, target, offset, size, size);
    }

    /** Draws a rectangle in an image of the given size. */
    Region region(int height, int width, RandomGenerator random) {
        // StrictMath, so that the same seed gives the same rectangle on every machine.
        double minLog = StrictMath.log(minRatio);
        double maxLog = StrictMath.log(maxRatio);
        for (int i = 0; i < ATTEMPTS; i++) {
            double area = (double) height * width * (minScale + (maxScale - minScale) * random.nextDouble());
            double ratio = StrictMath.exp(minLog + (maxLog - minLog) * random.nextDouble());
            int w = (int) Math.rint(Math.sqrt(area * ratio));
            int h = (int) Math.rint(Math.sqrt(area / ratio));
            if (w > 0 && w <= width && h > 0 && h <= height) {
                return new Region(random.nextInt(height - h + 1), random.nextInt(width - w + 1), h, w);
            }
        }
        double ratio = (double) width / height;
        int w = ratio > maxRatio ? Math.max(1, (int) Math.rint(height * maxRatio)) : width;
        int h = ratio < minRatio ? Math.max(1, (int) Math.rint(width / minRatio)) : height;
        return new Region((height - h) / 2, (width - w) / 2, h, w);
    }
}
