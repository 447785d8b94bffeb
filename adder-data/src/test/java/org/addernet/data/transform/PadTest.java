package org.addernet.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.addernet.tensor.Shape;
import org.junit.jupiter.api.Test;

class PadTest {

    private static final Shape IMAGE = Shape.of(1, 2, 2);

    @Test
    void surroundsImageWithZeros() {
        float[] target = new float[26];
        Arrays.fill(target, 9);

        new Pad(1).apply(new float[] {1, 2, 3, 4}, IMAGE, target, 1, new SplittableRandom(0));

        assertThat(target)
                .containsExactly(
                        9, //
                        0, 0, 0, 0, 0, 0, 0, 0, //
                        0, 0, 1, 2, 3, 4, 0, 0, //
                        0, 0, 0, 0, 0, 0, 0, 0, //
                        9);
    }

    @Test
    void outputShapeIsLargerOnAllSides() {
        assertThat(new Pad(2).outputShape(Shape.of(28, 26, 3))).isEqualTo(Shape.of(32, 30, 3));
    }

    @Test
    void negativeBorderIsRefused() {
        assertThatThrownBy(() -> new Pad(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Pad: border is -1, it must be at least 0");
    }
}
