package org.addernet.kernel.vector;

import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.ConvolutionKernels;
import org.addernet.kernel.FilterGradient;
import org.addernet.kernel.InputGradient;
import org.addernet.kernel.Similarity;
import org.addernet.kernel.Size2d;
import org.addernet.parallel.Workers;

/**
 * The three passes as sweeps of a micro-kernel over packed arrays, without im2col.
 *
 * <p>Vectors run over what is innermost in memory: the filters in the forward pass and the filter gradient, the input
 * channels in the input gradient.
 */
final class VectorKernels implements ConvolutionKernels {

    private static final Size2d NONE = Size2d.square(0);

    /** The micro-kernels of every width up to the machine's, narrowest first. */
    private final List<MicroKernels> widths = new ArrayList<>();

    private final int bits;

    /** Uses vectors up to the width that the machine prefers, at most 512 bits. */
    VectorKernels() {
        this(Math.min(512, FloatVector.SPECIES_PREFERRED.vectorBitSize()));
    }

    /** Uses vectors up to the given width: 128, 256 or 512 bits. */
    VectorKernels(int bits) {
        this.bits = bits;
        for (int width = 128; width <= bits; width *= 2) {
            widths.add(new MicroKernels(width));
        }
    }

    @Override
    public String description() {
        return "vector, " + bits + " bits";
    }

    @Override
    public void forward(
            Similarity similarity, ConvGeometry geometry, float[] x, float[] filter, float[] y, Workers workers) {
        ConvGeometry g = flatten(geometry);
        SweepKernel kernel = (SweepKernel) kernel(
                switch (similarity) {
                    case L1 -> AbsoluteDifference.class;
                    case L2 -> SquaredDifference.class;
                    case CROSS_CORRELATION -> Product.class;
                },
                g.outChannels());
        Panels panels =
                Panels.pack(filter, taps(g), k -> k * g.outChannels(), g.outChannels(), 1, kernel.width(), workers);
        PaddedImages source = padded(g, x, workers);
        new Sweep(
                        kernel,
                        outputGrid(g, source),
                        runs(g, source),
                        source.data(),
                        panels,
                        similarity.isDistance() ? -1 : 1)
                .run(null, y, workers);
        source.release(workers);
        panels.release(workers);
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
        ConvGeometry g = flatten(geometry);
        boolean sign = rule == FilterGradient.SIGN;
        FilterKernel kernel = (FilterKernel) kernel(sign ? FilterSign.class : FilterProduct.class, g.outChannels());
        PaddedImages source = padded(g, x, workers);
        Grid grid = outputGrid(g, source);
        Panels panels = Panels.pack(
                outputGradient, grid.size(), p -> p * g.outChannels(), g.outChannels(), 1, kernel.width(), workers);
        new FilterSweep(kernel, grid, grid.source().column(), tapOffsets(g, source), source.data(), panels)
                .run(sign ? filter : null, filterGradient, workers);
        panels.release(workers);
        source.release(workers);
        if (rule == FilterGradient.FULL_PRECISION || rule == FilterGradient.L2) {
            // Σ g (x - f) = Σ g x - f Σ g
            float scale = rule == FilterGradient.L2 ? 2 : 1;
            float[] sums = ColumnSums.of(outputGradient, grid.size(), g.outChannels(), workers);
            workers.run(taps(g), k -> {
                int row = k * g.outChannels();
                for (int t = 0; t < g.outChannels(); t++) {
                    filterGradient[row + t] = scale * (filterGradient[row + t] - filter[row + t] * sums[t]);
                }
            });
        }
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
        ConvGeometry g = flatten(geometry);
        SweepKernel kernel = (SweepKernel) kernel(
                switch (rule) {
                    case HARD_TANH -> HardTanh.class;
                    case SIGN -> InputSign.class;
                    case UNCLIPPED, L2 -> InputDifference.class;
                    case CROSS_CORRELATION -> Product.class;
                },
                g.inChannels());
        TransposedTaps rows = TransposedTaps.of(g, true);
        TransposedTaps columns = TransposedTaps.of(g, false);
        PaddedImages source = PaddedImages.pad(
                outputGradient,
                g.batch(),
                g.output(),
                g.outChannels(),
                new Size2d(rows.before(), columns.before()),
                new Size2d(rows.after(), columns.after()),
                workers);
        for (TransposedTaps.Phase row : rows.phases()) {
            for (TransposedTaps.Phase column : columns.phases()) {
                phase(
                        kernel,
                        rule == InputGradient.L2 ? 2 : 1,
                        g,
                        row,
                        column,
                        source,
                        x,
                        filter,
                        inputGradient,
                        workers);
            }
        }
        source.release(workers);
    }

