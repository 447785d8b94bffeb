package org.addernet.data.transform;

import java.util.random.RandomGenerator;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;

/**
 * Changes brightness, contrast and saturation by random factors, in random order, as torchvision does.
 *
 * <p>Each blends the image with another, {@code factor * image + (1 - factor) * other}, cut off at 0 and 1: with black, with
 * the mean of its grey, and with its grey. The factors are drawn evenly from {@code max(0, 1 - x)} to {@code 1 + x}. For values
 * of 0 to 1, so before {@link Normalize}; for images of one channel or of red, green and blue.
 *
 * @param brightness the largest change of the brightness, at least 0; 0: it stays
 * @param contrast the largest change of the contrast, at least 0; 0: it stays
 * @param saturation the largest change of the saturation, at least 0; 0: it stays, and so does that of one channel
 */
public record ColorJitter(double brightness, double contrast, double saturation) implements Transform {

    /** The weights of red, green and blue in grey (ITU-R BT.601). */
    private static final float[] GREY = {0.299f, 0.587f, 0.114f};

    /**
     * Creates the transform.
     *
     * @throws IllegalArgumentException if a change is negative or not finite
     */
    public ColorJitter {
        if (!(Math.min(brightness, Math.min(contrast, saturation)) >= 0)
                || Double.isInfinite(brightness + contrast + saturation)) {
            throw new IllegalArgumentException("ColorJitter: brightness is " + brightness + ", contrast " + contrast
                    + " and saturation " + saturation + ", they must be finite and at least 0");
        }
    }

    @Override
    public Shape outputShape(Shape input) {
        int channels = ImageShape.of("ColorJitter", input).channels();
        if (channels != 1 && channels != 3) {
            throw new ShapeException("ColorJitter: images " + input + " have " + channels
                    + " channels; it needs 1, or the 3 of red, green and blue");
        }
        return input;
    }

    @Override
    public void apply(float[] source, Shape shape, float[] target, int offset, RandomGenerator random) {
        int channels = outputShape(shape).dimension(2);
        int values = shape.size();
        System.arraycopy(source, 0, target, offset, values);
        float bright = factor(brightness, random);
        float contrasted = factor(contrast, random);
        float saturated = factor(saturation, random);
        // The places of the three in a random order: one of two first, the third before, between or behind them.
        int first = random.nextInt(2);
        int third = random.nextInt(3);
        for (int step = 0; step < 3; step++) {
            if (step == third) {
                saturate(target, offset, values, channels, saturated);
            } else if ((step > third ? step - 1 : step) == first) {
                blend(target, offset, values, bright, 0);
            } else {
                blend(target, offset, values, contrasted, meanGrey(target, offset, values, channels));
            }
        }
    }

    private static float factor(double change, RandomGenerator random) {
        double least = Math.max(0, 1 - change);
        return (float) (least + (1 + change - least) * random.nextDouble());
    }

    private static void saturate(float[] image, int offset, int values, int channels, float factor) {
        if (channels == 3) {
            for (int i = offset; i < offset + values; i += 3) {
                blend(image, i, 3, factor, grey(image, i));
            }
        }
    }

    private static float meanGrey(float[] image, int offset, int values, int channels) {
        double sum = 0;
        for (int i = offset; i < offset + values; i += channels) {
            sum += channels == 3 ? grey(image, i) : image[i];
        }
        return (float) (sum / (values / channels));
    }

    private static float grey(float[] image, int pixel) {
        return GREY[0] * image[pixel] + GREY[1] * image[pixel + 1] + GREY[2] * image[pixel + 2];
    }

    private static void blend(float[] image, int offset, int values, float factor, float other) {
        if (factor == 1) {
            return; // Exactly what was there, where nothing is to change.
        }
        for (int i = offset; i < offset + values; i++) {
            image[i] = Math.max(0, Math.min(1, factor * image[i] + (1 - factor) * other));
        }
    }
}
