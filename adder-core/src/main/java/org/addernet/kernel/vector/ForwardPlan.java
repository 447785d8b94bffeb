package org.addernet.kernel.vector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.Size2d;

/**
 * Where the positions of a convolution read and write, and what they see.
 *
 * @param geometry the convolution, which is one long row of positions where it is a matrix product in truth
 * @param grid the output positions; their sources are in the padded input
 * @param tapStarts the distances from a position's start to the beginnings of runs of contiguous taps: the rows of the kernel
 *     or, where it is dilated, its taps
 * @param tapsPerStart the taps of such a run, channels included
 * @param runs the same taps for a sweep, joined and cut
 * @param rows the distances of the kernel's rows, in pixels
 * @param columns the distances of the taps of a row, in pixels
 */
record ForwardPlan(
        ConvGeometry geometry,
        Grid grid,
        int[] tapStarts,
        int tapsPerStart,
        List<Run> runs,
        int[] rows,
        int[] columns) {

    /** The plans of the layers in use, made once; only ever new shapes exceed their number. */
    private static final Map<ConvGeometry, ForwardPlan> PLANS = new ConcurrentHashMap<>();

    private static final int MOST_PLANS = 1024;

    /** Returns the plan of a geometry. */
    static ForwardPlan of(ConvGeometry geometry) {
        ForwardPlan known = PLANS.get(geometry);
        if (known != null) {
            return known;
        }
        if (PLANS.size() >= MOST_PLANS) {
            PLANS.clear();
        }
        ForwardPlan plan = make(flatten(geometry));
        PLANS.put(geometry, plan);
        return plan;
    }

    /** Returns the number of taps, channels included. */
    int taps() {
        return tapStarts.length * tapsPerStart;
    }

    private static ForwardPlan make(ConvGeometry g) {
        int width = g.image().width() + 2 * g.padding().width();
        int height = g.image().height() + 2 * g.padding().height();
        int cIn = g.inChannels();
        boolean contiguous = g.dilation().width() == 1;
        int tapsPerStart = contiguous ? g.kernel().width() * cIn : cIn;
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < g.kernel().height(); i++) {
            for (int j = 0; j < (contiguous ? 1 : g.kernel().width()); j++) {
                int pixel = i * g.dilation().height() * width + j * g.dilation().width();
                runs.add(new Run(pixel * cIn, runs.size() * tapsPerStart, tapsPerStart));
            }
        }
        Size2d output = g.output();
        int cOut = g.outChannels();
        Grid grid = new Grid(
                g.batch(),
                output.height(),
                output.width(),
                new Grid.Strides(
                        0,
                        height * width * cIn,
                        g.stride().height() * width * cIn,
                        g.stride().width() * cIn),
                new Grid.Strides(0, output.height() * output.width() * cOut, output.width() * cOut, cOut));
        return new ForwardPlan(
                g,
                grid,
                runs.stream().mapToInt(Run::source).toArray(),
                tapsPerStart,
                Run.cut(Run.join(runs)),
                spaced(g.kernel().height(), g.dilation().height() * width),
                spaced(g.kernel().width(), g.dilation().width()));
    }

    /** Every output may look at one input position, or at its whole image. */
    private static ConvGeometry flatten(ConvGeometry g) {
        if (g.isPointwise()) {
            return row(g.batch() * g.image().height() * g.image().width(), g.inChannels(), g.outChannels());
        }
        if (g.kernel().equals(g.image())
                && g.padding().equals(Size2d.square(0))
                && g.dilation().equals(Size2d.square(1))) {
            return row(g.batch(), g.image().height() * g.image().width() * g.inChannels(), g.outChannels());
        }
        return g;
    }

    private static ConvGeometry row(int positions, int inChannels, int outChannels) {
        Size2d one = Size2d.square(1);
        return new ConvGeometry(1, new Size2d(1, positions), inChannels, outChannels, one, one, Size2d.square(0), one);
    }

    private static int[] spaced(int count, int distance) {
        int[] distances = new int[count];
        for (int i = 0; i < count; i++) {
            distances[i] = i * distance;
        }
        return distances;
    }
}
