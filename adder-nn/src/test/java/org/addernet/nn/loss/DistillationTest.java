package org.addernet.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.Pass;
import org.addernet.nn.layer.Flatten;
import org.addernet.nn.layer.Linear;
import org.addernet.nn.layer.Sequential;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DistillationTest {

    private static final int[] LABELS = {2, 0};
    private static final Targets TARGETS = Targets.ofLabels(LABELS);

    /** Two images of three pixels, which the teacher's logits are. */
    private static final Tensor IMAGES = Tensor.of(Shape.of(2, 1, 3, 1), 1, -2, 4, 0.5f, 0, -0.5f);

    private static final float[] STUDENT = {0.3f, 1, -0.7f, 2, 0, 1};

    /** Answers with what it sees. */
    private static Model teacher() {
        Linear identity = new Linear(Similarity.CROSS_CORRELATION, 3, 3);
        Model model = new Model(
                "teacher", Similarity.CROSS_CORRELATION, Shape.of(1, 3, 1), Sequential.of(new Flatten(), identity));
        float[] filter = model.parameters().get(0).value().data();
        for (int i = 0; i < filter.length; i++) {
            filter[i] = i % 4 == 0 ? 1 : 0;
        }
        return model;
    }

    /** The equation, in double. */
    private static double equation(float[] student, double temperature, double weight) {
        double divergence = 0;
        double crossEntropy = 0;
        for (int n = 0; n < 2; n++) {
            double[] t = softmax(IMAGES.data(), n, temperature);
            double[] s = softmax(student, n, temperature);
            for (int c = 0; c < 3; c++) {
                divergence += t[c] * Math.log(t[c] / s[c]) / 2;
            }
            crossEntropy -= Math.log(softmax(student, n, 1)[LABELS[n]]) / 2;
        }
        return weight * temperature * temperature * divergence + (1 - weight) * crossEntropy;
    }

    private static double[] softmax(float[] z, int row, double temperature) {
        double[] p = new double[3];
        double sum = 0;
        for (int c = 0; c < 3; c++) {
            p[c] = Math.exp(z[3 * row + c] / temperature);
            sum += p[c];
        }
        for (int c = 0; c < 3; c++) {
            p[c] /= sum;
        }
        return p;
    }

    @ParameterizedTest
    @CsvSource({"4, 0.9", "1, 1", "2.5, 0", "0.5, 0.3"})
    void valueAndGradientAreTheEquations(double temperature, double weight) {
        Distillation loss = new Distillation(teacher(), temperature, weight);
        Tensor logits = Tensor.of(Shape.of(2, 3), STUDENT);
        Pass pass = Pass.training(Workers.shared());
        pass.watch(logits);
        Tensor value = loss.of(List.of(IMAGES), List.of(logits), TARGETS, pass);
        assertThat((double) value.data()[0]).isCloseTo(equation(STUDENT, temperature, weight), within(1e-6));
        pass.backward(value);
        double step = 1e-3; // in double, whose differences of second order are exact to 1e-6
        for (int i = 0; i < STUDENT.length; i++) {
            float[] up = STUDENT.clone();
            float[] down = STUDENT.clone();
            up[i] += (float) step;
            down[i] -= (float) step;
            double slope = (equation(up, temperature, weight) - equation(down, temperature, weight))
                    / ((double) up[i] - down[i]);
            assertThat((double) pass.gradient(logits).data()[i])
                    .as("logit %d", i)
                    .isCloseTo(slope, within(1e-5));
        }
    }

    @Test
    void aTeacherWhoseAnswersAreTheStudentsTeachesNothing() {
        Tensor logits = Tensor.of(Shape.of(2, 3), IMAGES.data().clone());
        Pass pass = Pass.training(Workers.shared());
        pass.watch(logits);
        Tensor value = new Distillation(teacher(), 4, 1).of(List.of(IMAGES), List.of(logits), TARGETS, pass);
        assertThat(value.data()).containsExactly(0);
        pass.backward(value);
        assertThat(pass.gradient(logits).data()).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void temperatureIsAPositiveNumber(double temperature) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Distillation(teacher(), temperature, 0.5))
                .withMessageStartingWith("the temperature of the distillation is " + temperature);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void weightIsAShare(double weight) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Distillation(teacher(), 4, weight))
                .withMessage("the teacher's weight is " + weight + ", it must be from 0 to 1");
    }

    @Test
    void aTeacherOfOtherClassesIsRefused() {
        Tensor logits = Tensor.zeros(Shape.of(2, 4));
        assertThatThrownBy(() -> new Distillation(teacher())
                        .of(List.of(IMAGES), List.of(logits), TARGETS, Pass.training(Workers.shared())))
                .isInstanceOf(ShapeException.class)
                .hasMessageContainingAll("[2,3]", "[2,4]");
    }
}
