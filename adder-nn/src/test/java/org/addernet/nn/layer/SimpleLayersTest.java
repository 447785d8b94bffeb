package org.addernet.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.addernet.nn.Pass;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The layers without parameters: ReLU, flatten and dropout. */
class SimpleLayersTest {

    @Test
    void reluCutsAtZero() {
        Tensor x = Tensor.of(Shape.of(5), -2, -0f, 0, 1.5f, Float.NaN);
        assertThat(new Relu().forward(x, Pass.inference()).data()).containsExactly(0, 0, 0, 1.5f, Float.NaN);
    }

    @Test
    void reluGradientPassesWhereTheInputIsPositive() {
        Tensor x = Tensor.of(Shape.of(5), -2, 0, Float.MIN_VALUE, 3, Float.POSITIVE_INFINITY);
        Pass pass = Pass.training(Workers.shared());
        pass.watch(x);
        Tensor y = new Relu().forward(x, pass);
        pass.backward(y, Tensor.of(x.shape(), 1, 2, -3, 4, -5));
        assertThat(pass.gradient(x).data()).containsExactly(0, 0, -3, 4, -5);
    }

    @Test
    void gradientsAreTheSlopes() {
        Tensor x = GradientCheck.apart(1, Shape.of(3, 2, 2, 4));
        GradientCheck.check(new Relu(), x, 0.04f, 1e-3);
        GradientCheck.check(new Flatten(), x, 0.04f, 1e-3);
        GradientCheck.check(new Dropout(0.4), x, 0.04f, 1e-3);
    }

    @Test
    void reluCoversMoreThanOneTask() {
        Tensor x = GradientCheck.gaussian(1, Shape.of(100_001));
        float[] y = new Relu().forward(x, Pass.inference()).data();
        for (int i = 0; i < y.length; i++) {
            assertThat(y[i]).isEqualTo(x.data()[i] > 0 ? x.data()[i] : 0);
        }
    }

    @Test
    void flattenKeepsTheOrder() {
        Tensor x = Tensor.of(Shape.of(2, 1, 2, 2), 1, 2, 3, 4, 5, 6, 7, 8);
        Tensor y = new Flatten().forward(x, Pass.inference());
        assertThat(y.shape()).isEqualTo(Shape.of(2, 4));
        assertThat(y.data()).isSameAs(x.data());
    }

    @Test
    void dropoutDoesNothingInInference() {
        Tensor x = GradientCheck.gaussian(1, Shape.of(3, 4));
        assertThat(new Dropout(0.9).forward(x, Pass.inference())).isSameAs(x);
    }

    @Test
    void dropoutKeepsTheExpectation() {
        Tensor ones = Tensor.zeros(Shape.of(100_000));
        Arrays.fill(ones.data(), 1);
        float[] y = dropped(ones, 1);
        double sum = 0;
        int zeros = 0;
        for (float value : y) {
            sum += value;
            zeros += value == 0 ? 1 : 0;
        }
        // Of 100,000 values, p = 0.25 drops 25,000 with a deviation of 137; five of them are 685.
        assertThat(zeros).isBetween(25_000 - 685, 25_000 + 685);
        assertThat(sum).isBetween(100_000 - 914.0, 100_000 + 914.0);
        assertThat(y).containsOnly(0, (float) (1 / 0.75));
    }

    @Test
    void dropoutsMaskFollowsThePassesSeed() {
        Tensor x = GradientCheck.gaussian(1, Shape.of(1000));
        assertThat(dropped(x, 7)).isEqualTo(dropped(x, 7)).isNotEqualTo(dropped(x, 8));
    }

    private static float[] dropped(Tensor x, long seed) {
        Pass pass = Pass.training(Workers.shared());
        pass.reset(seed);
        return new Dropout(0.25).forward(x, pass).data();
    }

    @Test
    void badProbabilityIsRefused() {
        for (double bad : new double[] {-0.1, 1, Double.NaN}) {
            assertThatThrownBy(() -> new Dropout(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("Dropout", Double.toString(bad), "less than 1");
        }
    }
}
