package org.addernet.nn;

import java.util.List;
import java.util.Random;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/**
 * Compares a layer's gradients with central differences of its own forward pass, {@code (L(x + h) - L(x - h)) / 2h}, for tests
 * of layers of your own.
 *
 * <p>The loss L is the sum of all outputs times fixed random weights, and the pass is for training, with the same dropout each
 * time. It computes the layer twice for each value of each input and parameter, so keep these small.
 *
 * <pre>{@code
 * GradientCheck.check(layer, image);
 * }</pre>
 */
public final class GradientCheck {

    /** The step h where none is given: 0.01. */
    public static final float DEFAULT_STEP = 0.01f;

    /** The tolerance where none is given: 0.005. */
    public static final double DEFAULT_TOLERANCE = 0.005;

    private static final long DROPOUT_SEED = 5;
    private static final long WEIGHT_SEED = 99;

    /** Slopes that are all smaller than this many tolerances would also fit gradients that are wrong. */
    private static final int LEAST_TOLERANCES = 20;

    private final Layer layer;
    private final List<Tensor> inputs;
    private final float step;
    private final double tolerance;
    private final Pass pass = Pass.training(Workers.shared());

    private GradientCheck(Layer layer, List<Tensor> inputs, float step, double tolerance) {
        this.layer = layer;
        this.inputs = inputs;
        this.step = step;
        this.tolerance = tolerance;
    }

    /**
     * Checks with the {@linkplain #DEFAULT_STEP default step} and {@linkplain #DEFAULT_TOLERANCE tolerance}.
     *
     * @throws AssertionError as {@link #check(Layer, List, float, double)}
     */
    public static void check(Layer layer, Tensor... inputs) {
        check(layer, List.of(inputs), DEFAULT_STEP, DEFAULT_TOLERANCE);
    }

    /**
     * Checks the gradients of all inputs, and of all parameters that are not frozen. Gradients that are no derivatives, as
     * those of l1 and XNOR are by default, do not pass.
     *
     * @param step h; the layer must be smooth, or linear in pieces longer than h, around the inputs. An output near 10 is
     *     rounded by 1e-6, so that differences are off by about 1e-6 / h.
     * @param tolerance how far a gradient may be from the difference, relative to it or to 1, whichever is larger
     * @throws AssertionError if a gradient is farther, naming it, or if the differences are too small to tell
     */
    public static void check(Layer layer, List<Tensor> inputs, float step, double tolerance) {
        new GradientCheck(layer, List.copyOf(inputs), step, tolerance).run();
    }

    private void run() {
        Pass recorded = Pass.training(Workers.shared());
        recorded.reset(DROPOUT_SEED);
        inputs.forEach(recorded::watch);
        List<Tensor> outputs = layer.forward(inputs, recorded);
        List<Tensor> weights = gaussians(outputs);
        for (int i = 1; i < outputs.size(); i++) {
            recorded.addGradient(outputs.get(i), weights.get(i));
        }
        Gradients gradients = recorded.backward(outputs.get(0), weights.get(0));
        for (int i = 0; i < inputs.size(); i++) {
            compare("input " + i, inputs.get(i), recorded.gradient(inputs.get(i)), weights);
        }
        for (Parameter parameter : layer.parameters()) {
            if (!parameter.isFrozen()) {
                compare(parameter.toString(), parameter.value(), gradients.of(parameter), weights);
            }
        }
    }

    private void compare(String name, Tensor varied, Tensor gradient, List<Tensor> weights) {
        double largest = 0;
        for (int i = 0; i < varied.data().length; i++) {
            float at = varied.data()[i];
            varied.data()[i] = at + step;
            double above = loss(weights);
            varied.data()[i] = at - step;
            double below = loss(weights);
            varied.data()[i] = at;
            double difference = (above - below) / (2 * step);
            largest = Math.max(largest, Math.abs(difference));
            double error = Math.abs(gradient.data()[i] - difference);
            if (!(error <= tolerance * Math.max(1, Math.abs(difference)))) {
                throw new AssertionError(layer + ": gradient of " + name + ", element " + i + ", is "
                        + gradient.data()[i] + ", the central difference is " + difference + " (step " + step
                        + ", tolerance " + tolerance + ")");
            }
        }
        if (largest < LEAST_TOLERANCES * tolerance) {
            throw new AssertionError(layer + ": no central difference of " + name + " exceeds " + largest
                    + ", which says nothing with a tolerance of " + tolerance
                    + "; give other inputs or a smaller tolerance");
        }
    }

    private double loss(List<Tensor> weights) {
        pass.reset(DROPOUT_SEED);
        List<Tensor> outputs = layer.forward(inputs, pass);
        double loss = 0;
        for (int k = 0; k < weights.size(); k++) {
            float[] w = weights.get(k).data();
            float[] y = outputs.get(k).data();
            for (int i = 0; i < y.length; i++) {
                loss += (double) w[i] * y[i];
            }
        }
        return loss;
    }

    private static List<Tensor> gaussians(List<Tensor> outputs) {
        Random random = new Random(WEIGHT_SEED);
        return outputs.stream().map(output -> gaussian(output.shape(), random)).toList();
    }

    private static Tensor gaussian(Shape shape, Random random) {
        Tensor tensor = Tensor.zeros(shape);
        for (int i = 0; i < tensor.data().length; i++) {
            tensor.data()[i] = (float) random.nextGaussian();
        }
        return tensor;
    }
}
