package org.addernet.data.transform;

import java.util.random.RandomGenerator;
import org.addernet.tensor.Shape;

/** Mirrors an image left to right with probability 1/2. */
public record HorizontalFlip() implements Transform {

    @Override
    public Shape outputShape(Shape input) {
        ImageShape.of("HorizontalFlip", input);
        return input;
    }

    @Override
    public void apply(float[] source, Shape shape, float[] target, int offset, RandomGenerator random) {
        ImageShape image = ImageShape.of("HorizontalFlip", shape);
        if (!random.nextBoolean()) {
            System.arraycopy(source, 0, target, offset, shape.size());
            return;
        }
        int width = image.width();
        int channels = image.channels();
        int row = width * channels;
        for (int y = 0; y < image.height(); y++) {
            int from = y * row;
            int to = offset + from + row - channels;
            for (int x = 0; x < width; x++, from += channels, to -= channels) {
                for (int c = 0; c < channels; c++) {
                    target[to + c] = source[from + c];
                }
            }
        }
    }
}
