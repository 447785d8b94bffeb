package org.addernet.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.addernet.nn.Pass;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;

class MeanSquaredErrorTest {

    @Test
    void valueAndGradientByHand() {
        Tensor output = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
        Tensor targets = Tensor.of(Shape.of(2, 2), 0, 2, 5, 1);
        Pass pass = Pass.training(Workers.shared());
        pass.watch(output);
        Tensor loss = MeanSquaredError.of(output, targets, pass);
        pass.backward(loss);
        assertThat(loss.data()).containsExactly((1 + 0 + 4 + 9) / 4f);
        assertThat(pass.gradient(output).data()).containsExactly(0.5f, 0, -1, 1.5f);
    }

    @Test
    void gradientIsTheSlope() {
        Tensor targets = Tensor.of(Shape.of(3, 1), 0.5f, -1, 2);
        LossGradientCheck.check(
                (output, pass) -> MeanSquaredError.of(output, targets, pass), Tensor.of(Shape.of(3, 1), 1, 0.3f, 0.7f));
    }

    @Test
    void shapesThatDifferAreNamedAndNotBroadcast() {
        assertThatThrownBy(() ->
                        MeanSquaredError.of(Tensor.zeros(Shape.of(3, 1)), Tensor.zeros(Shape.of(3)), Pass.inference()))
                .isInstanceOf(ShapeException.class)
                .hasMessage("MeanSquaredError: the output is [3,1], the targets are [3]; "
                        + "reshape one, so that each output has its target");
    }
}
