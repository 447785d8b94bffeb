package org.addernet.kernel.scalar;

import java.util.ArrayList;
import java.util.List;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.ConvolutionKernels;
import org.addernet.kernel.FilterGradient;
import org.addernet.kernel.InputGradient;
import org.addernet.kernel.Similarity;
import org.addernet.kernel.Size2d;
import org.addernet.kernel.binary.BinaryKernels;
import org.addernet.kernel.reference.ReferenceProvider;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;

/**
 * The three passes as sums in loops that the JIT vectorises: over positions, and in the filter gradient over taps.
 *
 * <p>Problems too small for that are left to the reference kernels. A tap that sees no output has there no part in the input
 * gradient; here it meets a gradient of zero. For XNOR the operands are signs already, see {@link BinaryKernels}.
 */
final class ScalarKernels implements ConvolutionKernels {

    /** Where loops would be shorter than this, vectors gain nothing. */
    private static final int SHORTEST_LOOP = 24;

    /** With fewer taps, copying the operands into arrays of their own costs more than vectors gain. */
    private static final int FEWEST_TAPS = 4;

    private final ConvolutionKernels reference = new ReferenceProvider().kernels();

    @Override
    public String description() {
        return "scalar";
    }

    @Override
    public void forward(
            Similarity similarity, ConvGeometry geometry, float[] x, float[] filter, float[] y, Workers workers) {
        ConvGeometry g = geometry.connected();
        if (isSmall(g, g.outputShape())) {
            reference.forward(similarity, g, x, filter, y, workers);
            return;
        }
        TermLoop term = switch (similarity) {
            case L1 -> TermLoop.ABSOLUTE_DIFFERENCE;
            case L2 -> TermLoop.SQUARED_DIFFERENCE;
            case CROSS_CORRELATION, XNOR -> TermLoop.PRODUCT;
        };
        int cIn = g.inChannels();
        int cOut = g.outChannels();
        Size2d out = g.output();
        List<PositionSums.Tap> taps = new ArrayList<>();
        for (int i = 0; i < g.kernel().height(); i++) {
            for (int j = 0; j < g.kernel().width(); j++) {
                View source = new View(
                        out,
                        g.image(),
                        i * g.dilation().height() - g.padding().height(),
                        g.stride().height(),
                        j * g.dilation().width() - g.padding().width(),
                        g.stride().width());
                taps.add(new PositionSums.Tap(taps.size() * cIn * cOut, source));
            }
        }
        Planes planes = Planes.of(x, cIn, workers);
        View target = new View(out, out, 0, 1, 0, 1);
        new PositionSums(term, planes, taps, cOut, 1, target, g.batch(), cOut, 1).run(filter, null, y, workers);
        planes.release(workers);
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
        ConvGeometry g = geometry.connected();
        if (isSmall(g, g.outputShape()) || g.taps() < SHORTEST_LOOP) {
            reference.filterGradient(rule, g, x, filter, outputGradient, filterGradient, workers);
            return;
        }
        TermLoop term = switch (rule) {
            case FULL_PRECISION, L2 -> TermLoop.FILTER_DIFFERENCE;
            case SIGN -> TermLoop.FILTER_SIGN;
            case CROSS_CORRELATION, XNOR -> TermLoop.PRODUCT;
        };
        new FilterSums(term, g, rule == FilterGradient.L2 ? 2 : 1)
                .run(x, filter, outputGradient, filterGradient, workers);
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
        ConvGeometry g = geometry.connected();
        if (isSmall(g, g.inputShape())) {
            reference.inputGradient(rule, g, x, filter, outputGradient, inputGradient, workers);
            return;
        }
        TermLoop term = switch (rule) {
            case HARD_TANH -> TermLoop.INPUT_HARD_TANH;
            case SIGN -> TermLoop.INPUT_SIGN;
            case UNCLIPPED, L2 -> TermLoop.INPUT_DIFFERENCE;
            case CROSS_CORRELATION, XNOR -> TermLoop.PRODUCT;
        };
        int cIn = g.inChannels();
        int cOut = g.outChannels();
        Planes planes = Planes.of(outputGradient, cOut, workers);
        // Inputs whose coordinates leave the same remainders by the stride are seen by the same taps.
        for (int row = 0; row < Math.min(g.stride().height(), g.image().height()); row++) {
            for (int column = 0; column < Math.min(g.stride().width(), g.image().width()); column++) {
                View target = new View(
                        new Size2d(
                                positions(g.image().height(), row, g.stride().height()),
                                positions(g.image().width(), column, g.stride().width())),
                        g.image(),
                        row,
                        g.stride().height(),
                        column,
                        g.stride().width());
                new PositionSums(
                                term,
                                planes,
                                transposedTaps(g, target),
                                1,
                                cOut,
                                target,
                                g.batch(),
                                cIn,
                                rule == InputGradient.L2 ? 2 : 1)
                        .run(filter, x, inputGradient, workers);
            }
        }
        planes.release(workers);
    }

    /** Returns whether the plain loops of the reference are as fast, on the positions of a shape. */
    private static boolean isSmall(ConvGeometry g, Shape positions) {
        return positions.size() / positions.dimension(3) < SHORTEST_LOOP || g.taps() < FEWEST_TAPS;
    }

    private static int positions(int image, int first, int stride) {
        return (image - first - 1) / stride + 1;
    }

    /** Returns the taps (i,j) that see the inputs of a view, each from output {@code (input + padding - tap) / stride}. */
    private static List<PositionSums.Tap> transposedTaps(ConvGeometry g, View inputs) {
        List<PositionSums.Tap> taps = new ArrayList<>();
        for (int i = 0; i < g.kernel().height(); i++) {
            int h = inputs.firstRow() + g.padding().height() - i * g.dilation().height();
            for (int j = 0; j < g.kernel().width(); j++) {
                int w = inputs.firstColumn()
                        + g.padding().width()
                        - j * g.dilation().width();
                if (h % g.stride().height() == 0 && w % g.stride().width() == 0) {
                    View source = new View(
                            inputs.grid(),
                            g.output(),
                            h / g.stride().height(),
                            1,
                            w / g.stride().width(),
                            1);
                    int filter = (i * g.kernel().width() + j) * g.inChannels() * g.outChannels();
                    taps.add(new PositionSums.Tap(filter, source));
                }
            }
        }
        return taps;
    }
}
