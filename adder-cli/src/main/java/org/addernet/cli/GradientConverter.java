package org.addernet.cli;

import org.addernet.kernel.FilterGradient;
import org.addernet.kernel.GradientRule;
import org.addernet.kernel.InputGradient;
import org.addernet.kernel.Similarity;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the derivatives of l1 as options name them: one word for filter and input, or {@code FILTER,INPUT}. */
final class GradientConverter implements ITypeConverter<GradientRule> {

    /** The name of the paper's derivatives, which differ for filter and input. */
    static final String FULL = "full";

    private static final GradientRule PAPER = GradientRule.of(Similarity.L1);

    /** For picocli. */
    GradientConverter() {}

    @Override
    public GradientRule convert(String text) {
        String[] words = text.split(",", -1);
        if (words.length > 2) {
            throw unknown(text);
        }
        InputGradient input = switch (words[words.length - 1]) {
            case FULL -> PAPER.input();
            case "sign" -> InputGradient.SIGN;
            case "unclipped" -> InputGradient.UNCLIPPED;
            default -> throw unknown(text);
        };
        FilterGradient filter = switch (words[0]) {
            case FULL -> PAPER.filter();
            case "sign" -> FilterGradient.SIGN;
            case "unclipped" -> GradientRule.UNCLIPPED.filter();
            default -> throw unknown(text);
        };
        return new GradientRule(filter, input);
    }

    private static TypeConversionException unknown(String text) {
        return new TypeConversionException(
                "\"" + text + "\" is none of full, sign and unclipped, nor two of them for filter"
                        + " and input, such as full,sign");
    }
}
