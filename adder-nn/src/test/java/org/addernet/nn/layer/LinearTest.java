package org.addernet.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.addernet.kernel.GradientRule;
import org.addernet.kernel.Similarity;
import org.addernet.nn.OperationCount;
import org.addernet.nn.Pass;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The fully connected layer by hand and by differences. */
class LinearTest {

    /** Inputs (1, 2) and (3, -1); the first filter is (1, 0), the second (2, -1). */
    @ParameterizedTest
    @CsvSource({"CROSS_CORRELATION, 1, 0, 3, 7", "L1, -2, -4, -3, -1", "L2, -4, -10, -5, -1", "XNOR, 1, 0, 0, 3"})
    void forwardByHand(Similarity similarity, float a, float b, float c, float d) {
        Linear layer = new Linear(similarity, 2, 2);
        System.arraycopy(new float[] {1, 2, 0, -1}, 0, layer.filter().value().data(), 0, 4);
        Tensor y = layer.forward(Tensor.of(Shape.of(2, 2), 1, 2, 3, -1), Pass.inference());
        assertThat(y.shape()).isEqualTo(Shape.of(2, 2));
        assertThat(y.data()).containsExactly(a, b, c, d);
    }

    @ParameterizedTest
    @EnumSource(value = Similarity.class, mode = EnumSource.Mode.EXCLUDE, names = "XNOR")
    void gradientsAreTheSlopes(Similarity similarity) {
        GradientRule rule = similarity == Similarity.L1 ? GradientRule.SIGN : GradientRule.of(similarity);
        Linear layer = GradientCheck.initialized(new Linear(similarity, 4, 3, rule), 1);
        Tensor x = GradientCheck.apart(2, Shape.of(3, 4));
        for (int i = 0; i < 12; i++) {
            // Inputs are multiples of 0.1, weights lie 0.05 beside.
            layer.filter().value().data()[i] =
                    Math.round(10 * layer.filter().value().data()[i]) / 10f + 0.05f;
        }
        GradientCheck.check(layer, x, 0.01f, 1e-3);
    }

    @Test
    void biasIsAddedToEachOutput() {
        Linear layer = Linear.builder(Similarity.CROSS_CORRELATION, 2, 2).bias().build();
        System.arraycopy(new float[] {1, 2, 0, -1}, 0, layer.filter().value().data(), 0, 4);
        System.arraycopy(
                new float[] {10, 20}, 0, layer.parameters().get(1).value().data(), 0, 2);
        Tensor x = Tensor.of(Shape.of(2, 2), 1, 2, 3, -1);
        assertThat(layer.forward(x, Pass.inference()).data()).containsExactly(11, 20, 13, 27);
        assertThat(layer.fuse().forward(x, Pass.inference()).data()).containsExactly(11, 20, 13, 27);
        assertThat(layer.parameters().get(1)).hasToString("bias BIAS [2]");
        assertThat(layer.operations(x.shape())).isEqualTo(new OperationCount(8, 12));
        GradientCheck.check(
                GradientCheck.initialized(layer, 1), GradientCheck.gaussian(2, Shape.of(3, 2)), 0.01f, 1e-3);
    }

    @Test
    void operationsAreThoseOfAMatrixProduct() {
        assertThat(new Linear(Similarity.CROSS_CORRELATION, 120, 84).operations(Shape.of(1, 120)))
                .isEqualTo(new OperationCount(10_080, 10_080));
        assertThat(new Linear(Similarity.L1, 120, 84).operations(Shape.of(2, 120)))
                .isEqualTo(new OperationCount(0, 40_320));
    }

    @Test
    void wrongInputIsNamedWithTheFix() {
        Sequential tree = new Sequential().add("fc1", new Linear(Similarity.L1, 120, 84));
        assertThatThrownBy(() -> tree.forward(Tensor.zeros(Shape.of(4, 100)), Pass.inference()))
                .isInstanceOf(ShapeException.class)
                .hasMessage("Linear fc1: input is [4,100], the filter expects [N,120] with N at least 1; "
                        + "flatten the input, or create the layer for 100 inputs");
        assertThatThrownBy(() -> tree.outputShape(Shape.of(4, 1, 1, 120)))
                .hasMessageContainingAll("Linear fc1", "[4,1,1,120]", "[N,120]");
    }
}
