package org.addernet.nn.layer;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.addernet.parallel.Workers;

/**
 * The mean μ and the variance σ² of each channel, the last axis, over all other axes.
 *
 * @param mean μ
 * @param variance σ², of the values themselves: without Bessel's correction
 */
record Moments(double[] mean, double[] variance) {

    /** How many rows give the first guess at the mean. */
    private static final int SAMPLE = 64;

    /**
     * Computes the moments in one pass: with d = x - k, k near the mean, the mean is k + E d and the variance E d² - (E d)², of
     * which little cancels. k is the mean of rows from all over the tensor, so even an outlier among them does not spoil it.
     */
    static Moments of(float[] x, int channels, Workers workers) {
        double[] mean = new double[channels];
        double[] variance = new double[channels];
        int rows = x.length / channels;
        int sample = Math.min(rows, SAMPLE);
        for (int i = 0; i < sample; i++) {
            int row = (int) ((long) i * rows / sample) * channels;
            for (int c = 0; c < channels; c++) {
                mean[c] += (double) x[row + c] / sample;
            }
        }
        float[] k = Channels.repeat(channels, c -> mean[c], workers.scratch());
        double[] sums = Channels.sums(
                channels, workers, (chunks, length) -> add(chunks[0], k, chunks[1], chunks[2], length), x);
        for (int c = 0; c < channels; c++) {
            double meanDifference = sums[c] / rows;
            mean[c] = k[c] + meanDifference;
            variance[c] = Math.max(0, sums[channels + c] / rows - meanDifference * meanDifference);
        }
        workers.scratch().release(k);
        return new Moments(mean, variance);
    }

    /** Returns whether no value was NaN or so large that its square overflowed. */
    boolean isFinite() {
        return DoubleStream.concat(Arrays.stream(mean), Arrays.stream(variance)).allMatch(Double::isFinite);
    }

    private static void add(float[] x, float[] k, float[] sum, float[] squares, int length) {
        for (int i = 0; i < length; i++) {
            float d = x[i] - k[i];
            sum[i] += d;
            squares[i] += d * d;
        }
    }
}
