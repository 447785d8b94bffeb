package org.addernet.kernel.vector;

import java.util.ArrayList;
import java.util.List;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.Size2d;
import org.addernet.tensor.Shape;

/**
 * The input gradient as convolutions of the padded output gradient, one for each phase of the stride along both axes.
 *
 * @param before zeros to add above and to the left of the output gradient
 * @param after zeros to add below and to the right
 * @param phases the convolutions
 * @param direct whether {@link DirectConvolution}s are the faster ones
 */
record InputGradientPlan(Size2d before, Size2d after, List<Phase> phases, boolean direct) {

    private static final Plans<InputGradientPlan> PLANS = new Plans<>(InputGradientPlan::make);

    /**
     * A convolution of stride 1.
     *
     * @param grid the input positions of the phase; their sources are in the padded output gradient
     * @param filterStarts for each tap, the index of its first weight in the filter {@code [kH,kW,cIn,cOut]}
     * @param offsets what a position sees
     */
    record Phase(Grid grid, int[] filterStarts, Offsets offsets) {}

    /**
     * Returns the plan of a geometry.
     *
     * @throws org.addernet.tensor.ShapeException if the padded output gradient would have 2^31 values or more
     */
    static InputGradientPlan of(ConvGeometry g) {
        return PLANS.of(g);
    }

    private static InputGradientPlan make(ConvGeometry g) {
        TransposedTaps rows = TransposedTaps.of(g, true);
        TransposedTaps columns = TransposedTaps.of(g, false);
        int height = rows.before() + g.output().height() + rows.after();
        int width = columns.before() + g.output().width() + columns.after();
        // Kernels count the pixels of the padded gradient, and copy it; it may be larger than all that the geometry has
        // checked.
        Shape.of(g.batch(), height, width, g.outChannels());
        List<Phase> phases = new ArrayList<>();
        for (TransposedTaps.Phase row : rows.phases()) {
            for (TransposedTaps.Phase column : columns.phases()) {
                phases.add(phase(g, row, column, height, width));
            }
        }
        boolean direct = phases.stream()
                .allMatch(phase -> phase.filterStarts.length > 0
                        && DirectConvolution.pays(g.batch() * phase.grid.rows(), phase.grid.columns(), g.inChannels()));
        return new InputGradientPlan(
                new Size2d(rows.before(), columns.before()), new Size2d(rows.after(), columns.after()), phases, direct);
    }

    private static Phase phase(
            ConvGeometry g, TransposedTaps.Phase row, TransposedTaps.Phase column, int height, int width) {
        int cIn = g.inChannels();
        int cOut = g.outChannels();
        int[] filterStarts = new int[row.taps().size() * column.taps().size()];
        int tap = 0;
        for (TransposedTaps.Tap i : row.taps()) {
            for (TransposedTaps.Tap j : column.taps()) {
                filterStarts[tap++] = (i.index() * g.kernel().width() + j.index()) * cIn * cOut;
            }
        }
        Grid grid = new Grid(
                g.batch(),
                row.positions(),
                column.positions(),
                new Grid.Strides(0, height * width, width, 1),
                new Grid.Strides(
                        (row.first() * g.image().width() + column.first()) * cIn,
                        g.image().height() * g.image().width() * cIn,
                        g.stride().height() * g.image().width() * cIn,
                        g.stride().width() * cIn));
        return new Phase(
                grid,
                filterStarts,
                Offsets.of(
                        row.taps().stream().mapToInt(i -> i.offset() * width).toArray(),
                        column.taps().stream()
                                .mapToInt(TransposedTaps.Tap::offset)
                                .toArray(),
                        cOut));
    }
}
