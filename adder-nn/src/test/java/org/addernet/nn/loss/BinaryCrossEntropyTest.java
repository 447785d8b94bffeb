package org.addernet.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.addernet.nn.Pass;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;

class BinaryCrossEntropyTest {

    private static float loss(float logit, float target) {
        return BinaryCrossEntropy.of(
                        Tensor.of(Shape.of(1, 1), logit), Tensor.of(Shape.of(1, 1), target), Pass.inference())
                .data()[0];
    }

    @Test
    void valueAndGradientByHand() {
        // σ(0) = 1/2 and σ(log 3) = 3/4.
        Tensor logits = Tensor.of(Shape.of(2, 2), 0, (float) Math.log(3), (float) Math.log(3), -(float) Math.log(3));
        Tensor targets = Tensor.of(Shape.of(2, 2), 1, 1, 0, 0.5f);
        Pass pass = Pass.training(Workers.shared());
        pass.watch(logits);
        Tensor loss = BinaryCrossEntropy.of(logits, targets, pass);
        pass.backward(loss);
        double expected = -(Math.log(1 / 2.0)
                        + Math.log(3 / 4.0)
                        + Math.log(1 / 4.0)
                        + 0.5 * Math.log(1 / 4.0)
                        + 0.5 * Math.log(3 / 4.0))
                / 4;
        // The logits and the results are rounded to floats.
        assertThat(loss.data()[0]).isCloseTo((float) expected, within(1e-6f));
        assertThat(pass.gradient(logits).data())
                .containsExactly(new float[] {-0.5f / 4, -0.25f / 4, 0.75f / 4, -0.25f / 4}, within(1e-7f));
    }

    @Test
    void hugeLogitsDoNotOverflow() {
        assertThat(loss(1e30f, 1)).isZero();
        assertThat(loss(-1e30f, 0)).isZero();
        assertThat(loss(1e30f, 0)).isEqualTo(1e30f);
        assertThat(loss(-5000, 1)).isEqualTo(5000);
        // log(1 + exp(-40)) is exp(-40) to 17 digits; log of the rounded σ would give 0.
        assertThat(loss(40, 1)).isEqualTo((float) Math.exp(-40));
        assertThat(loss(Float.NaN, 1)).isNaN();
        Tensor logits = Tensor.of(Shape.of(2), 1e30f, -1e30f);
        Pass pass = Pass.training(Workers.shared());
        pass.watch(logits);
        pass.backward(BinaryCrossEntropy.of(logits, Tensor.of(Shape.of(2), 0, 1), pass));
        assertThat(pass.gradient(logits).data()).containsExactly(0.5f, -0.5f);
    }

    @Test
    void equalsTheSoftmaxCrossEntropyOfALogitAndZero() {
        // Of many tasks.
        int samples = 2000;
        Random random = new Random(1);
        Tensor logits = Tensor.zeros(Shape.of(samples, 1));
        Tensor pairs = Tensor.zeros(Shape.of(samples, 2));
        Tensor targets = Tensor.zeros(Shape.of(samples, 1));
        int[] labels = new int[samples];
        for (int n = 0; n < samples; n++) {
            logits.data()[n] = (float) (3 * random.nextGaussian());
            pairs.data()[2 * n + 1] = logits.data()[n];
            labels[n] = random.nextInt(2);
            targets.data()[n] = labels[n];
        }
        Pass pass = Pass.training(Workers.shared());
        pass.watch(logits);
        Tensor loss = BinaryCrossEntropy.of(logits, targets, pass);
        pass.backward(loss);
        Pass pairPass = Pass.training(Workers.shared());
        pairPass.watch(pairs);
        Tensor pairLoss = SoftmaxCrossEntropy.of(pairs, labels, pairPass);
        pairPass.backward(pairLoss);
        // Both sum in double and round once: an ulp of a loss near 1 is 1.2e-7, of a gradient below 1/2000 at most
        // 6e-11.
        assertThat(loss.data()[0]).isCloseTo(pairLoss.data()[0], within(2.4e-7f));
        for (int n = 0; n < samples; n++) {
            assertThat(pass.gradient(logits).data()[n])
                    .isCloseTo(pairPass.gradient(pairs).data()[2 * n + 1], within(6e-11f));
        }
    }

    @Test
    void gradientIsTheSlope() {
        Tensor targets = Tensor.of(Shape.of(2, 3), 0, 1, 0.25f, 1, 0, 0.5f);
        LossGradientCheck.check(
                (output, pass) -> BinaryCrossEntropy.of(output, targets, pass),
                Tensor.of(Shape.of(2, 3), 1, 0.3f, -0.7f, -2, -0.5f, 1.5f));
    }

    @Test
    void targetsOutOfRangeAndOtherShapesAreNamed() {
        for (float target : new float[] {-0.5f, 1.5f, Float.NaN}) {
            assertThatThrownBy(() -> loss(0, target))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("BinaryCrossEntropy: target 0 is " + target + ", it must be from 0 to 1");
        }
        assertThatThrownBy(() -> BinaryCrossEntropy.of(
                        Tensor.zeros(Shape.of(3, 2)), Tensor.zeros(Shape.of(3, 1)), Pass.inference()))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("BinaryCrossEntropy: the output is [3,2], the targets are [3,1]");
    }
}
