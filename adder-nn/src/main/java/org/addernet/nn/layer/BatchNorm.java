package org.addernet.nn.layer;

import java.util.Arrays;
import org.addernet.nn.Layer;
import org.addernet.nn.OperationCount;
import org.addernet.nn.Parameter;
import org.addernet.nn.Tape;
import org.addernet.nn.init.Initializer;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/**
 * Batch normalisation of each channel, the last axis: {@code y = γ (x - μ) / √(σ² + ε) + β} (AdderNet, Eq. 10).
 *
 * <p>In training μ and σ² are the batch's over all other axes, and running averages of them are kept (of the unbiased
 * variance); in inference the running averages are used.
 */
public final class BatchNorm extends Layer {

    private static final double EPSILON = 1e-5;
    private static final double MOMENTUM = 0.1;

    private final int channels;
    private final double epsilon;
    private final double momentum;
    private final Parameter scale;
    private final Parameter shift;
    private final Tensor runningMean;
    private final Tensor runningVariance;

    /** Creates the layer with ε = 1e-5 and momentum 0.1. */
    public BatchNorm(int channels) {
        this(channels, EPSILON, MOMENTUM);
    }

    /**
     * Creates the layer.
     *
     * @param channels the extent of the last axis
     * @param epsilon added to the variance
     * @param momentum the weight of the batch in the running averages
     */
    public BatchNorm(int channels, double epsilon, double momentum) {
        this.channels = channels;
        this.epsilon = epsilon;
        this.momentum = momentum;
        Shape shape = Shape.of(channels);
        scale = parameter("scale", Parameter.Role.SCALE, shape, Initializer.constant(1));
        shift = parameter("shift", Parameter.Role.SHIFT, shape, Initializer.constant(0));
        runningMean = statistic("mean", Tensor.zeros(shape));
        runningVariance = statistic("variance", Tensor.zeros(shape));
        Arrays.fill(runningVariance.data(), 1);
    }

    @Override
    public Tensor forward(Tensor input, Tape tape) {
        Tensor output = tape.newTensor(outputShape(input.shape()));
        double[] mean = new double[channels];
        double[] deviation = new double[channels];
        if (tape.isRecording()) {
            batchStatistics(input, mean, deviation, tape.workers());
            tape.record(output, gradient -> backward(input, mean, deviation, gradient, tape));
        } else {
            for (int c = 0; c < channels; c++) {
                mean[c] = runningMean.data()[c];
                deviation[c] = Math.sqrt(runningVariance.data()[c] + epsilon);
            }
        }
        double[] factor = new double[channels];
        double[] offset = new double[channels];
        for (int c = 0; c < channels; c++) {
            factor[c] = scale.value().data()[c] / deviation[c];
            offset[c] = shift.value().data()[c];
        }
        Channels.affine(input, mean, factor, offset, output, tape.workers());
        return output;
    }

    /** Computes the batch's mean and deviation, in double since their squares may nearly cancel, and the running averages. */
    private void batchStatistics(Tensor input, double[] mean, double[] deviation, Workers workers) {
        float[] x = input.data();
        int rows = Channels.rows(input);
        double[] sums = Channels.sums(rows, 2 * channels, workers, (from, to, totals) -> {
            for (int r = from; r < to; r++) {
                for (int c = 0; c < channels; c++) {
                    double value = x[r * channels + c];
                    totals[c] += value;
                    totals[channels + c] += value * value;
                }
            }
        });
        for (int c = 0; c < channels; c++) {
            mean[c] = sums[c] / rows;
            double variance = Math.max(0, sums[channels + c] / rows - mean[c] * mean[c]);
            deviation[c] = Math.sqrt(variance + epsilon);
            double unbiased = rows > 1 ? variance * rows / (rows - 1) : variance;
            runningMean.data()[c] = (float) ((1 - momentum) * runningMean.data()[c] + momentum * mean[c]);
            runningVariance.data()[c] =
                    (float) ((1 - momentum) * runningVariance.data()[c] + momentum * unbiased);
        }
    }

    /** With x̂ = (x - μ) / σ over m rows: dβ = Σ dy, dγ = Σ dy x̂, dx = γ / σ (dy - dβ / m - x̂ dγ / m). */
    private void backward(Tensor input, double[] mean, double[] deviation, Tensor gradient, Tape tape) {
        float[] x = input.data();
        float[] dy = gradient.data();
        int rows = Channels.rows(input);
        double[] sums = Channels.sums(rows, 2 * channels, tape.workers(), (from, to, totals) -> {
            for (int r = from; r < to; r++) {
                for (int c = 0; c < channels; c++) {
                    int i = r * channels + c;
                    totals[c] += dy[i];
                    totals[channels + c] += dy[i] * (x[i] - mean[c]);
                }
            }
        });
        float[] shiftGradient = new float[channels];
        float[] scaleGradient = new float[channels];
        double[] slope = new double[channels];
        double[] offset = new double[channels];
        float[] factor = new float[channels];
        for (int c = 0; c < channels; c++) {
            double scaleSum = sums[channels + c] / deviation[c];
            double scaled = scale.value().data()[c] / deviation[c];
            shiftGradient[c] = (float) sums[c];
            scaleGradient[c] = (float) scaleSum;
            factor[c] = (float) scaled;
            offset[c] = -scaled * sums[c] / rows;
            slope[c] = -scaled * scaleSum / (rows * deviation[c]);
        }
        shift.addGradient(Tensor.of(shift.value().shape(), shiftGradient));
        scale.addGradient(Tensor.of(scale.value().shape(), scaleGradient));
        if (!tape.wants(input)) {
            return;
        }
        Tensor inputGradient = tape.newTensor(input.shape());
        float[] dx = inputGradient.data();
        Channels.affine(input, mean, slope, offset, inputGradient, tape.workers());
        tape.workers().runRanges(rows, Channels.rowsPerTask(channels), (from, to) -> {
            for (int r = from; r < to; r++) {
                for (int c = 0; c < channels; c++) {
                    dx[r * channels + c] += factor[c] * dy[r * channels + c];
                }
            }
        });
        tape.addGradient(input, inputGradient);
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.extent(-1) != channels) {
            throw new ShapeException(this + ": input " + input + " has " + input.extent(-1)
                    + " channels, the layer was created for " + channels);
        }
        return input;
    }

    /** Returns a multiplication and an addition for each value: in inference scale and shift are folded. */
    @Override
    public OperationCount operations(Shape input) {
        return new OperationCount(input.size(), input.size());
    }
}
