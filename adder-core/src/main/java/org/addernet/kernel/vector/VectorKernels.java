package org.addernet.kernel.vector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.ConvolutionKernels;
import org.addernet.kernel.Epilogue;
import org.addernet.kernel.FilterGradient;
import org.addernet.kernel.InputGradient;
import org.addernet.kernel.Similarity;
import org.addernet.kernel.Size2d;
import org.addernet.parallel.Workers;
import org.jspecify.annotations.Nullable;

/**
 * The three passes as sweeps of a micro-kernel over packed arrays, without im2col.
 *
 * <p>Vectors run over what is innermost in memory: the filters in the forward pass and the filter gradient, the input
 * channels in the input gradient.
 */
final class VectorKernels implements ConvolutionKernels {

    private static final Size2d NONE = Size2d.square(0);

    private static final Tiles<SweepKernel> MAXIMUM =
            Tiles.ofIntegers(Maximum6x2::new, Maximum8x1::new, Maximum4x2::new, Maximum4x1::new);
    private static final Tiles<SweepKernel> ABSOLUTE_DIFFERENCE = Tiles.of(
            AbsoluteDifference6x2::new,
            AbsoluteDifference8x1::new,
            AbsoluteDifference4x2::new,
            AbsoluteDifference4x1::new);
    private static final Tiles<SweepKernel> SQUARED_DIFFERENCE = Tiles.of(
            SquaredDifference6x2::new, SquaredDifference8x1::new, SquaredDifference4x2::new, SquaredDifference4x1::new);
    private static final Tiles<SweepKernel> PRODUCT =
            Tiles.of(Product6x2::new, Product8x1::new, Product4x2::new, Product4x1::new);
    private static final Tiles<SweepKernel> CLAMP =
            Tiles.ofIntegers(Clamp4x2::new, Clamp4x1::new, Clamp4x2::new, Clamp4x1::new);
    private static final Tiles<SweepKernel> HARD_TANH = new Tiles<>(new HardTanh4x2(), new HardTanh4x1());
    private static final Tiles<SweepKernel> INPUT_DIFFERENCE =
            new Tiles<>(new InputDifference4x2(), new InputDifference4x1());
    private static final Tiles<SweepKernel> INPUT_SIGN = new Tiles<>(new InputSign4x2(), new InputSign4x1());
    private static final Tiles<OuterKernel> OUTER_PRODUCT =
            Tiles.of(OuterProduct8x2::new, OuterProduct8x1::new, OuterProduct4x2::new, OuterProduct4x1::new);
    private static final Tiles<OuterKernel> OUTER_SIGN = new Tiles<>(new OuterSign4x2(), new OuterSign4x1());

    @Override
    public String description() {
        return "vector, " + Lanes.BITS + " bits";
    }

    @Override
    public void forward(
            Similarity similarity, ConvGeometry geometry, float[] x, float[] filter, float[] y, Workers workers) {
        convolve(similarity, geometry, x, filter, null, y, workers);
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
        epilogue.requireChannels(geometry.outChannels());
        convolve(similarity, geometry, x, filter, epilogue, y, workers);
    }

    private static void convolve(
            Similarity similarity,
            ConvGeometry geometry,
            float[] x,
            float[] filter,
            @Nullable Epilogue epilogue,
            float[] y,
            Workers workers) {
        ConvGeometry g = flatten(geometry);
        float shift = similarity == Similarity.L1
                ? Shift.of(x, x.length, filter, filter.length, 0, Float.POSITIVE_INFINITY, workers)
                : Shift.NONE;
        boolean fast = !Float.isNaN(shift);
        float added = fast ? shift : 0;
        int cOut = g.outChannels();
        Tiles<SweepKernel> tiles = switch (similarity) {
            case L1 -> fast ? MAXIMUM : ABSOLUTE_DIFFERENCE;
            case L2 -> SQUARED_DIFFERENCE;
            case CROSS_CORRELATION -> PRODUCT;
        };
        Panels panels = Panels.pack(filter, taps(g), k -> k * cOut, cOut, 1, tiles.wide().width, added, workers);
        PaddedImages source =
                PaddedImages.pad(x, g.batch(), g.image(), g.inChannels(), g.padding(), g.padding(), added, 0, workers);
        Grid grid = outputGrid(g, source);
        WindowSums windows = fast
                ? WindowSums.of(
                        source,
                        grid.source(),
                        spaced(g.kernel().height(), g.dilation().height() * source.width()),
                        spaced(g.kernel().width(), g.dilation().width()),
                        workers)
                : null;
        // -Σ|x - f| = Σx + Σf - 2 Σmax(x, f) = -2 (Σmax(x, f) - Σx / 2) + Σf
        float factor = fast ? -2 : similarity.isDistance() ? -1 : 1;
        Finish finish = Finish.of(factor, windows, 0.5f, fast ? panels : null, cOut, epilogue, workers);
        new Sweep(tiles, grid, Run.cut(Run.join(runs(g, source))), source.data(), panels, finish).run(null, y, workers);
        finish.release(workers);
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
        int cOut = g.outChannels();
        Tiles<OuterKernel> tiles = rule == FilterGradient.SIGN ? OUTER_SIGN : OUTER_PRODUCT;
        PaddedImages source = PaddedImages.pad(
                x, g.batch(), g.image(), g.inChannels(), g.padding(), g.padding(), 0, OuterSweep.SLACK, workers);
        Grid grid = outputGrid(g, source);
        int stride = Math.max(cOut, tiles.wide().rows);
        float[] gradient = stride == cOut ? outputGradient : widen(outputGradient, grid.size(), cOut, stride, workers);
        float[] sums = rule == FilterGradient.FULL_PRECISION || rule == FilterGradient.L2
                ? ColumnSums.of(outputGradient, grid.size(), cOut, workers)
                : null;
        List<Run> runs = runs(g, source);
        int[] starts = runs.stream().mapToInt(Run::source).toArray();
        new OuterSweep(tiles, grid, starts, runs.get(0).length(), source.data(), gradient, stride, cOut)
                .run(
                        rule == FilterGradient.SIGN,
                        filter,
                        sums,
                        rule == FilterGradient.L2 ? 2 : 1,
                        filterGradient,
                        workers);
        if (sums != null) {
            workers.scratch().release(sums);
        }
        if (gradient != outputGradient) {
            workers.scratch().release(gradient);
        }
        source.release(workers);
    }

