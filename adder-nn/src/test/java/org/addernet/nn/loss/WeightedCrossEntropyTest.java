package org.addernet.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.addernet.nn.Pass;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The softmax cross-entropy with smoothed labels and weights of the classes. */
class WeightedCrossEntropyTest {

    /** softmax is (1, 2, 5) / 8 in the first row and uniform in the second. */
    private static final Tensor LOGITS =
            Tensor.of(Shape.of(2, 3), 0, (float) Math.log(2), (float) Math.log(5), 4, 4, 4);

    private static final int[] LABELS = {1, 0};

    private static double loss(double smoothing, double... weights) {
        return SoftmaxCrossEntropy.of(LOGITS, LABELS, smoothing, weights.length == 0 ? null : weights, Pass.inference())
                .data()[0];
    }

    @Test
    void valuesByHand() {
        double a = Math.log(4); // -log of the label's probability in the first row
        double b = Math.log(3); // of every class in the second
        // The logits and the losses near 1 are rounded to floats, by some 1e-7 each.
        assertThat(loss(0, 1, 3, 9)).isCloseTo((3 * a + b) / 4, within(1e-6));
        double row = Math.log(8) + Math.log(4) + Math.log(8 / 5.0);
        assertThat(loss(0.3)).isCloseTo((0.7 * a + 0.1 * row + b) / 2, within(1e-6));
        double weightedRow = Math.log(8) + 3 * Math.log(4) + 9 * Math.log(8 / 5.0);
        assertThat(loss(0.3, 1, 3, 9)).isCloseTo((0.7 * (3 * a + b) + 0.1 * (weightedRow + 13 * b)) / 4, within(1e-6));
    }

    @Test
    void onesForWeightsGiveThePlainLoss() {
        assertThat(loss(0, 1, 1, 1)).isEqualTo(loss(0));
        assertThat(loss(0.2, 1, 1, 1)).isEqualTo(loss(0.2));
        // Only their ratios count without smoothing.
        assertThat(loss(0, 4, 4, 4)).isCloseTo(loss(0), within(1e-6));
    }

    @Test
    void withoutSmoothingAndWeightsItHasTheBitsOfThePlainLoss() {
        int samples = 400;
        Random random = new Random(3);
        Tensor logits = Tensor.zeros(Shape.of(samples, 5));
        for (int i = 0; i < logits.data().length; i++) {
            logits.data()[i] = (float) random.nextGaussian();
        }
        int[] labels = random.ints(samples, 0, 5).toArray();
        Pass plainPass = Pass.training(Workers.shared());
        plainPass.watch(logits);
        Tensor plain = SoftmaxCrossEntropy.of(logits, labels, plainPass);
        plainPass.backward(plain);
        Pass pass = Pass.training(Workers.shared());
        pass.watch(logits);
        Tensor loss = SoftmaxCrossEntropy.of(logits, labels, 0, null, pass);
        pass.backward(loss);
        assertThat(loss.data()).isEqualTo(plain.data());
        assertThat(pass.gradient(logits).data())
                .isEqualTo(plainPass.gradient(logits).data());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 1})
    void gradientIsTheSlope(double smoothing) {
        for (double[] weights : new double[][] {{1, 1, 1}, {0.5, 2, 0}}) {
            LossGradientCheck.check(
                    (output, pass) -> SoftmaxCrossEntropy.of(output, new int[] {2, 1, 0, 1}, smoothing, weights, pass),
                    Tensor.of(Shape.of(4, 3), 0.1f, 1, -0.5f, 0.7f, 0.2f, -1, 1.2f, -0.3f, 0, 0, -0.8f, 0.4f));
        }
    }

    @Test
    void aClassOfWeightZeroDoesNotCountAndABatchOfItAloneIsNaN() {
        assertThat(loss(0, 0, 2, 1)).isCloseTo(Math.log(4), within(1e-6));
        assertThat(loss(0, 0, 0, 1)).isNaN();
    }

    @Test
    void anImpossibleOtherClassIsNoInfiniteLossWithoutSmoothing() {
        Tensor logits = Tensor.of(Shape.of(1, 3), 0, 0, Float.NEGATIVE_INFINITY);
        Tensor loss = SoftmaxCrossEntropy.of(logits, new int[] {0}, 0, new double[] {2, 1, 1}, Pass.inference());
        assertThat(loss.data()[0]).isCloseTo((float) Math.log(2), within(1e-6f));
    }

    @Test
    void laterChangesOfTheWeightsDoNotReachTheGradient() {
        double[] weights = {1, 3, 9};
        Pass pass = Pass.training(Workers.shared());
        pass.watch(LOGITS);
        Tensor loss = SoftmaxCrossEntropy.of(LOGITS, LABELS, 0, weights, pass);
        Arrays.fill(weights, Double.NaN);
        pass.backward(loss);
        assertThat(pass.gradient(LOGITS).isFinite()).isTrue();
    }

    @Test
    void argumentsOutOfRangeAreNamed() {
        for (double smoothing : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> loss(smoothing))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "SoftmaxCrossEntropy: the label smoothing is " + smoothing + ", it must be from 0 to 1");
        }
        assertThatThrownBy(() -> loss(0, 1, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("SoftmaxCrossEntropy: there are 2 class weights for 3 classes; give one for each");
        for (double weight : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> loss(0, 1, weight, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("SoftmaxCrossEntropy: the weight of class 1 is " + weight
                            + ", it must be a number of at least 0");
        }
        assertThatThrownBy(() -> SoftmaxCrossEntropy.of(LOGITS, new int[] {0, 3}, 0.1, null, Pass.inference()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("label 3 of sample 1");
    }
}
