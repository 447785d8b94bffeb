package org.addernet.kernel.binary;

import java.util.Arrays;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.ConvolutionKernels;
import org.addernet.kernel.Epilogue;
import org.addernet.kernel.FilterGradient;
import org.addernet.kernel.InputGradient;
import org.addernet.kernel.Similarity;
import org.addernet.kernel.Size2d;
import org.addernet.parallel.Workers;

/**
 * Adds {@link Similarity#XNOR} to other kernels: the forward pass counts bits ({@link BinaryConvolution}), and the gradients are
 * those of the product, which the other kernels compute of the signs.
 *
 * @param kernels compute everything else; for the rules of XNOR they take the product, with signs for operands
 */
public record BinaryKernels(ConvolutionKernels kernels) implements ConvolutionKernels {

    private static final int VALUES_PER_TASK = 1 << 15;

    @Override
    public String description() {
        return kernels.description();
    }

    @Override
    public void forward(
            Similarity similarity, ConvGeometry geometry, float[] x, float[] filter, float[] y, Workers workers) {
        if (similarity == Similarity.XNOR) {
            BinaryConvolution.forward(geometry, x, filter, null, y, workers);
        } else {
            kernels.forward(similarity, geometry, x, filter, y, workers);
        }
    }

    @Override
    public void forward(
            Similarity similarity,
            ConvGeometry geometry,
            float[] x,
            float[] filter,
            Epilogue epilogue,
            float[] y,
            Workers workers) {
        if (similarity == Similarity.XNOR) {
            epilogue.requireChannels(geometry.outChannels());
            BinaryConvolution.forward(geometry, x, filter, epilogue, y, workers);
        } else {
            kernels.forward(similarity, geometry, x, filter, epilogue, y, workers);
        }
    }

    @Override
    public void filterGradient(
            FilterGradient rule,
            ConvGeometry geometry,
            float[] x,
            float[] filter,
            float[] outputGradient,
            float[] filterGradient,
            Workers workers) {
        if (rule != FilterGradient.XNOR) {
            kernels.filterGradient(rule, geometry, x, filter, outputGradient, filterGradient, workers);
            return;
        }
        // A padded zero has a sign, 1, so the border must be there.
        ConvGeometry padded = padded(geometry);
        float[] signs = workers.scratch().borrow(padded.inputShape().size());
        int height = padded.image().height();
        int row = padded.image().width() * geometry.inChannels();
        int used = geometry.image().width() * geometry.inChannels();
        int left = geometry.padding().width() * geometry.inChannels();
        workers.runRanges(geometry.batch() * height, Math.max(1, VALUES_PER_TASK / row), (from, to) -> {
            Arrays.fill(signs, from * row, to * row, 1);
            for (int line = from; line < to; line++) {
                int h = line % height - geometry.padding().height();
                if (h >= 0 && h < geometry.image().height()) {
                    int start = (line / height * geometry.image().height() + h) * used;
                    signs(x, start, used, signs, line * row + left);
                }
            }
        });
        kernels.filterGradient(rule, padded, signs, filter, outputGradient, filterGradient, workers);
        workers.scratch().release(signs);
    }

    private static ConvGeometry padded(ConvGeometry g) {
        Size2d image = new Size2d(
                g.image().height() + 2 * g.padding().height(),
                g.image().width() + 2 * g.padding().width());
        return new ConvGeometry(
                g.batch(),
                image,
                g.inChannels(),
                g.outChannels(),
                g.kernel(),
                g.stride(),
                Size2d.square(0),
                g.dilation());
    }

    @Override
    public void inputGradient(
            InputGradient rule,
            ConvGeometry geometry,
            float[] x,
            float[] filter,
            float[] outputGradient,
            float[] inputGradient,
            Workers workers) {
        if (rule != InputGradient.XNOR) {
            kernels.inputGradient(rule, geometry, x, filter, outputGradient, inputGradient, workers);
            return;
        }
        int weights = geometry.filterShape().size();
        float[] signs = workers.scratch().borrow(weights);
        workers.runRanges(weights, VALUES_PER_TASK, (from, to) -> signs(filter, from, to - from, signs, from));
        kernels.inputGradient(rule, geometry, x, signs, outputGradient, inputGradient, workers);
        workers.scratch().release(signs);
        workers.runRanges(geometry.inputShape().size(), VALUES_PER_TASK, (from, to) -> {
            for (int i = from; i < to; i++) {
                // A product, so that a gradient of NaN stays one.
                inputGradient[i] *= Math.abs(x[i]) <= 1 ? 1 : 0;
            }
        });
    }

    private static void signs(float[] values, int from, int count, float[] signs, int to) {
        for (int i = 0; i < count; i++) {
            signs[to + i] = Similarity.sign(values[from + i]);
        }
    }
}
