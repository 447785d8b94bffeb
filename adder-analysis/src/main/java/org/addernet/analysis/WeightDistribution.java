package org.addernet.analysis;

import java.util.function.DoubleUnaryOperator;
import org.addernet.tensor.Tensor;
import org.apache.commons.math3.distribution.LaplaceDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.RealDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;

/** How the values of a tensor are distributed (AdderNet, figure 4: filters of l1 as Laplace's law, of a CNN as the normal law). */
public final class WeightDistribution {

    private final double[] weights;

    private WeightDistribution(double[] weights) {
        this.weights = weights;
    }

    /**
     * Returns the distribution of a tensor's values.
     *
     * @throws IllegalArgumentException if they are all equal or not all finite
     */
    public static WeightDistribution of(Tensor tensor) {
        double[] weights = new double[tensor.data().length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = tensor.data()[i];
        }
        if (!tensor.isFinite() || StatUtils.min(weights) == StatUtils.max(weights)) {
            throw new IllegalArgumentException("the values of " + tensor.shape() + " are from " + StatUtils.min(weights)
                    + " to " + StatUtils.max(weights) + "; a distribution needs finite ones that differ");
        }
        return new WeightDistribution(weights);
    }

    /**
     * A law with the parameters of maximum likelihood.
     *
     * @param location its centre
     * @param scale its standard deviation (normal) or mean deviation (Laplace)
     * @param logLikelihood the mean over the weights of the logarithm of the density
     * @param distance that of Kolmogorov and Smirnov: the largest between the two distribution functions, 0 to 1
     * @param density the law's density
     */
    public record Fit(
            double location, double scale, double logLikelihood, double distance, DoubleUnaryOperator density) {}

    /**
     * The relative frequencies of equal intervals.
     *
     * @param centers their middles
     * @param densities the share of the weights in an interval, divided by its length
     */
    public record Histogram(double[] centers, double[] densities) {}

    /** Returns the normal law with the mean and the standard deviation of the weights. */
    public Fit normal() {
        double mean = StatUtils.mean(weights);
        double std = Math.sqrt(StatUtils.populationVariance(weights, mean));
        // The mean of the logarithm of the density is minus the entropy, whatever the weights.
        double logLikelihood = -Math.log(std) - 0.5 * Math.log(2 * Math.PI * Math.E);
        return fit(new NormalDistribution(null, mean, std), mean, std, logLikelihood);
    }

    /** Returns Laplace's law with the median and the mean distance of the weights from it. */
    public Fit laplace() {
        double median = StatUtils.percentile(weights, 50);
        double sum = 0;
        for (double weight : weights) {
            sum += Math.abs(weight - median);
        }
        double scale = sum / weights.length;
        return fit(new LaplaceDistribution(null, median, scale), median, scale, -Math.log(2 * scale) - 1);
    }

    /**
     * Returns the histogram from the smallest to the largest weight.
     *
     * @param bins the number of intervals
     * @throws IllegalArgumentException if it is less than 1
     */
    public Histogram histogram(int bins) {
        if (bins < 1) {
            throw new IllegalArgumentException("histogram: bins is " + bins + ", it must be at least 1");
        }
        double least = StatUtils.min(weights);
        double width = (StatUtils.max(weights) - least) / bins;
        double[] centers = new double[bins];
        double[] densities = new double[bins];
        for (double weight : weights) {
            densities[Math.min(bins - 1, (int) ((weight - least) / width))] += 1 / (weights.length * width);
        }
        for (int i = 0; i < bins; i++) {
            centers[i] = least + (i + 0.5) * width;
        }
        return new Histogram(centers, densities);
    }

    private Fit fit(RealDistribution law, double location, double scale, double logLikelihood) {
        double distance = new KolmogorovSmirnovTest(null).kolmogorovSmirnovStatistic(law, weights);
        return new Fit(location, scale, logLikelihood, distance, law::density);
    }
}
