package org.addernet.kernel;

import java.util.Set;

/**
 * The pair of derivatives with which a convolution is trained.
 *
 * @param filter what stands for {@code ∂Y/∂F}
 * @param input what stands for {@code ∂Y/∂X}
 */
public record GradientRule(FilterGradient filter, InputGradient input) {

    /** The signs of Eq. 4 for both: the true derivative of the l1 distance, the paper's ablation. */
    public static final GradientRule SIGN = new GradientRule(FilterGradient.SIGN, InputGradient.SIGN);

    /** The difference of Eq. 5 for both, without the clip of Eq. 6. */
    public static final GradientRule UNCLIPPED =
            new GradientRule(FilterGradient.FULL_PRECISION, InputGradient.UNCLIPPED);

    private static final Set<FilterGradient> L1_FILTER = Set.of(FilterGradient.FULL_PRECISION, FilterGradient.SIGN);

    private static final Set<InputGradient> L1_INPUT =
            Set.of(InputGradient.HARD_TANH, InputGradient.SIGN, InputGradient.UNCLIPPED);

    /** Returns whether a similarity can be trained with this rule: l1 with any of its derivatives, another with its own. */
    public boolean fits(Similarity similarity) {
        return similarity == Similarity.L1
                ? L1_FILTER.contains(filter) && L1_INPUT.contains(input)
                : equals(of(similarity));
    }

    /** Returns the rule with which a similarity is trained by default: for l1 the paper's full precision and HardTanh. */
    public static GradientRule of(Similarity similarity) {
        return switch (similarity) {
            case L1 -> new GradientRule(FilterGradient.FULL_PRECISION, InputGradient.HARD_TANH);
            case L2 -> new GradientRule(FilterGradient.L2, InputGradient.L2);
            case CROSS_CORRELATION ->
                new GradientRule(FilterGradient.CROSS_CORRELATION, InputGradient.CROSS_CORRELATION);
            case XNOR -> new GradientRule(FilterGradient.XNOR, InputGradient.XNOR);
        };
    }
}
