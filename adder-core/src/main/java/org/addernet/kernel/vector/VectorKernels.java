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
 * The three passes as tiles of micro-kernels over packed arrays, without im2col.
 *
 * <p>Vectors run over what is contiguous in memory: filters in the forward pass, taps in the filter gradient, input channels
 * in the input gradient; where these are few, over positions ({@link DirectConvolution}, {@link DirectFilterGradient}). For XNOR
 * the operands are signs already, see {@link BinaryKernels}.
 */
final class VectorKernels implements ConvolutionKernels {

    private static final Tiles<OuterProductKernel> OUTER_PRODUCT = Tiles.LARGE
            ? new Tiles<>(new OuterProduct8x2(), new OuterProduct8x1())
            : new Tiles<>(new OuterProduct4x2(), new OuterProduct4x1());
    private static final Tiles<OuterProductKernel> OUTER_SIGN = new Tiles<>(new OuterSign4x2(), new OuterSign4x1());

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
        OutputStage output =
                OutputStage.of(factor, fast ? 0.5f : 0, shift.centre(), columnSums, cOut, epilogue, workers);
        Matrix matrix = new Matrix(filter, g.taps(), k -> k * cOut, cOut, 1, added);
        PaddedImages source = new PaddedImages(x, g.image(), g.inChannels(), g.padding(), g.padding(), added);
        if (plan.direct()) {
            Bands bands = Bands.of(source, plan.grid(), plan.offsets(), 0);
            direct(term, bands, false, matrix, output, null, y, workers);
        } else {
            gemm(term, plan.grid(), plan.offsets(), source, matrix, output, null, y, workers);
        }
        output.release(workers);
    }

    private static void direct(
            Term term,
            Bands bands,
            boolean skipsPadding,
            Matrix matrix,
            OutputStage output,
            ImplicitGemm.@Nullable Fixed fixed,
            float[] target,
            Workers workers) {
        Panels panels = Panels.pack(matrix, DirectKernel.STEP, false, workers);
        new DirectConvolution(term.direct(matrix.columns()), bands, skipsPadding, panels, output)
                .run(fixed, target, workers);
        panels.release(workers);
    }

    private static void gemm(
            Term term,
            Grid grid,
            Offsets offsets,
            PaddedImages source,
            Matrix matrix,
            OutputStage output,
            ImplicitGemm.@Nullable Fixed fixed,
            float[] target,
            Workers workers) {
        GemmTiles.Choice tiles = term.tiles.choose(grid, source.channels(), matrix.rows(), matrix.columns());
        Panels panels = Panels.pack(matrix, tiles.wide().width, tiles.wide().bits, workers);
        new ImplicitGemm(tiles, source, grid, offsets, panels, output).run(fixed, target, workers);
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
            DirectFilterGradient.of(source, plan, outputGradient, cOut)
                    .run(filter, sums, scale, filterGradient, workers);
        } else {
            Tiles<OuterProductKernel> tiles = rule == FilterGradient.SIGN ? OUTER_SIGN : OUTER_PRODUCT;
            TapUnits units = new TapUnits(tiles, g.inChannels(), plan.offsets(), cOut);
            new FilterGradientGemm(units, source, grid, outputGradient)
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
            case SIGN -> Term.SIGN;
            case UNCLIPPED, L2 -> Term.DIFFERENCE;
            case CROSS_CORRELATION, XNOR -> Term.PRODUCT;
        };
        // Σ g HT(f - x) = Σ g clamp(f, x - 1, x + 1) - x Σg
        float windowFactor = term == Term.CLAMP ? 1 : 0;
        OutputStage output =
                OutputStage.of(rule == InputGradient.L2 ? 2 : 1, windowFactor, 0, null, g.inChannels(), null, workers);
        ImplicitGemm.Fixed fixed = term == Term.PRODUCT ? null : new ImplicitGemm.Fixed(x, added);
        InputGradientPlan plan = InputGradientPlan.of(g);
        PaddedImages source =
                new PaddedImages(outputGradient, g.output(), g.outChannels(), plan.before(), plan.after(), 0);
        if (plan.direct()) {
            for (InputGradientPlan.Phase phase : plan.phases()) {
                Bands bands = Bands.of(source, phase.grid(), phase.offsets(), 0);
                direct(term, bands, true, matrix(phase, g, filter, added), output, fixed, inputGradient, workers);
            }
        } else {
            for (InputGradientPlan.Phase phase : plan.phases()) {
                gemm(
                        term,
                        phase.grid(),
                        phase.offsets(),
                        source,
                        matrix(phase, g, filter, added),
                        output,
                        fixed,
                        inputGradient,
                        workers);
            }
        }
        output.release(workers);
    }

    /** Returns the filter {@code [kH,kW,cIn,cOut]} as {@code [(tap, filter), cIn]}, with the taps of a phase. */
    private static Matrix matrix(InputGradientPlan.Phase phase, ConvGeometry g, float[] filter, float shift) {
        int[] starts = phase.filterStarts();
        int cOut = g.outChannels();
        return new Matrix(filter, starts.length * cOut, r -> starts[r / cOut] + r % cOut, g.inChannels(), cOut, shift);
    }
}
