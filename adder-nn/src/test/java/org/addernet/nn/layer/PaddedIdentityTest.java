package org.addernet.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.addernet.nn.OperationCount;
import org.addernet.nn.Pass;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** He's option A by hand and by differences. */
class PaddedIdentityTest {

    @Test
    void takesEverySecondPixelAndAppendsZeros() {
        // Two images of 3x2 pixels of 1 channel.
        Tensor x = Tensor.of(Shape.of(2, 3, 2, 1), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        Tensor y = new PaddedIdentity(1, 3, 2).forward(x, Pass.inference());
        assertThat(y.shape()).isEqualTo(Shape.of(2, 2, 1, 3));
        assertThat(y.data()).containsExactly(1, 0, 0, 5, 0, 0, 7, 0, 0, 11, 0, 0);
    }

    @Test
    void sameChannelsAndStrideOneAreTheIdentity() {
        Tensor x = GradientCheck.gaussian(1, Shape.of(2, 3, 4, 5));
        assertThat(new PaddedIdentity(5, 5, 1).forward(x, Pass.inference()).data())
                .isEqualTo(x.data());
    }

    @Test
    void gradientsAreTheSlopes() {
        Tensor x = GradientCheck.gaussian(1, Shape.of(2, 5, 4, 3));
        // Linear, so that only rounding separates the two.
        GradientCheck.check(new PaddedIdentity(3, 8, 2), x, 0.01f, 1e-3);
        GradientCheck.check(new PaddedIdentity(3, 4, 3), x, 0.01f, 1e-3);
    }

    @Test
    void costsNothing() {
        assertThat(new PaddedIdentity(3, 8, 2).operations(Shape.of(1, 4, 4, 3))).isEqualTo(OperationCount.NONE);
    }

    @Test
    void misuseIsNamed() {
        Shape input = Shape.of(1, 4, 4, 2);
        assertThatThrownBy(() -> new PaddedIdentity(3, 8, 2).outputShape(input))
                .isInstanceOf(ShapeException.class)
                .hasMessage("PaddedIdentity: input [1,4,4,2] must be [N,H,W,3]");
        assertThatThrownBy(() -> new PaddedIdentity(3, 2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 to 2 channels");
        assertThatThrownBy(() -> new PaddedIdentity(3, 3, 0)).hasMessageContaining("stride 0");
    }
}
