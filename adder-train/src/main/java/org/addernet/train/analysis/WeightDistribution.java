package org.addernet.train.analysis;

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

    /** Returns the distribution of a tensor's values. */
    public static WeightDistribution of(Tensor tensor) {
        double[] weights = new double[tensor.data().length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = tensor.data()[i];
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
        double deviation = Math.sqrt(StatUtils.populationVariance(weights, mean));
        return fit(new NormalDistribution(null, mean, deviation), mean, deviation);
    }

    /** Returns Laplace's law with the median and the mean distance of the weights from it. */
    public Fit laplace() {
        double median = StatUtils.percentile(weights, 50);
        double sum = 0;
        for (double weight : weights) {
            sum += Math.abs(weight - median);
        }
        double scale = sum / weights.length;
        return fit(new LaplaceDistribution(null, median, scale), median, scale);
    }

    /**
     * Returns the histogram from the smallest to the largest weight.
     *
     * @param bins the number of intervals
     */
    public Histogram histogram(int bins) {
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

    private Fit fit(RealDistribution law, double location, double scale) {
        double logLikelihood = 0;
        for (double weight : weights) {
            logLikelihood += Math.log(law.density(weight));
        }
        double distance = new KolmogorovSmirnovTest(null).kolmogorovSmirnovStatistic(law, weights);
        return new Fit(location, scale, logLikelihood / weights.length, distance, law::density);
    }
}
