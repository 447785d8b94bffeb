package org.addernet.kernel.vector;

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
 * in the input gradient; where these are few, over positions ({@link PlanarSweep}, {@link DotSweep}). For XNOR the operands are signs already, see {@link BinaryKernels}.
 */
final class VectorKernels implements ConvolutionKernels {

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
        Shift shift = similarity == Similarity.L1
                ? Shift.of(x, x.length, filter, filter.length, 0, Float.POSITIVE_INFINITY, g.taps(), workers)
                : Shift.NONE;
        boolean fast = shift.fast();
        float added = shift.amount();
        int cOut = g.outChannels();
        Term term = switch (similarity) {
            case L1 -> fast ? Term.MAXIMUM : Term.ABSOLUTE_DIFFERENCE;
            case L2 -> Term.SQUARED_DIFFERENCE;
            case CROSS_CORRELATION, XNOR -> Term.PRODUCT;
        };
        // -Σ|x - f| = Σx + Σf - 2 Σmax(x, f) = -2 (Σmax(x, f) - Σx / 2) + Σf, each less the centre
        float factor = fast ? -2 : similarity.isDistance() ? -1 : 1;
        float[] columnSums = fast ? ColumnSums.of(filter, g.taps(), cOut, added, shift.centre(), workers) : null;
        Finish finish = Finish.of(factor, fast ? 0.5f : 0, shift.centre(), columnSums, cOut, epilogue, workers);
        Matrix matrix = new Matrix(filter, g.taps(), k -> k * cOut, cOut, 1, added);
        PaddedImages source = new PaddedImages(x, g.image(), g.inChannels(), g.padding(), g.padding(), added);
        if (plan.planar()) {
            Bands bands = Bands.of(source, plan.grid(), plan.window(), 0);
            planar(term, bands, false, matrix, finish, null, y, workers);
        } else {
            sweep(term, plan.grid(), plan.window(), source, matrix, finish, null, y, workers);
        }
        finish.release(workers);
    }

    private static void planar(
            Term term,
            Bands bands,
            boolean skipsPadding,
            Matrix matrix,
            Finish finish,
            Sweep.@Nullable Fixed fixed,
            float[] target,
            Workers workers) {
        Panels panels = Panels.pack(matrix, PlanarKernel.STEP, false, workers);
        new PlanarSweep(term.planar(matrix.columns()), bands, skipsPadding, panels, finish).run(fixed, target, workers);
        panels.release(workers);
    }

    private static void sweep(
            Term term,
            Grid grid,
            Window window,
            PaddedImages source,
            Matrix matrix,
            Finish finish,
            Sweep.@Nullable Fixed fixed,
            float[] target,
            Workers workers) {
        SweepTiles.Choice tiles = term.tiles.choose(grid, source.channels(), matrix.rows(), matrix.columns());
        Panels panels = Panels.pack(matrix, tiles.wide().width, tiles.wide().bits, workers);
        new Sweep(tiles, source, grid, window, panels, finish).run(fixed, target, workers);
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
        Grid grid = plan.grid();
        float[] sums = rule == FilterGradient.FULL_PRECISION || rule == FilterGradient.L2
                ? ColumnSums.of(outputGradient, grid.size(), cOut, 0, 0, workers)
                : null;
        float scale = rule == FilterGradient.L2 ? 2 : 1;
        // Dots multiply some inputs by 0, too. The signs of XNOR come in scratch, which is longer than x.
        boolean dots = plan.dots()
                && rule != FilterGradient.SIGN
                && Magnitude.of(x, g.inputShape().size(), 0, workers).finite();
        PaddedImages source = new PaddedImages(x, g.image(), g.inChannels(), g.padding(), g.padding(), 0);
        if (dots) {
            DotSweep.of(source, plan, outputGradient, cOut).run(filter, sums, scale, filterGradient, workers);
        } else {
            Tiles<OuterKernel> tiles = rule == FilterGradient.SIGN ? OUTER_SIGN : OUTER_PRODUCT;
            TapUnits units = new TapUnits(tiles, g.inChannels(), plan.window(), cOut);
            new OuterSweep(units, source, grid, outputGradient)
                    .run(rule == FilterGradient.SIGN, filter, sums, scale, filterGradient, workers);
        }
        if (sums != null) {
            workers.scratch().release(sums);
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
        ConvGeometry g = ForwardPlan.of(geometry).geometry();
        Shift shift = Shift.NONE;
        if (rule == InputGradient.HARD_TANH) {
            // Infinite if a gradient is NaN or infinite.
            float terms = g.kernel().height()
                    * g.kernel().width()
                    * g.outChannels()
                    * Magnitude.of(outputGradient, outputGradient.length, 0, workers)
                            .largest();
            shift = Shift.of(x, x.length, filter, filter.length, 1, 1, terms, workers);
        }
        float added = shift.amount();
        Term term = switch (rule) {
            case HARD_TANH -> shift.fast() ? Term.CLAMP : Term.HARD_TANH;
            case SIGN -> Term.INPUT_SIGN;
            case UNCLIPPED, L2 -> Term.INPUT_DIFFERENCE;
            case CROSS_CORRELATION, XNOR -> Term.PRODUCT;
        };
        // Σ g HT(f - x) = Σ g clamp(f, x - 1, x + 1) - x Σg
        float windowFactor = term == Term.CLAMP ? 1 : 0;
        Finish finish =
                Finish.of(rule == InputGradient.L2 ? 2 : 1, windowFactor, 0, null, g.inChannels(), null, workers);
        Sweep.Fixed fixed = term == Term.PRODUCT ? null : new Sweep.Fixed(x, added);
        InputGradientPlan plan = InputGradientPlan.of(g);
        PaddedImages source =
                new PaddedImages(outputGradient, g.output(), g.outChannels(), plan.before(), plan.after(), 0);
        if (plan.planar()) {
            for (InputGradientPlan.Phase phase : plan.phases()) {
                Bands bands = Bands.of(source, phase.grid(), phase.window(), 0);
                planar(term, bands, true, matrix(phase, g, filter, added), finish, fixed, inputGradient, workers);
            }
        } else {
            for (InputGradientPlan.Phase phase : plan.phases()) {
                sweep(
                        term,
                        phase.grid(),
                        phase.window(),
                        source,
                        matrix(phase, g, filter, added),
                        finish,
                        fixed,
                        inputGradient,
                        workers);
            }
        }
        finish.release(workers);
    }

    /** Returns the filter {@code [kH,kW,cIn,cOut]} as {@code [(tap, filter), cIn]}, with the taps of a phase. */
    private static Matrix matrix(InputGradientPlan.Phase phase, ConvGeometry g, float[] filter, float shift) {
        int[] starts = phase.filterStarts();
        int cOut = g.outChannels();
        return new Matrix(filter, starts.length * cOut, r -> starts[r / cOut] + r % cOut, g.inChannels(), cOut, shift);
    }
}
