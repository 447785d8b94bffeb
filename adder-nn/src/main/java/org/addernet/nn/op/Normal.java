package org.addernet.nn.op;

/** The standard normal distribution. */
final class Normal {

    private static final double SQRT_HALF = Math.sqrt(0.5);
    private static final double DENSITY_AT_ZERO = 1 / Math.sqrt(2 * Math.PI);

    private Normal() {}

    /** Returns the density φ(x). */
    static double density(double x) {
        return DENSITY_AT_ZERO * Math.exp(-x * x / 2);
    }

    /** Returns the probability Φ(x) of values up to x, with an error of at most 7.5e-8 (Abramowitz and Stegun, 7.1.26). */
    static double probability(double x) {
        double z = Math.abs(x) * SQRT_HALF;
        double t = 1 / (1 + 0.3275911 * z);
        double polynomial =
                t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
        double tail = polynomial * Math.exp(-z * z) / 2;
        return x > 0 ? 1 - tail : tail;
    }
}
