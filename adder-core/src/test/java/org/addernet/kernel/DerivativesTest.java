package org.addernet.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values of the similarities and their derivatives, by hand from Eq. 1 to 7 and 27. */
class DerivativesTest {

    @ParameterizedTest
    @CsvSource({"3, 1, -2, -4, 3", "1, 3, -2, -4, 3", "-0.5, 0.25, -0.75, -0.5625, -0.125", "2, 2, 0, 0, 4"})
    void similarities(float x, float f, float l1, float l2, float product) {
        assertThat(Similarity.L1.apply(x, f) + 0f).isEqualTo(l1);
        assertThat(Similarity.L2.apply(x, f) + 0f).isEqualTo(l2);
        assertThat(Similarity.CROSS_CORRELATION.apply(x, f)).isEqualTo(product);
    }

    @ParameterizedTest
    @CsvSource({
        "3, 0.5, 1, 1, 0",
        "-1, 7, -1, -1, 1",
        "1, -0.25, -1, 1, -1",
        "-1.25, -7, 1, -1, 0",
        "0, -0.0, 1, 1, 1",
        "-0.0, -1, -1, 1, -1",
        "NaN, -1, -1, 1, 0"
    })
    void signs(float x, float f, float product, float filterGradient, float inputGradient) {
        assertThat(Similarity.XNOR.apply(x, f)).isEqualTo(product);
        assertThat(FilterGradient.XNOR.apply(x, f)).isEqualTo(filterGradient);
        assertThat(InputGradient.XNOR.apply(x, f)).isEqualTo(inputGradient);
    }

    @ParameterizedTest
    @CsvSource({"3, 1, 2, 1, 4", "1, 3, -2, -1, -4", "1, 1.25, -0.25, -1, -0.5", "2, 2, 0, 0, 0"})
    void filterGradients(float x, float f, float full, float sign, float l2) {
        assertThat(FilterGradient.FULL_PRECISION.apply(x, f)).isEqualTo(full);
        assertThat(FilterGradient.SIGN.apply(x, f)).isEqualTo(sign);
        assertThat(FilterGradient.L2.apply(x, f)).isEqualTo(l2);
        assertThat(FilterGradient.CROSS_CORRELATION.apply(x, f)).isEqualTo(x);
    }

    @ParameterizedTest
    @CsvSource({
        "3, 1, -1, -1, -2, -4",
        "1, 3, 1, 1, 2, 4",
        "1, 1.25, 0.25, 1, 0.25, 0.5",
        "1, 2, 1, 1, 1, 2",
        "1.25, 1, -0.25, -1, -0.25, -0.5",
        "2, 2, 0, 0, 0, 0"
    })
    void inputGradients(float x, float f, float hardTanh, float sign, float unclipped, float l2) {
        assertThat(InputGradient.HARD_TANH.apply(x, f)).isEqualTo(hardTanh);
        assertThat(InputGradient.SIGN.apply(x, f)).isEqualTo(sign);
        assertThat(InputGradient.UNCLIPPED.apply(x, f)).isEqualTo(unclipped);
        assertThat(InputGradient.L2.apply(x, f)).isEqualTo(l2);
        assertThat(InputGradient.CROSS_CORRELATION.apply(x, f)).isEqualTo(f);
    }

    @Test
    void defaultRuleOfEachSimilarity() {
        assertThat(GradientRule.of(Similarity.L1))
                .isEqualTo(new GradientRule(FilterGradient.FULL_PRECISION, InputGradient.HARD_TANH));
        assertThat(GradientRule.of(Similarity.L2)).isEqualTo(new GradientRule(FilterGradient.L2, InputGradient.L2));
        assertThat(GradientRule.of(Similarity.CROSS_CORRELATION))
                .isEqualTo(new GradientRule(FilterGradient.CROSS_CORRELATION, InputGradient.CROSS_CORRELATION));
        assertThat(GradientRule.of(Similarity.XNOR))
                .isEqualTo(new GradientRule(FilterGradient.XNOR, InputGradient.XNOR));
        assertThat(GradientRule.SIGN).isEqualTo(new GradientRule(FilterGradient.SIGN, InputGradient.SIGN));
    }

    @Test
    void productsAreNoDistances() {
        assertThat(Similarity.L1.isDistance()).isTrue();
        assertThat(Similarity.L2.isDistance()).isTrue();
        assertThat(Similarity.CROSS_CORRELATION.isDistance()).isFalse();
        assertThat(Similarity.XNOR.isDistance()).isFalse();
        assertThat(Similarity.CROSS_CORRELATION).hasToString("cross-correlation");
        assertThat(new Size2d(3, 5)).hasToString("3x5");
    }
}
