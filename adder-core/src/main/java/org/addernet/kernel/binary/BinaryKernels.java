package org.addernet.kernel.binary;

import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.ConvolutionKernels;
import org.addernet.kernel.Epilogue;
import org.addernet.kernel.FilterGradient;
import org.addernet.kernel.InputGradient;
import org.addernet.kernel.Similarity;
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
        int inputs = geometry.inputShape().size();
        float[] signs = workers.scratch().borrow(inputs);
        workers.runRanges(inputs, VALUES_PER_TASK, (from, to) -> signs(x, from, to - from, signs, from));
        kernels.filterGradient(rule, geometry, signs, filter, outputGradient, filterGradient, workers);
        workers.scratch().release(signs);
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
