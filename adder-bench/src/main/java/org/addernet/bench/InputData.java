package org.addernet.bench;

import java.util.Locale;
import java.util.Random;
import org.addernet.tensor.Shape;

/** What a layer gets to see; the l1 forward pass may be faster on inputs of one sign. */
public enum InputData {

    /** Standard normal numbers. */
    GAUSSIAN,

    /** Standard normal numbers after a ReLU: none is negative. */
    RELU;

    /** Returns the values of a tensor. */
    float[] draw(Shape shape, Random random) {
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            float value = (float) random.nextGaussian();
            values[i] = this == RELU ? Math.max(value, 0) : value;
        }
        return values;
    }

    /** Returns the name in the benchmark's parameter, such as {@code relu}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
