package org.addernet.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.addernet.nn.Layer;
import org.addernet.nn.Pass;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/** Checks layers, and makes inputs and parameters for that. */
final class GradientCheck {

    private GradientCheck() {}

    /**
     * Checks the shape of the output, and the gradients of the input and of every parameter.
     *
     * @param h the step
     */
    static void check(Layer layer, Tensor x, float h, double tolerance) {
        assertThat(layer.forward(x, Pass.inference()).shape()).isEqualTo(layer.outputShape(x.shape()));
        org.addernet.nn.GradientCheck.check(layer, List.of(x), h, tolerance);
    }

    /** Returns normally distributed values. */
    static Tensor gaussian(long seed, Shape shape) {
        Random random = new Random(seed);
        Tensor tensor = Tensor.zeros(shape);
        for (int i = 0; i < tensor.data().length; i++) {
            tensor.data()[i] = (float) random.nextGaussian();
        }
        return tensor;
    }

    /** Returns the values 0.1, 0.2, ... in random order, half of them negative: no two closer than 0.1, none near 0. */
    static Tensor apart(long seed, Shape shape) {
        Tensor tensor = Tensor.zeros(shape);
        float[] data = tensor.data();
        Random random = new Random(seed);
        for (int i = 0; i < data.length; i++) {
            int other = random.nextInt(i + 1);
            data[i] = data[other];
            data[other] = (i + 1) * (i % 2 == 0 ? 0.1f : -0.1f);
        }
        return tensor;
    }

    /** Initialises all parameters from a seed. */
    static <L extends Layer> L initialized(L layer, long seed) {
        Random random = new Random(seed);
        layer.parameters().forEach(parameter -> {
            parameter.initialize(random);
            // So that no scale is 1 and no shift or bias 0.
            if (!parameter.role().isFilter()) {
                for (int i = 0; i < parameter.value().data().length; i++) {
                    parameter.value().data()[i] += (float) (0.3 * random.nextGaussian());
                }
            }
        });
        return layer;
    }
}
