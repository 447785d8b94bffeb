package org.addernet.kernel;

/**
 * What stands for {@code ∂Y/∂F} in the filter gradient {@code dL/dF = Σ g ∂Y/∂F}, the sum over all positions.
 *
 * <p>For {@link Similarity#L1} there is a choice. {@link Similarity#L2} and {@link Similarity#CROSS_CORRELATION} have their
 * true derivative; that of {@link Similarity#XNOR} is 0, so there is an estimate.
 */
public enum FilterGradient {

    /** {@code x - f} (Eq. 5): AdderNet's full-precision gradient, the default for l1. */
    FULL_PRECISION,

    /** {@code sgn(x - f)} (Eq. 4): the true derivative of l1, which trains worse. */
    SIGN,

    /** {@code 2 (x - f)}: the true derivative of the squared l2 distance. */
    L2,

    /** {@code x}: the true derivative of the product. */
    CROSS_CORRELATION,

    /**
     * {@code sgn(x)}: straight through the sign of f, however large f is (DoReFa-Net, Zhou et al. 2016). The scaled sign
     * follows f along a line of slope 1, so that this takes the gradient of the scaled sum.
     */
    XNOR;

    /** Returns {@code ∂Y/∂F} for one input and one filter weight. */
    public float apply(float x, float f) {
        return switch (this) {
            case FULL_PRECISION -> x - f;
            case SIGN -> Math.signum(x - f);
            case L2 -> 2 * (x - f);
            case CROSS_CORRELATION -> x;
            case XNOR -> Similarity.sign(x);
        };
    }
}
