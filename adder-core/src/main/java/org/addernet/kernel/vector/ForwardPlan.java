package org.addernet.kernel.vector;

import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.Size2d;

/**
 * Where the positions of a convolution read and write, and what they see.
 *
 * @param geometry the convolution, which is one long row of positions where it is a matrix product in truth
 * @param grid the output positions; their sources are in the padded input
 * @param offsets what a position sees
 * @param direct whether a {@link DirectConvolution} is faster than an {@link ImplicitGemm}
 * @param dots whether a {@link DirectFilterGradient} is faster than a {@link FilterGradientGemm}
 */
record ForwardPlan(ConvGeometry geometry, Grid grid, Offsets offsets, boolean direct, boolean dots) {

    private static final Plans<ForwardPlan> PLANS = new Plans<>(geometry -> make(flatten(geometry)));

    /** Returns the plan of a geometry. */
    static ForwardPlan of(ConvGeometry geometry) {
        return PLANS.of(geometry);
    }

    private static ForwardPlan make(ConvGeometry g) {
        int width = g.image().width() + 2 * g.padding().width();
        int height = g.image().height() + 2 * g.padding().height();
        int cIn = g.inChannels();
        int contiguous = g.dilation().width() == 1 ? g.kernel().width() * cIn : cIn;
        Offsets offsets = Offsets.of(
                spaced(g.kernel().height(), g.dilation().height() * width),
                spaced(g.kernel().width(), g.dilation().width()),
                cIn);
        Size2d output = g.output();
        int cOut = g.outChannels();
        Grid grid = new Grid(
                g.batch(),
                output.height(),
                output.width(),
                new Grid.Strides(
                        0,
                        height * width,
                        g.stride().height() * width,
                        g.stride().width()),
                new Grid.Strides(0, output.height() * output.width() * cOut, output.width() * cOut, cOut));
        return new ForwardPlan(
                g, grid, offsets, isDirect(g), g.stride().width() == 1 && DirectFilterGradient.pays(grid, contiguous));
    }

    /** Every output may look at one input position, or at its whole image. */
    private static ConvGeometry flatten(ConvGeometry g) {
        if (isDirect(g)) {
            return g;
        }
        return g.isPointwise()
                ? ConvGeometry.row(g.batch() * g.image().height() * g.image().width(), g.inChannels(), g.outChannels())
                : g.connected();
    }

    private static boolean isDirect(ConvGeometry g) {
        return g.stride().width() == 1
                && DirectConvolution.pays(
                        g.batch() * g.output().height(), g.output().width(), g.outChannels());
    }

    private static int[] spaced(int count, int distance) {
        int[] distances = new int[count];
        for (int i = 0; i < count; i++) {
            distances[i] = i * distance;
        }
        return distances;
    }
}
