package org.addernet.kernel;

/**
 * What stands for {@code ∂Y/∂X} in the input gradient {@code dL/dX = Σ g ∂Y/∂X}, the sum over all taps and filters.
 *
 * <p>For {@link Similarity#L1} there is a choice. {@link Similarity#L2} and {@link Similarity#CROSS_CORRELATION} have their
 * true derivative; that of {@link Similarity#XNOR} is 0, so there is an estimate.
 */
public enum InputGradient {

    /** {@code HT(f - x)}, the difference clipped to [-1, 1] (Eq. 6 and 7): AdderNet's rule, the default for l1. */
    HARD_TANH,

    /** {@code sgn(f - x)}: the true derivative of l1. */
    SIGN,

    /** {@code f - x}: the full-precision gradient without the clip, which may explode in deep networks. */
    UNCLIPPED,

    /** {@code 2 (f - x)}: the true derivative of the squared l2 distance. */
    L2,

    /** {@code f}: the true derivative of the product. */
    CROSS_CORRELATION,

    /** {@code sgn(f)} where {@code |x| <= 1}, else 0: straight through the sign of x, as if it were HardTanh (XNOR-Net). */
    XNOR;

    /** Returns {@code ∂Y/∂X} for one input and one filter weight. */
    public float apply(float x, float f) {
        return switch (this) {
            case HARD_TANH -> Math.max(-1, Math.min(1, f - x));
            case SIGN -> Math.signum(f - x);
            case UNCLIPPED -> f - x;
            case L2 -> 2 * (f - x);
            case CROSS_CORRELATION -> f;
            case XNOR -> Math.abs(x) <= 1 ? Similarity.sign(f) : 0;
        };
    }
}
