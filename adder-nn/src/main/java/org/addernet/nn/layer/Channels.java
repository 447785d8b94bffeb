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
        int channels = tensor.shape().extent(-1);
        return sums(rows(tensor), channels, workers, (row, totals) -> {
            for (int c = 0; c < channels; c++) {
                totals[c] += data[row * channels + c];
            }
        });
    }

    /**
     * Returns totals over rows, of any number of quantities, in double and in blocks that are added in order.
     *
     * @param quantities the length of the totals
     * @param row adds one row to the totals
     */
    static double[] sums(int rows, int quantities, Workers workers, RowSum row) {
        int grain = rowsPerTask(quantities);
        double[][] partial = new double[(rows + grain - 1) / grain][];
        workers.runRanges(rows, grain, (from, to) -> {
            double[] totals = new double[quantities];
            for (int r = from; r < to; r++) {
                row.add(r, totals);
            }
            partial[from / grain] = totals;
        });
        double[] sums = new double[quantities];
        for (double[] totals : partial) {
            for (int i = 0; i < quantities; i++) {
                sums[i] += totals[i];
            }
        }
        return sums;
    }

    /** Adds one row to totals. */
    interface RowSum {
        void add(int row, double[] totals);
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
