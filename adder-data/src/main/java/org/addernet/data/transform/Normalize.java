package org.addernet.data.transform;

import java.util.random.RandomGenerator;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;

/** Subtracts the mean of each channel and divides by its standard std. */
public final class Normalize implements Transform {

    private final float[] mean;
    private final float[] scale;

    /**
     * Creates the transform for images of {@code mean.length} channels.
     *
     * @param mean the mean of each channel, in the units of the pixels: 0 to 1
     * @param std the standard deviation of each channel; greater than 0
     * @throws IllegalArgumentException if the lengths differ or are 0, or a standard deviation is not a number greater than 0
     */
    public Normalize(float[] mean, float[] std) {
        if (mean.length == 0 || mean.length != std.length) {
            throw new IllegalArgumentException("Normalize: " + mean.length + " means and " + std.length
                    + " standard deviations; give one of each for every channel");
        }
        this.mean = mean.clone();
        scale = new float[std.length];
        for (int c = 0; c < scale.length; c++) {
            if (!(std[c] > 0)) {
                throw new IllegalArgumentException("Normalize: the standard deviation of channel " + c + " is " + std[c]
                        + ", it must be greater than 0");
            }
            scale[c] = 1 / std[c];
        }
    }

    /**
     * Creates the transform for images of one channel.
     *
     * @throws IllegalArgumentException if the standard deviation is not a number greater than 0
     */
    public Normalize(float mean, float std) {
        this(new float[] {mean}, new float[] {std});
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() == 0 || input.dimension(-1) != mean.length) {
            throw new ShapeException(
                    "Normalize: images " + input + " have " + (input.rank() == 0 ? 0 : input.dimension(-1))
                            + " channels, " + mean.length + " means were given; give one for every channel");
        }
        return input;
    }

    @Override
    public void apply(float[] source, Shape shape, float[] target, int offset, RandomGenerator random) {
        int channels = mean.length;
        int values = shape.size();
        for (int c = 0; c < channels; c++) {
            float m = mean[c];
            float s = scale[c];
            for (int i = c; i < values; i += channels) {
                target[offset + i] = (source[i] - m) * s;
            }
        }
    }
}
