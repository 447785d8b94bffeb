package org.addernet.data.transform;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.addernet.tensor.Shape;

/**
 * Sets a rectangle of random area, proportions and place to zero, with some probability.
 *
 * <p>Zhong et al., Random Erasing Data Augmentation, 2020; drawn as torchvision does: the area evenly, the logarithm of the
 * ratio evenly, up to ten times until the rectangle fits, and else nothing is erased. After {@link Normalize}, zero is the
 * mean colour.
 *
 * @param probability how often an image is changed, 0 to 1
 * @param minScale the smallest area, as a share of the image's; greater than 0
 * @param maxScale the largest area, as a share of the image's; at most 1
 * @param minRatio the smallest ratio of width to height; greater than 0
 * @param maxRatio the largest ratio of width to height
 */
public record RandomErasing(double probability, double minScale, double maxScale, double minRatio, double maxRatio)
        implements Transform {

    private static final int ATTEMPTS = 10;

    /**
     * Creates the transform.
     *
     * @throws IllegalArgumentException if the probability is not 0 to 1 or a range is not as said above
     */
    public RandomErasing {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("RandomErasing: probability is " + probability + ", it must be 0 to 1");
        }
        if (!(minScale > 0 && minScale <= maxScale && maxScale <= 1)) {
            throw new IllegalArgumentException("RandomErasing: scale is " + minScale + " to " + maxScale
                    + ", it must be greater than 0 and at most 1");
        }
        if (!(minRatio > 0 && minRatio <= maxRatio && maxRatio < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("RandomErasing: ratio is " + minRatio + " to " + maxRatio
                    + ", it must be greater than 0 and finite");
        }
    }

    /** Creates the transform with the values of torchvision: half of the images, 2 to 33 % of the area, ratios of 0.3 to 3.3. */
    public RandomErasing() {
        this(0.5, 0.02, 0.33, 0.3, 3.3);
    }

    @Override
    public Shape outputShape(Shape input) {
        ImageShape.of("RandomErasing", input);
        return input;
    }

    @Override
    public void apply(float[] source, Shape shape, float[] target, int offset, RandomGenerator random) {
        ImageShape image = ImageShape.of("RandomErasing", shape);
        System.arraycopy(source, 0, target, offset, shape.size());
        if (random.nextDouble() >= probability) {
            return;
        }
        // StrictMath, so that the same seed gives the same rectangle on every machine.
        double minLog = StrictMath.log(minRatio);
        double maxLog = StrictMath.log(maxRatio);
        for (int i = 0; i < ATTEMPTS; i++) {
            double area =
                    (double) image.height() * image.width() * (minScale + (maxScale - minScale) * random.nextDouble());
            double ratio = StrictMath.exp(minLog + (maxLog - minLog) * random.nextDouble());
            int width = (int) Math.rint(Math.sqrt(area * ratio));
            int height = (int) Math.rint(Math.sqrt(area / ratio));
            if (width > 0 && width <= image.width() && height > 0 && height <= image.height()) {
                int top = random.nextInt(image.height() - height + 1);
                int left = random.nextInt(image.width() - width + 1);
                for (int y = top; y < top + height; y++) {
                    int from = offset + (y * image.width() + left) * image.channels();
                    Arrays.fill(target, from, from + width * image.channels(), 0);
                }
                return;
            }
        }
    }
}
