package org.addernet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.addernet.kernel.FilterGradient;
import org.addernet.kernel.GradientRule;
import org.addernet.kernel.InputGradient;
import org.addernet.kernel.Similarity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GradientConverterTest {

    @ParameterizedTest
    @CsvSource({
        "full, FULL_PRECISION, HARD_TANH",
        "sign, SIGN, SIGN",
        "unclipped, FULL_PRECISION, UNCLIPPED",
        "'full,sign', FULL_PRECISION, SIGN",
        "'sign,full', SIGN, HARD_TANH",
        "'unclipped,sign', FULL_PRECISION, SIGN",
    })
    void readsOneWordOrTwo(String text, FilterGradient filter, InputGradient input) {
        GradientRule rule = new GradientConverter().convert(text);
        assertThat(rule).isEqualTo(new GradientRule(filter, input));
        assertThat(rule.fits(Similarity.L1)).isTrue();
    }
}
