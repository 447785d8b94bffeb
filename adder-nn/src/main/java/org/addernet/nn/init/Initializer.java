package org.addernet.nn.init;

import java.util.Arrays;
import java.util.Random;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/**
 * Gives a parameter its first values.
 *
 * <p>{@link Random} is used because its algorithms are specified to the bit, so a seed means the same on every JDK.
 */
public interface Initializer {

    /** Fills the tensor. */
    void fill(Tensor tensor, Random random);

    /** Returns an initialiser to a constant. */
    static Initializer constant(float value) {
        return (tensor, random) -> Arrays.fill(tensor.data(), value);
    }

    /** Returns an initialiser to a normal distribution of mean 0. Adder filters start with a standard deviation of 1. */
    static Initializer normal(double std) {
        return (tensor, random) -> {
            float[] data = tensor.data();
            for (int i = 0; i < data.length; i++) {
                data[i] = (float) (std * random.nextGaussian());
            }
        };
    }

    /**
     * Returns He's initialiser for filters {@code [kH,kW,cIn,cOut]} before a ReLU: normal with variance
     * {@code 2 / (kH kW cIn)} (He et al., 2015).
     */
    static Initializer he() {
        return (tensor, random) ->
                normal(Math.sqrt(2.0 / fanIn(tensor.shape()))).fill(tensor, random);
    }

    private static int fanIn(Shape filter) {
        return filter.size() / filter.dimension(-1);
    }
}
