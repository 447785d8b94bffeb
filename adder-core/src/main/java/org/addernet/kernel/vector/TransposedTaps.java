package org.addernet.kernel.vector;

import java.util.ArrayList;
import java.util.List;
import org.addernet.kernel.ConvGeometry;

/**
 * The input gradient along one axis, as a convolution of the output gradient with the taps in reverse.
 *
 * <p>Input position h is seen by tap i of output {@code (h + padding - i dilation) / stride} where this is whole. Positions
 * of the same phase, h modulo the stride, have the same taps, each at a constant distance; so every phase is a convolution
 * of stride 1.
 *
 * @param before zeros to add before the output gradient, so that no tap falls out of it
 * @param after zeros to add after it
 * @param phases the phases, in order
 */
record TransposedTaps(int before, int after, List<Phase> phases) {

    /**
     * The input positions {@code first, first + stride, ...}.
     *
     * @param first the first position
     * @param positions their number
     * @param taps the taps that see them, in the order of their offsets
     */
    record Phase(int first, int positions, List<Tap> taps) {}

    /**
     * A tap of the kernel.
     *
     * @param index its index in the kernel
     * @param offset the padded output position that it joins with the phase's first input position
     */
    record Tap(int index, int offset) {}

    /** Returns the taps along H ({@code vertical}) or W. */
    static TransposedTaps of(ConvGeometry g, boolean vertical) {
        int image = vertical ? g.image().height() : g.image().width();
        int kernel = vertical ? g.kernel().height() : g.kernel().width();
        int stride = vertical ? g.stride().height() : g.stride().width();
        int padding = vertical ? g.padding().height() : g.padding().width();
        int dilation = vertical ? g.dilation().height() : g.dilation().width();
        int outputs = vertical ? g.output().height() : g.output().width();

        int before = 0;
        int last = outputs - 1;
        List<Phase> phases = new ArrayList<>();
        for (int first = 0; first < Math.min(stride, image); first++) {
            int positions = (image - first - 1) / stride + 1;
            List<Tap> taps = new ArrayList<>();
            for (int i = kernel - 1; i >= 0; i--) {
                int distance = first + padding - i * dilation;
                if (distance % stride == 0) {
                    int offset = distance / stride;
                    taps.add(new Tap(i, offset));
                    before = Math.max(before, -offset);
                    last = Math.max(last, offset + positions - 1);
                }
            }
            phases.add(new Phase(first, positions, taps));
        }
        int shift = before;
        return new TransposedTaps(
                before,
                last - (outputs - 1),
                phases.stream()
                        .map(p -> new Phase(
                                p.first,
                                p.positions,
                                p.taps.stream()
                                        .map(t -> new Tap(t.index, t.offset + shift))
                                        .toList()))
                        .toList());
    }
}
