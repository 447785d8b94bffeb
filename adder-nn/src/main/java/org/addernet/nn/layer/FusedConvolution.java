package org.addernet.nn.layer;

import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.Epilogue;
import org.addernet.nn.Layer;
import org.addernet.nn.OperationCount;
import org.addernet.nn.Pass;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/**
 * A {@link Conv2d} or {@link Linear}, for inference alone, with what follows it folded into the kernel's {@link Epilogue}: the
 * bias, a {@link BatchNorm} and a {@link Relu}.
 *
 * <p>It has copies of the values, so training the model that it was made of does not change it.
 */
final class FusedConvolution extends Layer {

    private final Convolution convolution;
    private final Tensor filter;
    private final Epilogue epilogue;

    FusedConvolution(Convolution convolution, Tensor filter, Epilogue epilogue) {
        this.convolution = convolution;
        this.filter = buffer("filter", filter.copy());
        this.epilogue = epilogue;
        Shape channels = Shape.of(epilogue.scale().length);
        buffer("scale", Tensor.of(channels, epilogue.scale()));
        buffer("shift", Tensor.of(channels, epilogue.shift()));
    }

    /**
     * Computes the output.
     *
     * @throws IllegalStateException if the pass records
     */
    @Override
    protected Tensor compute(Tensor input, Pass pass) {
        if (pass.isRecording()) {
            throw new IllegalStateException(
                    this + ": a fused model cannot be trained; train the model that it was made of,"
                            + " then call Model.predictor() again");
        }
        Tensor output = pass.newTensor(outputShape(input.shape()));
        Tensor padded = convolution.padding().padded(input.reshape(images(input.shape())), pass);
        pass.kernels()
                .forward(
                        convolution.similarity(),
                        geometry(input.shape()),
                        padded.data(),
                        filter.data(),
                        epilogue,
                        output.data(),
                        pass.workers());
        pass.release(padded, input);
        return output;
    }

    @Override
    public Shape outputShape(Shape input) {
        Shape output = geometry(input).outputShape();
        return input.rank() == 2 ? Shape.of(output.dimension(0), output.dimension(3)) : output;
    }

    /** Returns the convolution's cost, and a multiplication and an addition for each output. */
    @Override
    public OperationCount operations(Shape input) {
        long outputs = outputShape(input).size();
        return convolution.operations(geometry(input), false).plus(new OperationCount(outputs, outputs));
    }

    /** Takes vectors {@code [N,cIn]} for images of one pixel, as {@link Linear} does. */
    private static Shape images(Shape input) {
        return input.rank() == 2 ? Shape.of(input.dimension(0), 1, 1, input.dimension(1)) : input;
    }

    private ConvGeometry geometry(Shape input) {
        try {
            return convolution.geometry(images(input), filter.shape());
        } catch (ShapeException e) {
            throw new ShapeException(this + ": " + e.getMessage());
        }
    }
}
