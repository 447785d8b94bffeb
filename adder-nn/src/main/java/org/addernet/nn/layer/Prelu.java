package org.addernet.nn.layer;

import java.util.Map;
import org.addernet.nn.Layer;
import org.addernet.nn.OperationCount;
import org.addernet.nn.Parameter;
import org.addernet.nn.Pass;
import org.addernet.nn.init.Initializer;
import org.addernet.nn.op.Activations;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/**
 * The leaky ReLU with a trained slope for each channel, {@code y = max(0, x) + a[c] min(0, x)} (He et al., 2015).
 *
 * <p>Input and output {@code [...,C]}. The slopes begin at 0.25.
 */
public final class Prelu extends Layer {

    private static final float FIRST_SLOPE = 0.25f;

    private final Parameter slope;

    /** Creates the layer for a number of channels. */
    public Prelu(int channels) {
        slope = parameter("slope", Parameter.Role.SCALE, Shape.of(channels), Initializer.constant(FIRST_SLOPE));
    }

    @Override
    protected Tensor compute(Tensor input, Pass pass) {
        Tensor output = pass.newTensor(outputShape(input.shape()));
        map(Prelu::forward, output, pass, input);
        if (pass.wants(input) || pass.wants(slope)) {
            pass.record(output, gradient -> {
                if (pass.wants(input)) {
                    Tensor inputGradient = pass.newTensor(input.shape());
                    map(Prelu::backward, inputGradient, pass, gradient, input);
                    pass.addGradient(input, inputGradient);
                }
                if (pass.wants(slope)) {
                    pass.addGradient(slope, slopeGradient(input, gradient, pass));
                }
            });
        }
        return output;
    }

    /** A loop over chunks in place of the first, with the slopes repeated to their length. */
    private interface Loop {
        void run(float[][] chunks, float[] slopes, int length);
    }

    private void map(Loop loop, Tensor target, Pass pass, Tensor... sources) {
        float[] a = slope.value().data();
        float[] slopes = Channels.repeat(a.length, c -> a[c], pass.workers().scratch());
        float[][] arrays = new float[sources.length][];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = sources[i].data();
        }
        Channels.map(
                a.length, pass.workers(), (chunks, length) -> loop.run(chunks, slopes, length), target.data(), arrays);
        pass.workers().scratch().release(slopes);
    }

    private static void forward(float[][] chunks, float[] slopes, int length) {
        forward(chunks[0], slopes, length);
    }

    private static void forward(float[] x, float[] slopes, int length) {
        for (int i = 0; i < length; i++) {
            x[i] = Math.max(0, x[i]) + slopes[i] * Math.min(0, x[i]);
        }
    }

    private static void backward(float[][] chunks, float[] slopes, int length) {
        backward(chunks[0], chunks[1], slopes, length);
    }

    private static void backward(float[] gradient, float[] x, float[] slopes, int length) {
        for (int i = 0; i < length; i++) {
            float positive = Activations.reluSlope(Math.max(0, x[i]));
            gradient[i] *= positive + slopes[i] * (1 - positive);
        }
    }

    private Tensor slopeGradient(Tensor input, Tensor gradient, Pass pass) {
        Tensor sum = pass.newTensor(slope.value().shape());
        double[] sums = Channels.sums(
                sum.shape().size(),
                pass.workers(),
                (chunks, length) -> addNegative(chunks[2], chunks[0], chunks[1], length),
                input.data(),
                gradient.data());
        for (int c = 0; c < sum.data().length; c++) {
            sum.data()[c] = (float) sums[c];
        }
        return sum;
    }

    private static void addNegative(float[] sum, float[] x, float[] gradient, int length) {
        for (int i = 0; i < length; i++) {
            sum[i] += gradient[i] * Math.min(0, x[i]);
        }
    }

    @Override
    protected Map<String, Object> attributes() {
        return Map.of("channels", slope.value().shape().size());
    }

    @Override
    public Shape outputShape(Shape input) {
        int channels = slope.value().shape().size();
        if (input.rank() == 0 || input.dimension(-1) != channels) {
            throw new ShapeException(this + ": input " + input + " must be [...," + channels + "]");
        }
        return input;
    }

    /** Returns a multiplication for each value. */
    @Override
    public OperationCount operations(Shape input) {
        return new OperationCount(input.size(), 0);
    }
}
