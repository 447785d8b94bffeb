package org.addernet.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tensor is a shape over an array that it shares. */
class TensorTest {

    @Test
    void sharesTheArrayItIsGiven() {
        float[] data = {1, 2, 3, 4};
        Tensor tensor = Tensor.of(Shape.of(2, 2), data);
        assertThat(tensor.data()).isSameAs(data);
        assertThat(tensor.shape()).isEqualTo(Shape.of(2, 2));
        assertThat(tensor).hasToString("Tensor[2,2]");
    }

    @Test
    void reshapeSharesTheArray() {
        Tensor tensor = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        Tensor other = tensor.reshape(Shape.of(6));
        other.data()[4] = 50;
        assertThat(other.shape()).isEqualTo(Shape.of(6));
        assertThat(tensor.data()).containsExactly(1, 2, 3, 4, 50, 6);
    }

    @Test
    void copyHasAnArrayOfItsOwn() {
        Tensor tensor = Tensor.of(Shape.of(2), 1, 2);
        Tensor copy = tensor.copy();
        copy.data()[0] = 9;
        assertThat(tensor.data()).containsExactly(1, 2);
        assertThat(copy.shape()).isEqualTo(tensor.shape());
    }

    @Test
    void zerosAreZero() {
        assertThat(Tensor.zeros(Shape.of(2, 2)).data()).containsExactly(0, 0, 0, 0);
    }

    @Test
    void wrongLengthIsRefusedWithBothNumbers() {
        assertThatThrownBy(() -> Tensor.of(Shape.of(2, 3), 1, 2))
                .isInstanceOf(ShapeException.class)
                .hasMessage("Tensor of shape [2,3] needs 6 values, the array has 2");
        assertThatThrownBy(() -> Tensor.zeros(Shape.of(4)).reshape(Shape.of(3)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("[3]");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void oneBadValueAnywhereMakesItNotFinite(float bad) {
        for (int place = 0; place < 5; place++) {
            Tensor tensor = Tensor.of(Shape.of(5), 1, -2, 3, -4, 5);
            tensor.data()[place] = bad;
            assertThat(tensor.isFinite()).as("bad value at %d", place).isFalse();
        }
    }

    @Test
    void theLargestValuesAreFiniteThoughTheirSumIsNot() {
        Tensor tensor = Tensor.of(Shape.of(5), Float.MAX_VALUE, Float.MAX_VALUE, -0f, Float.MIN_VALUE, -1);
        assertThat(tensor.isFinite()).isTrue();
        assertThat(Tensor.zeros(Shape.of(0)).isFinite()).isTrue();
    }
}
