package org.addernet.nn.layer;

import org.addernet.parallel.Workers;
import org.addernet.tensor.Tensor;

/** Sums over, and additions to, the channels of a tensor: its last axis. */
final class Channels {

    private static final int VALUES_PER_TASK = 1 << 14;

    private Channels() {}

    /** Adds {@code values[c]} to channel c everywhere. */
    static void add(Tensor tensor, float[] values, Workers workers) {
        float[] data = tensor.data();
        int channels = values.length;
        workers.runRanges(rows(tensor), rowsPerTask(channels), (from, to) -> {
            for (int r = from; r < to; r++) {
                for (int c = 0; c < channels; c++) {
                    data[r * channels + c] += values[c];
                }
            }
        });
    }

    /** Returns the sum of each channel. */
    static double[] sums(Tensor tensor, Workers workers) {
        float[] data = tensor.data();
        return sums(rows(tensor), tensor.shape().extent(-1), workers, (from, to, totals) -> {
            for (int r = from; r < to; r++) {
                for (int c = 0; c < totals.length; c++) {
                    totals[c] += data[r * totals.length + c];
                }
            }
        });
    }

    /**
     * Returns totals over rows, of any number of quantities, in double and in blocks that are added in order.
     *
     * @param quantities the length of the totals
     * @param rowSum adds rows to the totals
     */
    static double[] sums(int rows, int quantities, Workers workers, RowSum rowSum) {
        int grain = rowsPerTask(quantities);
        double[][] partial = new double[(rows + grain - 1) / grain][quantities];
        workers.runRanges(rows, grain, (from, to) -> rowSum.add(from, to, partial[from / grain]));
        double[] sums = new double[quantities];
        for (double[] totals : partial) {
            for (int i = 0; i < quantities; i++) {
                sums[i] += totals[i];
            }
        }
        return sums;
    }

    /** Adds the rows from {@code from} to {@code to - 1} to totals. */
    interface RowSum {
        void add(int from, int to, double[] totals);
    }

    /**
     * Computes {@code y = a[c] (x - m[c]) + b[c]} for every value, c its channel, with m[c] split off so that the
     * difference is as good as in double although the loop is in float.
     */
    static void affine(Tensor x, double[] mean, double[] factor, double[] offset, Tensor y, Workers workers) {
        int channels = mean.length;
        float[] m = toFloats(mean);
        float[] a = toFloats(factor);
        float[] b = new float[channels];
        for (int c = 0; c < channels; c++) {
            b[c] = (float) (offset[c] + (m[c] - mean[c]) * factor[c]);
        }
        workers.runRanges(rows(x), rowsPerTask(channels), (from, to) -> {
            for (int r = from; r < to; r++) {
                for (int c = 0; c < channels; c++) {
                    int i = r * channels + c;
                    y.data()[i] = a[c] * (x.data()[i] - m[c]) + b[c];
                }
            }
        });
    }

    /** Returns how many rows make a task. */
    static int rowsPerTask(int channels) {
        return Math.max(1, VALUES_PER_TASK / channels);
    }

    /** Returns the number of rows: all axes but the last. */
    static int rows(Tensor tensor) {
        return tensor.shape().size() / tensor.shape().extent(-1);
    }

    static float[] toFloats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
