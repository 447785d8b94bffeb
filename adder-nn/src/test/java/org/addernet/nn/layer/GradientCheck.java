package org.addernet.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.addernet.nn.Gradients;
import org.addernet.nn.Layer;
import org.addernet.nn.Parameter;
import org.addernet.nn.Pass;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/** Compares a layer's gradients with central differences of its own forward pass. */
final class GradientCheck {

    private static final long DROPOUT_SEED = 5;

    private GradientCheck() {}

    /**
     * Checks the gradients of the input and of every parameter, for the loss Σ w y with fixed random w.
     *
     * <p>An output near 10 is rounded by 1e-6, so a difference over 2h is off by about 1e-6 / h for a few outputs.
     *
     * @param h the step; the layer must be smooth, or linear in pieces longer than h, around x
     */
    static void check(Layer layer, Tensor x, float h, double tolerance) {
        Pass pass = Pass.training(Workers.shared());
        pass.reset(DROPOUT_SEED);
        pass.watch(x);
        Tensor y = layer.forward(x, pass);
        assertThat(y.shape()).isEqualTo(layer.outputShape(x.shape()));
        Tensor weights = gaussian(99, y.shape());
        Gradients gradients = pass.backward(y, weights);

        assertThat(pass.gradient(x).shape()).isEqualTo(x.shape());
        assertSlopes(layer, x, weights, x, pass.gradient(x), h, tolerance, "input");
        for (Parameter parameter : layer.parameters()) {
            assertSlopes(
                    layer, x, weights, parameter.value(), gradients.of(parameter), h, tolerance, parameter.toString());
        }
    }

    private static void assertSlopes(
            Layer layer,
            Tensor x,
            Tensor weights,
            Tensor varied,
            Tensor gradient,
            float h,
            double tolerance,
            String name) {
        double largest = 0;
        for (int i = 0; i < varied.data().length; i++) {
            float at = varied.data()[i];
            varied.data()[i] = at + h;
            double above = loss(layer, x, weights);
            varied.data()[i] = at - h;
            double below = loss(layer, x, weights);
            varied.data()[i] = at;
            double slope = (above - below) / (2 * h);
            largest = Math.max(largest, Math.abs(slope));
            assertThat((double) gradient.data()[i])
                    .as("gradient of %s, element %d", name, i)
                    .isCloseTo(slope, within(tolerance * Math.max(1, Math.abs(slope))));
        }
        assertThat(largest).as("some slope of %s is worth a check", name).isGreaterThan(20 * tolerance);
    }

    private static double loss(Layer layer, Tensor x, Tensor weights) {
        Pass pass = Pass.training(Workers.shared());
        pass.reset(DROPOUT_SEED);
        float[] y = layer.forward(x, pass).data();
        double loss = 0;
        for (int i = 0; i < y.length; i++) {
            loss += (double) weights.data()[i] * y[i];
        }
        return loss;
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
