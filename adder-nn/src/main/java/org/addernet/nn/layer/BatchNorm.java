package org.addernet.nn.layer;

import java.util.Arrays;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.addernet.kernel.Epilogue;
import org.addernet.nn.Layer;
import org.addernet.nn.OperationCount;
import org.addernet.nn.Parameter;
import org.addernet.nn.Pass;
import org.addernet.nn.init.Initializer;
import org.addernet.parallel.ScratchPool;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/**
 * Batch normalisation of each channel, the last axis: {@code y = γ (x - μ) / √(σ² + ε) + β} (AdderNet, Eq. 10).
 *
 * <p>In training μ and σ² are the batch's over all other axes, and running averages of them are kept (of the unbiased
 * variance); in inference the running averages are used. They lag behind the
 * weights; a pass that gathers {@linkplain Pass.Mode#STATISTICS statistics} makes them anew.
 */
public final class BatchNorm extends Layer implements FusesRelu {

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
     * @param channels the dimension of the last axis
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
        runningMean = buffer("mean", Tensor.zeros(shape));
        runningVariance = buffer("variance", Tensor.zeros(shape));
        Arrays.fill(runningVariance.data(), 1);
    }

    @Override
    protected Tensor compute(Tensor input, Pass pass) {
        return compute(input, pass, false);
    }

    @Override
    public Tensor compute(Tensor input, Pass pass, boolean relu) {
        Shape shape = outputShape(input.shape());
        boolean batchStatistics = pass.usesBatchStatistics() && !isFrozen();
        if (batchStatistics && shape.size() <= channels) {
            throw new ShapeException(
                    this + ": input " + shape + " has " + (shape.size() == 0 ? "no value" : "one value")
                            + " for each channel, training needs more to know how they vary; use a larger batch, or leave out the"
                            + " last one if it is smaller (dropLast)");
        }
        Tensor output = pass.newTensor(shape);
        Moments moments;
        if (batchStatistics) {
            moments = Moments.of(input.data(), channels, pass.workers());
            if (moments.isFinite()) { // One bad batch must not spoil all predictions after it.
                average(moments, input.data().length / channels, pass);
            }
        } else {
            moments = new Moments(doubles(runningMean), doubles(runningVariance));
        }
        if (pass.wants(input) || pass.wants(scale) || pass.wants(shift)) {
            pass.record(output, gradient -> backward(input, moments, batchStatistics, relu, gradient, pass));
        }
        Affine affine = affine(moments, pass.workers().scratch());
        Channels.map(
                channels,
                pass.workers(),
                (chunks, length) -> {
                    if (relu) {
                        affine.withRelu(chunks[0], length);
                    } else {
                        affine.apply(chunks[0], length);
                    }
                },
                output.data(),
                input.data());
        affine.release(pass.workers().scratch());
        return output;
    }

    /** Returns y of x in float; what the rounding of the mean costs goes into the offset. */
    private Affine affine(Moments moments, ScratchPool scratch) {
        double[] mean = moments.mean();
        float[] gamma = scale.value().data();
        float[] beta = shift.value().data();
        return Affine.of(
                channels,
                c -> mean[c],
                c -> gamma[c] / std(moments, c),
                c -> beta[c] + ((float) mean[c] - mean[c]) * gamma[c] / std(moments, c),
                scratch);
    }

    /** Returns √(σ² + ε). */
    private double std(Moments moments, int channel) {
        return Math.sqrt(moments.variance()[channel] + epsilon);
    }

    private static double[] doubles(Tensor tensor) {
        double[] values = new double[tensor.data().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.data()[i];
        }
        return values;
    }

    /** Takes the moments of a batch of so many rows into the running averages. */
    private void average(Moments moments, int rows, Pass pass) {
        double[] unbiased = new double[channels];
        for (int c = 0; c < channels; c++) {
            unbiased[c] = moments.variance()[c] * rows / (rows - 1);
        }
        pass.updateBuffer(runningMean, moments.mean(), momentum);
        pass.updateBuffer(runningVariance, unbiased, momentum);
    }

    /**
     * With x̂ = (x - μ) / σ over m rows: dβ = Σ dy, dγ = Σ dy x̂, dx = γ / σ (dy - dβ / m - x̂ dγ / m). Running statistics do not
     * depend on x, so with these dx = γ / σ dy.
     *
     * <p>Where the ReLU follows, dy is 0 where y is not positive; y is computed again, which is faster than reading it.
     */
    private void backward(
            Tensor input, Moments moments, boolean batchStatistics, boolean relu, Tensor gradient, Pass pass) {
        Workers workers = pass.workers();
        float[] x = input.data();
        float[] dy = gradient.data();
        int rows = x.length / channels;
        double[] mean = moments.mean();
        Affine affine = affine(moments, workers.scratch());
        double[] sums = Channels.sums(
                channels,
                workers,
                (chunks, length) -> {
                    if (relu) {
                        affine.mask(chunks[1], chunks[0], length);
                    }
                    addProducts(chunks[0], chunks[1], affine.mean(), chunks[2], chunks[3], length);
                },
                dy,
                x);
        Tensor shiftGradient = pass.newTensor(shift.value().shape());
        Tensor scaleGradient = pass.newTensor(scale.value().shape());
        for (int c = 0; c < channels; c++) {
            // Σ dy (x - m) with m the mean in float becomes Σ dy x̂.
            sums[channels + c] = (sums[channels + c] + ((float) mean[c] - mean[c]) * sums[c]) / std(moments, c);
            shiftGradient.data()[c] = (float) sums[c];
            scaleGradient.data()[c] = (float) sums[channels + c];
        }
        pass.addGradient(shift, shiftGradient);
        pass.addGradient(scale, scaleGradient);
        if (pass.wants(input)) {
            Tensor inputGradient = pass.newTensor(input.shape());
            float[] gamma = scale.value().data();
            double share = batchStatistics ? 1.0 / rows : 0;
            IntToDoubleFunction slope = c -> -gamma[c] * sums[channels + c] * share / (moments.variance()[c] + epsilon);
            Affine slopes = Affine.of(
                    channels,
                    c -> mean[c],
                    slope,
                    c -> -gamma[c] * sums[c] * share / std(moments, c)
                            + slope.applyAsDouble(c) * ((float) mean[c] - mean[c]),
                    workers.scratch());
            Channels.map(
                    channels,
                    workers,
                    (chunks, length) -> {
                        if (relu) {
                            affine.mask(chunks[1], chunks[0], length);
                        }
                        slopes.add(chunks[1], affine.factor(), chunks[0], length);
                    },
                    inputGradient.data(),
                    dy,
                    x);
            slopes.release(workers.scratch());
            pass.addGradient(input, inputGradient);
        }
        affine.release(workers.scratch());
    }

    private static void addProducts(float[] dy, float[] x, float[] mean, float[] sum, float[] products, int length) {
        for (int i = 0; i < length; i++) {
            sum[i] += dy[i];
            products[i] += dy[i] * (x[i] - mean[i]);
        }
    }

    /**
     * Returns what this layer does in inference to a convolution's sums s with a bias b: {@code γ (s + b - μ) / √(σ² + ε) + β}.
     *
     * @throws ShapeException if it was created for another number of channels
     */
    Epilogue fold(float[] bias) {
        outputShape(Shape.of(1, bias.length));
        float[] factor = new float[channels];
        float[] offset = new float[channels];
        for (int c = 0; c < channels; c++) {
            factor[c] =
                    (float) (scale.value().data()[c] / Math.sqrt(runningVariance.data()[c] + epsilon));
            // With the factor as it was rounded, for the mean may be far larger than what is left of s - μ.
            offset[c] = (float) (shift.value().data()[c]
                    + (double) factor[c] * (bias[c] - (double) runningMean.data()[c]));
        }
        return new Epilogue(factor, offset, false);
    }

    @Override
    protected Map<String, Object> attributes() {
        return Map.of("channels", channels, "epsilon", epsilon, "momentum", momentum);
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() == 0) {
            throw new ShapeException(this + ": input " + input + " must be [...," + channels + "]");
        }
        if (input.dimension(-1) != channels) {
            throw new ShapeException(this + ": input " + input + " has " + input.dimension(-1)
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
