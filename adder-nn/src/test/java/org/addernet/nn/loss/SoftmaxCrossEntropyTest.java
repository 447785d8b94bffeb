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

/** The loss by hand, its gradient, and logits that are too large for an exponential. */
class SoftmaxCrossEntropyTest {

    private static float loss(int[] labels, int classes, float... logits) {
        return SoftmaxCrossEntropy.of(Tensor.of(Shape.of(labels.length, classes), logits), labels, Pass.inference())
                .data()[0];
    }

    @Test
    void valuesByHand() {
        assertThat(loss(new int[] {2}, 4, 1, 1, 1, 1)).isCloseTo((float) Math.log(4), within(1e-6f));
        // softmax(log 1, log 2, log 5) is (1, 2, 5) / 8.
        float[] z = {0, (float) Math.log(2), (float) Math.log(5)};
        assertThat(loss(new int[] {1}, 3, z)).isCloseTo((float) Math.log(4), within(1e-6f));
        assertThat(loss(new int[] {1, 0}, 3, z[0], z[1], z[2], z[0], z[1], z[2]))
                .isCloseTo((float) ((Math.log(4) + Math.log(8)) / 2), within(1e-6f));
    }

    @Test
    void gradientIsTheDistanceToTheLabelOverTheBatch() {
        Tensor logits = Tensor.of(Shape.of(2, 3), 0, (float) Math.log(2), (float) Math.log(5), 4, 4, 4);
        Pass pass = Pass.training(Workers.shared());
        pass.watch(logits);
        Tensor loss = SoftmaxCrossEntropy.of(logits, new int[] {1, 0}, pass);
        pass.backward(loss);
        float third = 1 / 3f;
        assertThat(pass.gradient(logits).data())
                .containsExactly(
                        new float[] {1 / 16f, 2 / 16f - 0.5f, 5 / 16f, third / 2 - 0.5f, third / 2, third / 2},
                        within(1e-6f));
    }

    @Test
    void gradientOfTheLossIsPassedOn() {
        Tensor logits = Tensor.of(Shape.of(1, 2), 0, 0);
        Pass pass = Pass.training(Workers.shared());
        pass.watch(logits);
        pass.backward(SoftmaxCrossEntropy.of(logits, new int[] {0}, pass), Tensor.of(Shape.of(1), 1000));
        assertThat(pass.gradient(logits).data()).containsExactly(-500, 500);
    }

    @Test
    void hugeLogitsDoNotOverflow() {
        assertThat(loss(new int[] {0}, 2, 1e30f, -1e30f)).isZero();
        assertThat(loss(new int[] {1}, 2, 1000, 0)).isEqualTo(1000);
        assertThat(loss(new int[] {1}, 2, -5000, -5000)).isCloseTo((float) Math.log(2), within(1e-6f));
        Tensor logits = Tensor.of(Shape.of(1, 2), 1e30f, -1e30f);
        Pass pass = Pass.training(Workers.shared());
        pass.watch(logits);
        pass.backward(SoftmaxCrossEntropy.of(logits, new int[] {1}, pass));
        assertThat(pass.gradient(logits).data()).containsExactly(1, -1);
    }

    @Test
    void nanLogitGivesNaN() {
        for (int place = 0; place < 6; place++) {
            float[] logits = {1, 2, 3, 4, 5, 6};
            logits[place] = Float.NaN;
            assertThat(loss(new int[] {0, 1}, 3, logits)).isNaN();
        }
    }

    @Test
    void batchOfManyTasksGivesTheMean() {
        int samples = 1000;
        Random random = new Random(1);
        Tensor logits = Tensor.zeros(Shape.of(samples, 3));
        int[] labels = random.ints(samples, 0, 3).toArray();
        double expected = 0;
        double[] probabilities = new double[3 * samples];
        for (int n = 0; n < samples; n++) {
            double sum = 0;
            for (int c = 0; c < 3; c++) {
                logits.data()[3 * n + c] = (float) random.nextGaussian();
                sum += Math.exp(logits.data()[3 * n + c]);
            }
            for (int c = 0; c < 3; c++) {
                probabilities[3 * n + c] = Math.exp(logits.data()[3 * n + c]) / sum;
            }
            expected -= Math.log(probabilities[3 * n + labels[n]]) / samples;
        }
        Pass pass = Pass.training(Workers.shared());
        pass.watch(logits);
        Tensor loss = SoftmaxCrossEntropy.of(logits, labels, pass);
        pass.backward(loss);
        assertThat((double) loss.data()[0]).isCloseTo(expected, within(1e-6));
        for (int i = 0; i < 3 * samples; i++) {
            double gradient = (probabilities[i] - (i % 3 == labels[i / 3] ? 1 : 0)) / samples;
            assertThat((double) pass.gradient(logits).data()[i])
                    .as("logit %d", i)
                    .isCloseTo(gradient, within(1e-9));
        }
    }

    @Test
    void labelOutOfRangeIsNamed() {
        for (int label : new int[] {-1, 3}) {
            assertThatThrownBy(() -> loss(new int[] {0, label}, 3, 1, 2, 3, 4, 5, 6))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "SoftmaxCrossEntropy: label " + label + " of sample 1 is not one of the 3 classes 0 to 2");
        }
    }

    @Test
    void logitsOfAnotherShapeAreNamed() {
        int[] labels = {0, 1};
        assertThatThrownBy(() -> SoftmaxCrossEntropy.of(Tensor.zeros(Shape.of(3, 5)), labels, Pass.inference()))
                .isInstanceOf(ShapeException.class)
                .hasMessage("SoftmaxCrossEntropy: logits are [3,5], expected [2,classes] for 2 labels");
        assertThatThrownBy(() -> SoftmaxCrossEntropy.of(Tensor.zeros(Shape.of(2, 1, 5)), labels, Pass.inference()))
                .isInstanceOf(ShapeException.class);
    }
}