    /** Returns borrowed scratch with the rows of a matrix filled up with zeros. */
    private static float[] widen(float[] matrix, int rows, int columns, int stride, Workers workers) {
        float[] wide = workers.scratch().borrow(rows * stride);
        workers.runRanges(rows, 4096, (from, to) -> {
            Arrays.fill(wide, from * stride, to * stride, 0);
            for (int row = from; row < to; row++) {
                for (int c = 0; c < columns; c++) {
                    wide[row * stride + c] = matrix[row * columns + c];
                }
            }
        });
        return wide;
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
        float shift = Shift.NONE;
        if (rule == InputGradient.HARD_TANH
                && Magnitude.of(outputGradient, outputGradient.length, 0, workers)
                        .finite()) {
            shift = Shift.of(x, x.length, filter, filter.length, 1, 1, workers);
        }
        TransposedTaps rows = TransposedTaps.of(g, true);
        TransposedTaps columns = TransposedTaps.of(g, false);
        PaddedImages source = PaddedImages.pad(
                outputGradient,
                g.batch(),
                g.output(),
                g.outChannels(),
                new Size2d(rows.before(), columns.before()),
                new Size2d(rows.after(), columns.after()),
                0,
                0,
                workers);
        for (TransposedTaps.Phase row : rows.phases()) {
            for (TransposedTaps.Phase column : columns.phases()) {
                phase(rule, shift, g, row, column, source, x, filter, inputGradient, workers);
            }
        }
        source.release(workers);
    }

    /** Computes the input gradient of the positions of one phase of the stride along each axis. */
    private static void phase(
            InputGradient rule,
            float shift,
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
        boolean fast = !Float.isNaN(shift);
        int[] starts = new int[row.taps().size() * column.taps().size()];
        List<Run> runs = new ArrayList<>();
        for (TransposedTaps.Tap i : row.taps()) {
            for (TransposedTaps.Tap j : column.taps()) {
                starts[runs.size()] = (i.index() * g.kernel().width() + j.index()) * cIn * cOut;
                runs.add(new Run(source.offset(i.offset(), j.offset()), runs.size() * cOut, cOut));
            }
        }
        Tiles<SweepKernel> tiles = switch (rule) {
            case HARD_TANH -> fast ? CLAMP : HARD_TANH;
            case SIGN -> INPUT_SIGN;
            case UNCLIPPED, L2 -> INPUT_DIFFERENCE;
            case CROSS_CORRELATION -> PRODUCT;
        };
        Panels panels = Panels.pack(
                filter,
                starts.length * cOut,
                r -> starts[r / cOut] + r % cOut,
                cIn,
                cOut,
                tiles.wide().width,
                fast ? shift : 0,
                workers);
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
        WindowSums windows = fast && !runs.isEmpty()
                ? WindowSums.of(
                        source,
                        grid.source(),
                        row.taps().stream()
                                .mapToInt(tap -> tap.offset() * source.width())
                                .toArray(),
                        column.taps().stream()
                                .mapToInt(TransposedTaps.Tap::offset)
                                .toArray(),
                        workers)
                : null;
        // Σ g HT(f - x) = Σ g clamp(f, x - 1, x + 1) - x Σg
        Finish finish = Finish.of(rule == InputGradient.L2 ? 2 : 1, windows, 1, null, cIn, null, workers);
        new Sweep(tiles, grid, Run.cut(Run.join(runs)), source.data(), panels, finish)
                .run(new Sweep.Fixed(x, fast ? shift : 0), inputGradient, workers);
        finish.release(workers);
        panels.release(workers);
    }

    private static int[] spaced(int count, int distance) {
        int[] offsets = new int[count];
        for (int i = 0; i < count; i++) {
            offsets[i] = i * distance;
        }
        return offsets;
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

    /** Returns the taps as runs of the same length: the rows of the kernel or, where it is dilated, its taps. */
    private static List<Run> runs(ConvGeometry g, PaddedImages source) {
        boolean whole = g.dilation().width() == 1;
        int length = whole ? g.kernel().width() * g.inChannels() : g.inChannels();
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < g.kernel().height(); i++) {
            for (int j = 0; j < (whole ? 1 : g.kernel().width()); j++) {
                runs.add(new Run(
                        source.offset(
                                i * g.dilation().height(), j * g.dilation().width()),
                        runs.size() * length,
                        length));
            }
        }
        return runs;
    }
}