    /** Computes the input gradient of the positions of one phase of the stride along each axis. */
    private static void phase(
            SweepKernel kernel,
            float scale,
            ConvGeometry g,
            TransposedTaps.Phase row,
            TransposedTaps.Phase column,
            PaddedImages source,
            float[] x,
            float[] filter,
            float[] inputGradient,
            Workers workers) {
        int cIn = g.inChannels();
        int cOut = g.outChannels();
        int[] starts = new int[row.taps().size() * column.taps().size()];
        List<Run> runs = new ArrayList<>();
        for (TransposedTaps.Tap i : row.taps()) {
            for (TransposedTaps.Tap j : column.taps()) {
                starts[runs.size()] = (i.index() * g.kernel().width() + j.index()) * cIn * cOut;
                runs.add(new Run(source.offset(i.offset(), j.offset()), runs.size() * cOut, cOut));
            }
        }
        Panels panels = Panels.pack(
                filter, starts.length * cOut, r -> starts[r / cOut] + r % cOut, cIn, cOut, kernel.width(), workers);
        Grid grid = new Grid(
                g.batch(),
                row.positions(),
                column.positions(),
                new Grid.Strides(0, source.offset(source.height(), 0), source.offset(1, 0), source.offset(0, 1)),
                new Grid.Strides(
                        (row.first() * g.image().width() + column.first()) * cIn,
                        g.image().height() * g.image().width() * cIn,
                        g.stride().height() * g.image().width() * cIn,
                        g.stride().width() * cIn));
        new Sweep(kernel, grid, Run.join(runs), source.data(), panels, scale).run(x, inputGradient, workers);
        panels.release(workers);
    }

    /** Returns the widest form of a micro-kernel that saves a panel; a vector mostly empty costs as much as a full one. */
    private MicroKernel kernel(Class<? extends MicroKernel> template, int columns) {
        MicroKernel best = widths.get(0).get(template);
        for (MicroKernels width : widths) {
            MicroKernel kernel = width.get(template);
            if ((columns - 1) / kernel.width() < (columns - 1) / best.width()) {
                best = kernel;
            }
        }
        return best;
    }

    /**
     * Returns the same convolution as one long row of positions where it is a matrix product in truth: every output looks
     * at one input position, or at its whole image.
     */
    private static ConvGeometry flatten(ConvGeometry g) {
        if (g.isPointwise()) {
            return row(g.batch() * g.image().height() * g.image().width(), g.inChannels(), g.outChannels());
        }
        if (g.kernel().equals(g.image())
                && g.padding().equals(NONE)
                && g.dilation().equals(Size2d.square(1))) {
            return row(g.batch(), taps(g), g.outChannels());
        }
        return g;
    }

    private static ConvGeometry row(int positions, int inChannels, int outChannels) {
        Size2d one = Size2d.square(1);
        return new ConvGeometry(1, new Size2d(1, positions), inChannels, outChannels, one, one, NONE, one);
    }

    private static PaddedImages padded(ConvGeometry g, float[] x, Workers workers) {
        return PaddedImages.pad(x, g.batch(), g.image(), g.inChannels(), g.padding(), g.padding(), workers);
    }

    /** Returns the output positions, reading from the padded input. */
    private static Grid outputGrid(ConvGeometry g, PaddedImages source) {
        Size2d output = g.output();
        int cOut = g.outChannels();
        return new Grid(
                g.batch(),
                output.height(),
                output.width(),
                new Grid.Strides(
                        0,
                        source.offset(source.height(), 0),
                        source.offset(g.stride().height(), 0),
                        source.offset(0, g.stride().width())),
                new Grid.Strides(0, output.height() * output.width() * cOut, output.width() * cOut, cOut));
    }

    private static int taps(ConvGeometry g) {
        return g.kernel().height() * g.kernel().width() * g.inChannels();
    }

    private static int[] tapOffsets(ConvGeometry g, PaddedImages source) {
        int[] offsets = new int[taps(g)];
        for (int k = 0; k < offsets.length; k++) {
            int i = k / g.inChannels() / g.kernel().width();
            int j = k / g.inChannels() % g.kernel().width();
            offsets[k] =
                    source.offset(i * g.dilation().height(), j * g.dilation().width()) + k % g.inChannels();
        }
        return offsets;
    }

    private static List<Run> runs(ConvGeometry g, PaddedImages source) {
        int[] offsets = tapOffsets(g, source);
        List<Run> runs = new ArrayList<>();
        for (int k = 0; k < offsets.length; k += g.inChannels()) {
            runs.add(new Run(offsets[k], k, g.inChannels()));
        }
        return Run.join(runs);
    }
}
