package org.addernet.bench;

import java.util.Locale;
import org.addernet.kernel.Similarity;

/** The arithmetic of one term in the inner loop of a kernel, whose speed the machine limits. */
public enum LimitLoop {

    /** {@code s += |x - f|}: the l1 forward pass as it is written. */
    SUB_ABS_ADD(8),

    /** {@code s += max(x, f)}: the l1 forward pass by {@code |x - f| = 2 max(x, f) - x - f}. */
    MAX_ADD(12),

    /** {@code s += g min(max(f, low), high)}: the input gradient with HardTanh. */
    MIN_MAX_FMA(8),

    /** {@code s += x f}: the cross-correlation, and whatever becomes one. */
    FMA(12),

    /** {@code s += (x - f)²}: the l2 forward pass as it is written. */
    SUB_FMA(12);

    private final int sums;

    LimitLoop(int sums) {
        this.sums = sums;
    }

    /** Returns the loop with the least work that computes the pass with its default gradient. */
    public static LimitLoop of(Similarity similarity, Direction pass) {
        if (similarity != Similarity.L1 || pass == Direction.FILTER_GRADIENT) {
            return FMA;
        }
        return pass == Direction.FORWARD ? MAX_ADD : MIN_MAX_FMA;
    }

    /** Runs the loop and returns the sum of its sums. */
    float run() {
        return switch (this) {
            case SUB_ABS_ADD -> RegisterLoops.subAbsAdd();
            case MAX_ADD -> RegisterLoops.maxAdd();
            case MIN_MAX_FMA -> RegisterLoops.minMaxFma();
            case FMA -> RegisterLoops.fma();
            case SUB_FMA -> RegisterLoops.subFma();
        };
    }

    /** Returns how many terms a {@link #run} adds. */
    long terms() {
        return (long) RegisterLoops.STEPS * sums * RegisterLoops.LANES;
    }

    /** Returns the name in the benchmark's parameter, such as {@code sub-abs-add}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
