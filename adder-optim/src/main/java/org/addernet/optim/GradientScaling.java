package org.addernet.optim;

import org.addernet.nn.Parameter;
import org.addernet.tensor.Tensor;

/**
 * What the gradient of an adder filter is multiplied by before anything else is done with it.
 *
 * <p>Adder filters get gradients that are far smaller than those of convolutions and differ much between layers (AdderNet,
 * section 3.3). Other parameters are never scaled.
 */
public interface GradientScaling {

    /** The paper's η for {@link #adaptive}: 0.1. */
    double DEFAULT_ETA = 0.1;

    /** Returns the factor for the gradient of a parameter with the role {@link Parameter.Role#ADDER_FILTER}. */
    double factor(Tensor gradient);

    /**
     * Returns the adaptive learning rate {@code α = η √k / ||g||₂} (Eq. 13), with k the number of elements of the layer's
     * filter and g its gradient: the root mean square of what remains is η. A gradient of zero stays zero.
     *
     * @throws IllegalArgumentException if eta is negative or not a number
     */
    static GradientScaling adaptive(double eta) {
        requireNotNegative("eta", eta);
        return gradient -> eta * Math.sqrt(gradient.shape().size()) / Math.max(1e-12, norm(gradient.data()));
    }

    /** Returns the adaptive learning rate with η = {@value #DEFAULT_ETA}. */
    static GradientScaling adaptive() {
        return adaptive(DEFAULT_ETA);
    }

    /**
     * Returns the paper's baseline, an increased learning rate: a constant factor (section 4.5 has 100).
     *
     * @throws IllegalArgumentException if it is negative or not a number
     */
    static GradientScaling constant(double factor) {
        requireNotNegative("the factor of adder gradients", factor);
        return gradient -> factor;
    }

    /** Returns no scaling. */
    static GradientScaling none() {
        return constant(1);
    }

    private static void requireNotNegative(String what, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(what + " is " + value + ", it must be a number of at least 0");
        }
    }

    private static double norm(float[] g) {
        // Four sums, since each addition waits for the last; in double, since the square of a small gradient is no
        // float.
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i < g.length - 3; i += 4) {
            a += (double) g[i] * g[i];
            b += (double) g[i + 1] * g[i + 1];
            c += (double) g[i + 2] * g[i + 2];
            d += (double) g[i + 3] * g[i + 3];
        }
        for (; i < g.length; i++) {
            a += (double) g[i] * g[i];
        }
        return Math.sqrt(a + b + c + d);
    }
}
