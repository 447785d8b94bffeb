package org.addernet.kernel.vector;

import java.util.Arrays;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.ConvolutionKernels;
import org.addernet.kernel.Epilogue;
import org.addernet.kernel.FilterGradient;
import org.addernet.kernel.InputGradient;
import org.addernet.kernel.Similarity;
import org.addernet.kernel.binary.BinaryKernels;
import org.addernet.parallel.Workers;
import org.jspecify.annotations.Nullable;

/**
 * The three passes as sweeps of a micro-kernel over packed arrays, without im2col.
 *
 * <p>Vectors run over what is contiguous in memory: filters in the forward pass, taps in the filter gradient, input channels
 * in the input gradient. For XNOR the operands are signs already, see {@link BinaryKernels}.
 */
final class VectorKernels implements ConvolutionKernels {

    private static final SweepTiles MAXIMUM = Tiles.LARGE
            ? SweepTiles.of(
                    new Maximum8x2(),
                    new Maximum8x1(),
                    new Maximum7x2(),
                    new Maximum7x1(),
                    new Maximum16x1(),
                    new Maximum14x1(),
                    new Maximum10x1())
            : SweepTiles.of(new Maximum4x2(), new Maximum4x1());
    private static final SweepTiles ABSOLUTE_DIFFERENCE = Tiles.LARGE
            ? SweepTiles.of(new AbsoluteDifference8x2(), new AbsoluteDifference8x1())
            : SweepTiles.of(new AbsoluteDifference4x2(), new AbsoluteDifference4x1());
    private static final SweepTiles SQUARED_DIFFERENCE = Tiles.LARGE
            ? SweepTiles.of(
                    new SquaredDifference8x2(),
                    new SquaredDifference8x1(),
                    new SquaredDifference7x2(),
                    new SquaredDifference7x1(),
                    new SquaredDifference16x1(),
                    new SquaredDifference14x1(),
                    new SquaredDifference10x1())
            : SweepTiles.of(new SquaredDifference4x2(), new SquaredDifference4x1());
    private static final SweepTiles PRODUCT = Tiles.LARGE
            ? SweepTiles.of(
                    new Product8x2(),
                    new Product8x1(),
                    new Product7x2(),
                    new Product7x1(),
                    new Product16x1(),
                    new Product14x1(),
                    new Product10x1())
            : SweepTiles.of(new Product4x2(), new Product4x1());
    private static final SweepTiles CLAMP = SweepTiles.of(new Clamp4x2(), new Clamp4x1());
    private static final SweepTiles HARD_TANH = SweepTiles.of(new HardTanh4x2(), new HardTanh4x1());
    private static final SweepTiles INPUT_DIFFERENCE =
            SweepTiles.of(new InputDifference4x2(), new InputDifference4x1());
    private static final SweepTiles INPUT_SIGN = SweepTiles.of(new InputSign4x2(), new InputSign4x1());
    private static final Tiles<OuterKernel> OUTER_PRODUCT = Tiles.LARGE
            ? new Tiles<>(new OuterProduct8x2(), new OuterProduct8x1())
            : new Tiles<>(new OuterProduct4x2(), new OuterProduct4x1());
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
        ForwardPlan plan = ForwardPlan.of(geometry);
        ConvGeometry g = plan.geometry();
        float shift = similarity == Similarity.L1
                ? Shift.of(x, x.length, filter, filter.length, 0, Float.POSITIVE_INFINITY, workers)
                : Shift.NONE;
        boolean fast = !Float.isNaN(shift);
        float added = fast ? shift : 0;
        int cOut = g.outChannels();
        SweepTiles term = switch (similarity) {
            case L1 -> fast ? MAXIMUM : ABSOLUTE_DIFFERENCE;
            case L2 -> SQUARED_DIFFERENCE;
            case CROSS_CORRELATION, XNOR -> PRODUCT;
        };
        SweepTiles.Choice tiles = term.choose(plan.grid(), g.taps(), cOut);
        Panels panels = Panels.pack(filter, g.taps(), k -> k * cOut, cOut, 1, tiles.wide(), added, workers);
        PaddedImages source =
                PaddedImages.pad(x, g.batch(), g.image(), g.inChannels(), g.padding(), g.padding(), added, 0, workers);
        WindowSums windows =
                fast ? WindowSums.of(source, plan.grid().source(), plan.rows(), plan.columns(), workers) : null;
        // -Σ|x - f| = Σx + Σf - 2 Σmax(x, f) = -2 (Σmax(x, f) - Σx / 2) + Σf
        float factor = fast ? -2 : similarity.isDistance() ? -1 : 1;
        float[] columnSums = fast ? ColumnSums.of(filter, g.taps(), cOut, added, workers) : null;
        Finish finish = Finish.of(factor, windows, 0.5f, columnSums, cOut, epilogue, workers);
        new Sweep(tiles, plan.grid(), plan.runs(), source.data(), panels, finish).run(null, y, workers);
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
        ForwardPlan plan = ForwardPlan.of(geometry);
        ConvGeometry g = plan.geometry();
        int cOut = g.outChannels();
        Tiles<OuterKernel> tiles = rule == FilterGradient.SIGN ? OUTER_SIGN : OUTER_PRODUCT;
        PaddedImages source = PaddedImages.pad(
                x, g.batch(), g.image(), g.inChannels(), g.padding(), g.padding(), 0, OuterSweep.SLACK, workers);
        Grid grid = plan.grid();
        int stride = Math.max(cOut, tiles.wide().rows);
        float[] gradient = stride == cOut ? outputGradient : widen(outputGradient, grid.size(), cOut, stride, workers);
        float[] sums = rule == FilterGradient.FULL_PRECISION || rule == FilterGradient.L2
                ? ColumnSums.of(outputGradient, grid.size(), cOut, 0, workers)
                : null;
        new OuterSweep(tiles, grid, plan.tapStarts(), plan.tapsPerStart(), source.data(), gradient, stride, cOut)
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
        ConvGeometry g = ForwardPlan.of(geometry).geometry();
        float shift = Shift.NONE;
        if (rule == InputGradient.HARD_TANH
                && Magnitude.of(outputGradient, outputGradient.length, 0, workers)
                        .finite()) {
            shift = Shift.of(x, x.length, filter, filter.length, 1, 1, workers);
        }
        InputGradientPlan plan = InputGradientPlan.of(g);
        PaddedImages source = PaddedImages.pad(
                outputGradient, g.batch(), g.output(), g.outChannels(), plan.before(), plan.after(), 0, 0, workers);
        for (InputGradientPlan.Phase phase : plan.phases()) {
            phase(rule, shift, g, phase, source, x, filter, inputGradient, workers);
        }
        source.release(workers);
    }

    private static void phase(
            InputGradient rule,
            float shift,
            ConvGeometry g,
            InputGradientPlan.Phase phase,
            PaddedImages source,
            float[] x,
            float[] filter,
            float[] inputGradient,
            Workers workers) {
        int cIn = g.inChannels();
        int cOut = g.outChannels();
        boolean fast = !Float.isNaN(shift);
        SweepTiles term = switch (rule) {
            case HARD_TANH -> fast ? CLAMP : HARD_TANH;
            case SIGN -> INPUT_SIGN;
            case UNCLIPPED, L2 -> INPUT_DIFFERENCE;
            case CROSS_CORRELATION, XNOR -> PRODUCT;
        };
        int[] starts = phase.filterStarts();
        SweepTiles.Choice tiles = term.choose(phase.grid(), starts.length * cOut, cIn);
        Panels panels = Panels.pack(
                filter,
                starts.length * cOut,
                r -> starts[r / cOut] + r % cOut,
                cIn,
                cOut,
                tiles.wide(),
                fast ? shift : 0,
                workers);
        WindowSums windows = fast && starts.length > 0
                ? WindowSums.of(source, phase.grid().source(), phase.rows(), phase.columns(), workers)
                : null;
        // Σ g HT(f - x) = Σ g clamp(f, x - 1, x + 1) - x Σg
        Finish finish = Finish.of(rule == InputGradient.L2 ? 2 : 1, windows, 1, null, cIn, null, workers);
        new Sweep(tiles, phase.grid(), phase.runs(), source.data(), panels, finish)
                .run(new Sweep.Fixed(x, fast ? shift : 0), inputGradient, workers);
        finish.release(workers);
        panels.release(workers);
    }
}
