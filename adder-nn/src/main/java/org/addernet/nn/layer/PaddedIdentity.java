package org.addernet.nn.layer;

import java.util.Arrays;
import java.util.Map;
import org.addernet.nn.Layer;
import org.addernet.nn.Pass;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/**
 * The shortcut without parameters into a stage of smaller images and more channels: every {@code stride}-th pixel, with
 * channels of zeros appended (He et al., 2016, option A).
 *
 * <p>Input {@code [N,H,W,cIn]}, output {@code [N,ceil(H/stride),ceil(W/stride),cOut]}.
 */
public final class PaddedIdentity extends Layer {

    private final int inChannels;
    private final int outChannels;
    private final int stride;

    /**
     * Creates the layer.
     *
     * @throws IllegalArgumentException if the stride is less than 1, or there are fewer output than input channels
     */
    public PaddedIdentity(int inChannels, int outChannels, int stride) {
        if (inChannels < 1 || outChannels < inChannels || stride < 1) {
            throw new IllegalArgumentException(
                    "PaddedIdentity of " + inChannels + " to " + outChannels + " channels with stride " + stride
                            + ": the stride must be at least 1, and no channel can be dropped");
        }
        this.inChannels = inChannels;
        this.outChannels = outChannels;
        this.stride = stride;
    }

    @Override
    protected Tensor compute(Tensor input, Pass pass) {
        Tensor output = pass.newTensor(outputShape(input.shape()));
        forEachPixel(input.shape(), output.shape(), pass.workers(), (from, to) -> {
            System.arraycopy(input.data(), from, output.data(), to, inChannels);
            Arrays.fill(output.data(), to + inChannels, to + outChannels, 0);
        });
        pass.record(output, input, gradient -> {
            Tensor inputGradient = pass.newZeros(input.shape());
            forEachPixel(
                    input.shape(),
                    output.shape(),
                    pass.workers(),
                    (from, to) -> System.arraycopy(gradient.data(), to, inputGradient.data(), from, inChannels));
            pass.addGradient(input, inputGradient);
        });
        return output;
    }

    private void forEachPixel(Shape input, Shape output, Workers workers, PixelVisitor visitor) {
        int height = output.dimension(1);
        int width = output.dimension(2);
        workers.run(input.dimension(0), n -> {
            for (int h = 0; h < height; h++) {
                int row = (n * input.dimension(1) + h * stride) * input.dimension(2);
                for (int w = 0; w < width; w++) {
                    visitor.visit((row + w * stride) * inChannels, ((n * height + h) * width + w) * outChannels);
                }
            }
        });
    }

    @Override
    protected Map<String, Object> attributes() {
        return Map.of("inChannels", inChannels, "outChannels", outChannels, "stride", stride);
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() != 4 || input.dimension(3) != inChannels) {
            throw new ShapeException(this + ": input " + input + " must be [N,H,W," + inChannels + "]");
        }
        return Shape.of(
                input.dimension(0),
                (input.dimension(1) + stride - 1) / stride,
                (input.dimension(2) + stride - 1) / stride,
                outChannels);
    }

    /** Called for each pixel that stays, with its first channel's place in the input and in the output. */
    private interface PixelVisitor {
        void visit(int from, int to);
    }
}
