package org.addernet.nn.op;

import org.addernet.nn.OperationCount;
import org.addernet.nn.Pass;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/**
 * Activation functions. The pass records them, so that gradients come back, and counts their multiplications and additions;
 * comparisons and functions of one number, such as exp, count as nothing.
 */
public final class Activations {

    private static final float HUGE = 0x1p127f;

    /** Makes at least 1 of the distance between 1 and the next larger float. */
    private static final float CLIPPED = 0x1p23f;

    private Activations() {}

    /** Returns the ReLU, {@code y = max(0, x)}; a NaN stays one. */
    public static Tensor relu(Tensor x, Pass pass) {
        return Elementwise.apply(
                x, pass, Activations::relu, (in, y, dy, dx, from, to) -> reluGradient(y, dy, dx, from, to));
    }

    private static void relu(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Math.max(0, x[i]);
        }
    }

    private static void reluGradient(float[] y, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            dx[i] = dy[i] * reluSlope(y[i]);
        }
    }

    /** Returns the gradient where the ReLU's output is positive, else 0; for layers that relu in a loop of their own. */
    public static Tensor reluGradient(Tensor output, Tensor gradient, Pass pass) {
        Tensor inputGradient = pass.newTensor(output.shape());
        float[] y = output.data();
        float[] dy = gradient.data();
        float[] dx = inputGradient.data();
        pass.workers()
                .runRanges(y.length, Elementwise.VALUES_PER_TASK, (from, to) -> reluGradient(y, dy, dx, from, to));
        return inputGradient;
    }

    /**
     * Returns the ReLU's derivative: 1 for a positive output, which may be as small as 2^-149, and 0 for 0.
     *
     * <p>A branch or a shift of the bits would say the same, but the JIT makes no vector code of them.
     */
    public static float reluSlope(float output) {
        return Math.min(1, output * HUGE * HUGE);
    }

    /** Returns the leaky ReLU, {@code y = max(0, x) + slope min(0, x)}. */
    public static Tensor leakyRelu(Tensor x, float slope, Pass pass) {
        pass.count(new OperationCount(x.shape().size(), 0));
        return Elementwise.apply(
                x,
                pass,
                (in, y, from, to) -> leakyRelu(slope, in, y, from, to),
                (in, y, dy, dx, from, to) -> leakyReluGradient(slope, in, dy, dx, from, to));
    }

    private static void leakyRelu(float slope, float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Math.max(0, x[i]) + slope * Math.min(0, x[i]);
        }
    }

    private static void leakyReluGradient(float slope, float[] x, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            float positive = reluSlope(Math.max(0, x[i]));
            dx[i] = dy[i] * (positive + slope * (1 - positive));
        }
    }

    /** Returns the identity clipped to [-1, 1], {@code y = max(-1, min(1, x))}; a NaN stays one. */
    public static Tensor hardTanh(Tensor x, Pass pass) {
        return Elementwise.apply(x, pass, Activations::hardTanh, Activations::hardTanhGradient);
    }

    private static void hardTanh(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Math.max(-1, Math.min(1, x[i]));
        }
    }

    private static void hardTanhGradient(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            // 1 where nothing was clipped, else 0; without a branch, of which the JIT makes no vector code.
            dx[i] = dy[i] * (1 - Math.min(1, Math.abs(x[i] - y[i]) * CLIPPED));
        }
    }

    /** Returns the Gaussian error linear unit, {@code y = x Φ(x)} with the normal distribution Φ (Hendrycks and Gimpel, 2016). */
    public static Tensor gelu(Tensor x, Pass pass) {
        pass.count(new OperationCount(x.shape().size(), 0));
        return Elementwise.apply(x, pass, Activations::gelu, Activations::geluGradient);
    }

    private static void gelu(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = (float) (x[i] * Normal.probability(x[i]));
        }
    }

    private static void geluGradient(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            dx[i] = (float) (dy[i] * (Normal.probability(x[i]) + x[i] * Normal.density(x[i])));
        }
    }

    /** Returns the logistic function, {@code y = 1 / (1 + exp(-x))}. */
    public static Tensor sigmoid(Tensor x, Pass pass) {
        return Elementwise.apply(x, pass, Activations::sigmoid, Activations::sigmoidGradient);
    }

    private static void sigmoid(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = (float) (1 / (1 + Math.exp(-x[i])));
        }
    }

    private static void sigmoidGradient(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            dx[i] = dy[i] * y[i] * (1 - y[i]);
        }
    }

    /** Returns the hyperbolic tangent. */
    public static Tensor tanh(Tensor x, Pass pass) {
        return Elementwise.apply(x, pass, Activations::tanh, Activations::tanhGradient);
    }

    private static void tanh(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = (float) Math.tanh(x[i]);
        }
    }

    private static void tanhGradient(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            dx[i] = dy[i] * (1 - y[i] * y[i]);
        }
    }

    /**
     * Returns {@code y_i = exp(x_i) / Σ exp(x_j)}, with the sum over the last dimension.
     *
     * @throws ShapeException if the input is a scalar or its last dimension is 0
     */
    public static Tensor softmax(Tensor x, Pass pass) {
        Shape shape = x.shape();
        if (shape.rank() == 0 || shape.dimension(-1) == 0) {
            throw new ShapeException("softmax: input " + shape + " must be [...,n] with n at least 1");
        }
        int n = shape.dimension(-1);
        pass.count(new OperationCount(shape.size(), 2L * shape.size()));
        // A task is a range of whole rows.
        return Elementwise.apply(
                x,
                pass,
                n,
                (in, y, from, to) -> {
                    for (int row = from; row < to; row += n) {
                        softmax(in, y, row, row + n);
                    }
                },
                (in, y, dy, dx, from, to) -> {
                    for (int row = from; row < to; row += n) {
                        softmaxGradient(y, dy, dx, row, row + n);
                    }
                });
    }

    private static void softmax(float[] x, float[] y, int from, int to) {
        float largest = x[from];
        for (int i = from; i < to; i++) {
            largest = Math.max(largest, x[i]);
        }
        double sum = 0;
        for (int i = from; i < to; i++) {
            y[i] = (float) Math.exp(x[i] - largest);
            sum += y[i];
        }
        for (int i = from; i < to; i++) {
            y[i] = (float) (y[i] / sum);
        }
    }

    private static void softmaxGradient(float[] y, float[] dy, float[] dx, int from, int to) {
        double mean = 0;
        for (int i = from; i < to; i++) {
            mean += (double) y[i] * dy[i];
        }
        for (int i = from; i < to; i++) {
            dx[i] = (float) (y[i] * (dy[i] - mean));
        }
    }
}
