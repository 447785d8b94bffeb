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
        float shift = similarity == Similarity.L1
                ? Shift.of(x, x.length, filter, filter.length, 0, Float.POSITIVE_INFINITY, workers)
                : Shift.NONE;
        boolean fast = !Float.isNaN(shift);
        float added = fast ? shift : 0;
        int cOut = g.outChannels();
        Term term = switch (similarity) {
            case L1 -> fast ? Term.MAXIMUM : Term.ABSOLUTE_DIFFERENCE;
            case L2 -> Term.SQUARED_DIFFERENCE;
            case CROSS_CORRELATION, XNOR -> Term.PRODUCT;
        };
        // -Σ|x - f| = Σx + Σf - 2 Σmax(x, f) = -2 (Σmax(x, f) - Σx / 2) + Σf
        float factor = fast ? -2 : similarity.isDistance() ? -1 : 1;
        float[] columnSums = fast ? ColumnSums.of(filter, g.taps(), cOut, added, workers) : null;
        Finish finish = Finish.of(factor, fast ? 0.5f : 0, columnSums, cOut, epilogue, workers);
        if (plan.planar()) {
            planar(term, plan, x, filter, added, finish, y, workers);
        } else {
            sweep(term, plan, x, filter, added, finish, y, workers);
        }
        finish.release(workers);
    }

    private static void planar(
            Term term,
            ForwardPlan plan,
            float[] x,
            float[] filter,
            float added,
            Finish finish,
            float[] y,
            Workers workers) {
        ConvGeometry g = plan.geometry();
        int cOut = g.outChannels();
        Panels panels = Panels.pack(filter, g.taps(), k -> k * cOut, cOut, 1, PlanarKernel.STEP, false, added, workers);
        Planes planes = new Planes(x, g.image(), g.inChannels(), g.padding(), g.padding(), added);
        Bands bands = Bands.of(planes, plan.grid(), plan.rows(), plan.columns(), 0);
        new PlanarSweep(term.planar(cOut), bands, false, panels, finish).run(null, y, workers);
        panels.release(workers);
    }

    private static void sweep(
            Term term,
            ForwardPlan plan,
            float[] x,
            float[] filter,
            float added,
            Finish finish,
            float[] y,
            Workers workers) {
        ConvGeometry g = plan.geometry();
        int cOut = g.outChannels();
        SweepTiles.Choice tiles = term.tiles.choose(plan.grid(), g.taps(), cOut);
        SweepKernel wide = tiles.wide();
        Panels panels = Panels.pack(filter, g.taps(), k -> k * cOut, cOut, 1, wide.width, wide.bits, added, workers);
        PaddedImages source =
                PaddedImages.pad(x, g.batch(), g.image(), g.inChannels(), g.padding(), g.padding(), added, 0, workers);
        WindowSums windows = finish.windowFactor() == 0
                ? null
                : WindowSums.of(source, plan.grid().source(), plan.rows(), plan.columns(), workers);
        new Sweep(tiles, plan.grid(), plan.runs(), source.data(), panels, windows, finish).run(null, y, workers);
        if (windows != null) {
            windows.release(workers);
        }
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
        Grid grid = plan.grid();
        float[] sums = rule == FilterGradient.FULL_PRECISION || rule == FilterGradient.L2
                ? ColumnSums.of(outputGradient, grid.size(), cOut, 0, workers)
                : null;
        float scale = rule == FilterGradient.L2 ? 2 : 1;
        // Dots multiply some inputs by 0, too.
        boolean dots = plan.dots()
                && rule != FilterGradient.SIGN
                && Magnitude.of(x, x.length, 0, workers).finite();
        if (dots) {
            Planes planes = new Planes(x, g.image(), g.inChannels(), g.padding(), g.padding(), 0);
            DotSweep.of(planes, plan, outputGradient, cOut).run(filter, sums, scale, filterGradient, workers);
        } else {
            Tiles<OuterKernel> tiles = rule == FilterGradient.SIGN ? OUTER_SIGN : OUTER_PRODUCT;
            PaddedImages source = PaddedImages.pad(
                    x, g.batch(), g.image(), g.inChannels(), g.padding(), g.padding(), 0, OuterSweep.SLACK, workers);
            int stride = Math.max(cOut, tiles.wide().rows);
            float[] gradient =
                    stride == cOut ? outputGradient : widen(outputGradient, grid.size(), cOut, stride, workers);
            new OuterSweep(tiles, grid, plan.tapStarts(), plan.tapsPerStart(), source.data(), gradient, stride, cOut)
                    .run(rule == FilterGradient.SIGN, filter, sums, scale, filterGradient, workers);
            if (gradient != outputGradient) {
                workers.scratch().release(gradient);
            }
            source.release(workers);
        }
        if (sums != null) {
            workers.scratch().release(sums);
        }
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
        float added = Float.isNaN(shift) ? 0 : shift;
        Term term = switch (rule) {
            case HARD_TANH -> Float.isNaN(shift) ? Term.HARD_TANH : Term.CLAMP;
            case SIGN -> Term.INPUT_SIGN;
            case UNCLIPPED, L2 -> Term.INPUT_DIFFERENCE;
            case CROSS_CORRELATION, XNOR -> Term.PRODUCT;
        };
        // Σ g HT(f - x) = Σ g clamp(f, x - 1, x + 1) - x Σg
        float windowFactor = term == Term.CLAMP ? 1 : 0;
        Finish finish = Finish.of(rule == InputGradient.L2 ? 2 : 1, windowFactor, null, g.inChannels(), null, workers);
        Sweep.Fixed fixed = term == Term.PRODUCT ? null : new Sweep.Fixed(x, added);
        InputGradientPlan plan = InputGradientPlan.of(g);
        if (plan.planar()) {
            planar(term, plan, g, fixed, filter, added, outputGradient, finish, inputGradient, workers);
        } else {
            sweep(term, plan, g, fixed, filter, added, outputGradient, finish, inputGradient, workers);
        }
        finish.release(workers);
    }

    private static void planar(
            Term term,
            InputGradientPlan plan,
            ConvGeometry g,
            Sweep.@Nullable Fixed fixed,
            float[] filter,
            float added,
            float[] outputGradient,
            Finish finish,
            float[] inputGradient,
            Workers workers) {
        Planes planes = new Planes(outputGradient, g.output(), g.outChannels(), plan.before(), plan.after(), 0);
        Tiles<PlanarKernel> tiles = term.planar(g.inChannels());
        for (InputGradientPlan.Phase phase : plan.phases()) {
            Panels panels = pack(phase, g, filter, PlanarKernel.STEP, false, added, workers);
            Bands bands = Bands.of(planes, phase.grid(), phase.rows(), phase.columns(), 0);
            new PlanarSweep(tiles, bands, true, panels, finish).run(fixed, inputGradient, workers);
            panels.release(workers);
        }
    }

    private static void sweep(
            Term term,
            InputGradientPlan plan,
            ConvGeometry g,
            Sweep.@Nullable Fixed fixed,
            float[] filter,
            float added,
            float[] outputGradient,
            Finish finish,
            float[] inputGradient,
            Workers workers) {
        PaddedImages source = PaddedImages.pad(
                outputGradient, g.batch(), g.output(), g.outChannels(), plan.before(), plan.after(), 0, 0, workers);
        for (InputGradientPlan.Phase phase : plan.phases()) {
            int rows = phase.filterStarts().length * g.outChannels();
            SweepTiles.Choice tiles = term.tiles.choose(phase.grid(), rows, g.inChannels());
            Panels panels = pack(phase, g, filter, tiles.wide().width, tiles.wide().bits, added, workers);
            WindowSums windows = finish.windowFactor() == 0 || rows == 0
                    ? null
                    : WindowSums.of(source, phase.grid().source(), phase.rows(), phase.columns(), workers);
            new Sweep(tiles, phase.grid(), phase.runs(), source.data(), panels, windows, finish)
                    .run(fixed, inputGradient, workers);
            if (windows != null) {
                windows.release(workers);
            }
            panels.release(workers);
        }
        source.release(workers);
    }

    /** Packs the filter {@code [kH,kW,cIn,cOut]} as {@code [(tap, filter), cIn]}, with the taps of a phase. */
    private static Panels pack(
            InputGradientPlan.Phase phase,
            ConvGeometry g,
            float[] filter,
            int wide,
            boolean bits,
            float shift,
            Workers workers) {
        int[] starts = phase.filterStarts();
        int cOut = g.outChannels();
        return Panels.pack(
                filter,
                starts.length * cOut,
                r -> starts[r / cOut] + r % cOut,
                g.inChannels(),
                cOut,
                wide,
                bits,
                shift,
                workers);
    }
}
