package org.addernet.data;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.addernet.data.transform.Normalize;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;

/** The mean and the standard deviation of each channel of a data set's first input, to normalise that and other data with. */
public final class ChannelStatistics {

    /** Samples that one task reads: some milliseconds of work. */
    private static final int CHUNK = 64;

    /** The distance of 1 to the next float: values that differ by less of their mean are equal but for rounding. */
    private static final double ROUNDING = 0x1p-23;

    private final double[] mean;
    private final double[] std;

    private ChannelStatistics(double[] mean, double[] std) {
        this.mean = mean;
        this.std = std;
    }

    /** Computes the statistics of all samples; see {@link #of(Dataset, int, long)}. */
    public static ChannelStatistics of(Dataset data) {
        return of(data, data.size(), 0);
    }

    /**
     * Computes the statistics of some samples, drawn at random; on all processors, with the same bits on any number.
     *
     * <p>A channel is a position of the last axis: a colour of images {@code [H,W,C]}, a feature of vectors {@code [1,1,C]}.
     * Give data without augmentation, and only those to learn from.
     *
     * @param samples how many samples are read at most, at least 1
     * @param seed decides which
     * @throws IllegalArgumentException if {@code samples} is less than 1 or the input has no axis or no value
     */
    public static ChannelStatistics of(Dataset data, int samples, long seed) {
        Shape shape = data.imageShape();
        if (samples < 1 || shape.rank() == 0 || shape.size() == 0) {
            throw new IllegalArgumentException("ChannelStatistics: " + samples + " samples of shape " + shape
                    + "; give at least one, with values along at least one axis");
        }
        int[] order = IntStream.range(0, data.size()).toArray();
        int n = Math.min(samples, order.length);
        if (n < order.length) {
            new Seed(seed).shuffle(order);
        }
        Moments[] moments = new Moments[(n + CHUNK - 1) / CHUNK];
        Workers.shared().run(moments.length, task -> {
            Moments chunk = new Moments(shape.dimension(-1));
            float[] values = new float[shape.size()];
            for (int i = task * CHUNK; i < Math.min(n, (task + 1) * CHUNK); i++) {
                data.read(order[i], values, 0, new SplittableRandom(order[i]));
                chunk.add(values);
            }
            moments[task] = chunk;
        });
        Moments all = new Moments(shape.dimension(-1));
        for (Moments chunk : moments) {
            all.add(chunk);
        }
        double[] std = new double[all.mean.length];
        for (int c = 0; c < std.length; c++) {
            double d = Math.sqrt(all.squares[c] / all.count);
            std[c] = d > ROUNDING * Math.abs(all.mean[c]) && (float) d > 0 ? d : 1;
        }
        return new ChannelStatistics(all.mean, std);
    }

    /** Returns the mean of each channel. */
    public float[] mean() {
        return floats(mean);
    }

    /** Returns the standard deviation of each channel (of n values, by n); 1 where they are equal but for rounding. */
    public float[] std() {
        return floats(std);
    }

    /** Returns the transform that subtracts these means and divides by these standard deviations. */
    public Normalize normalize() {
        return new Normalize(mean(), std());
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** Means and sums of squared differences from them, updated value by value (Welford, 1962) so that nothing cancels. */
    private static final class Moments {
        private final double[] mean;
        private final double[] squares;
        private long count;

        Moments(int channels) {
            mean = new double[channels];
            squares = new double[channels];
        }

        void add(float[] values) {
            int channels = mean.length;
            for (int i = 0; i < values.length; i += channels) {
                count++;
                for (int c = 0; c < channels; c++) {
                    double difference = values[i + c] - mean[c];
                    mean[c] += difference / count;
                    squares[c] += difference * (values[i + c] - mean[c]);
                }
            }
        }

        /** Adds the moments of other values (Chan, Golub and LeVeque, 1983). */
        void add(Moments other) {
            long sum = count + other.count;
            for (int c = 0; c < mean.length; c++) {
                double difference = other.mean[c] - mean[c];
                mean[c] += difference * other.count / sum;
                squares[c] += other.squares[c] + difference * difference * count * other.count / sum;
            }
            count = sum;
        }
    }
}
