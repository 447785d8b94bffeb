package org.addernet.nn.op;

import static org.addernet.nn.op.Operation.counting;
import static org.addernet.nn.op.Operation.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.addernet.nn.Pass;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Operations that move values, by hand and by differences. */
class ShapingTest {

    private static final Operation CONCAT = Shaping::concat;
    private static final Operation RESHAPE = (x, pass) -> Shaping.reshape(x.get(0), Shape.of(3, 2), pass);
    private static final Operation PAD = (x, pass) -> Shaping.pad(x.get(0), 1, 0, 2, 1, pass);

    private static Operation slice(int dimension, int from, int to) {
        return (x, pass) -> Shaping.slice(x.get(0), dimension, from, to, pass);
    }

    private static Operation upsample(int factor) {
        return (x, pass) -> Shaping.upsampleNearest(x.get(0), factor, pass);
    }

    @Test
    void reshapeKeepsTheValues() {
        Tensor x = counting(2, 3);
        Tensor y = RESHAPE.apply(x);
        assertThat(y.shape()).isEqualTo(Shape.of(3, 2));
        assertThat(y.data()).isSameAs(x.data());
    }

    @Test
    void concatPutsChannelsSideBySide() {
        Tensor a = counting(2, 1, 2);
        Tensor b = Tensor.of(Shape.of(2, 1, 1), 10, 20);
        Tensor none = Tensor.zeros(Shape.of(2, 1, 0));
        Tensor y = CONCAT.apply(a, b, none, a);
        assertThat(y.shape()).isEqualTo(Shape.of(2, 1, 5));
        assertThat(y.data()).containsExactly(1, 2, 10, 1, 2, 3, 4, 20, 3, 4);
        assertThat(CONCAT.apply(b).data()).containsExactly(10, 20);
    }

    @Test
    void sliceTakesIndicesOfAnyDimension() {
        Tensor x = counting(2, 3, 2);
        assertThat(slice(0, 1, 2).apply(x).data()).containsExactly(7, 8, 9, 10, 11, 12);
        assertThat(slice(1, 0, 2).apply(x).data()).containsExactly(1, 2, 3, 4, 7, 8, 9, 10);
        assertThat(slice(-1, 1, 2).apply(x).data()).containsExactly(2, 4, 6, 8, 10, 12);
        assertThat(slice(-2, 2, 3).apply(x).shape()).isEqualTo(Shape.of(2, 1, 2));
        assertThat(slice(1, 2, 2).apply(x).shape()).isEqualTo(Shape.of(2, 0, 2));
    }

    @Test
    void padSurroundsImagesWithZeros() {
        // Two images of 1x2 pixels, one row above, two columns at the left and one at the right.
        Tensor y = PAD.apply(counting(2, 1, 2, 1));
        assertThat(y.shape()).isEqualTo(Shape.of(2, 2, 5, 1));
        assertThat(y.data()).containsExactly(0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 3, 4, 0);
    }

    /** Memory is used again, so zeros must be written. */
    @Test
    void zerosAreWrittenIntoUsedMemory() {
        Tensor x = counting(1, 1, 1, 1);
        Pass pass = Pass.inference();
        Tensor used = pass.newTensor(Shape.of(1, 2, 4, 1));
        Arrays.fill(used.data(), 7);
        pass.reset(0);
        Tensor y = PAD.of(List.of(x), pass);
        assertThat(y.data()).isSameAs(used.data()).containsExactly(0, 0, 0, 0, 0, 0, 1, 0);
    }

    @Test
    void upsampleMakesSquaresOfPixels() {
        // One image of 2x1 pixels of 2 channels.
        Tensor y = upsample(2).apply(counting(1, 2, 1, 2));
        assertThat(y.shape()).isEqualTo(Shape.of(1, 4, 2, 2));
        assertThat(y.data()).containsExactly(1, 2, 1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4, 3, 4);
        assertThat(upsample(1).apply(counting(1, 2, 1, 2)).data()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void gradientsAreTheSlopes() {
        RESHAPE.checkLinear(random(1, 2, 3));
        CONCAT.checkLinear(random(1, 2, 3, 2), random(2, 2, 3, 1), random(3, 2, 3, 3));
        slice(0, 1, 3).checkLinear(random(1, 3, 2, 2));
        slice(1, 1, 2).checkLinear(random(1, 2, 3, 4));
        slice(-1, 0, 2).checkLinear(random(1, 2, 3, 3));
        PAD.checkLinear(random(1, 2, 3, 2, 3));
        upsample(2).checkLinear(random(1, 2, 2, 3, 2));
        upsample(3).checkLinear(random(1, 2, 3, 1, 2));
    }

    @Test
    void gradientOfOneInputNeedsNoOther() {
        CONCAT.checkAlone(counting(2, 5), random(1, 2, 3), random(2, 2, 2));
    }

    /** More rows than a task has: cutting, padding and enlarging give back what they got. */
    @Test
    void manyTasksCoverAllRows() {
        Tensor x = random(1, 3, 120, 101, 2);
        Tensor y = random(2, 3, 120, 101, 3);
        assertThat(slice(-1, 2, 5).apply(CONCAT.apply(x, y)).data()).isEqualTo(y.data());
        Tensor padded = PAD.apply(x);
        assertThat(slice(2, 2, 103).apply(slice(1, 1, 121).apply(padded)).data())
                .isEqualTo(x.data());
        float[] sums = upsample(2).gradients(upsample(2).apply(x), x).get(0);
        assertThat(sums)
                .isEqualTo(Arithmetic.add(twice(x), twice(x), Pass.inference()).data());
    }

    private static Tensor twice(Tensor x) {
        return Arithmetic.add(x, x, Pass.inference());
    }

    @Test
    void misuseIsNamed() {
        Tensor x = Tensor.zeros(Shape.of(2, 3));
        assertThatThrownBy(() -> RESHAPE.apply(Tensor.zeros(Shape.of(2, 4))))
                .isInstanceOf(ShapeException.class)
                .hasMessage("reshape: the shapes are [2,4] and [3,2], of 8 and 6 values; they must have as many");
        for (Shape other : new Shape[] {Shape.of(3, 3), Shape.of(2, 1, 3), Shape.of(2), Shape.of()}) {
            assertThatThrownBy(() -> CONCAT.apply(x, Tensor.zeros(other)))
                    .isInstanceOf(ShapeException.class)
                    .hasMessage("concat: the shapes are [2,3] and " + other
                            + ", they may differ in the last dimension alone");
        }
        assertThatThrownBy(() -> CONCAT.apply(Tensor.zeros(Shape.of()))).hasMessageContaining("concat");
        assertThatThrownBy(CONCAT::apply)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("concat: there is no tensor, give at least one");
        for (int[] bad : new int[][] {{-1, 1}, {2, 1}, {0, 4}}) {
            assertThatThrownBy(() -> slice(-1, bad[0], bad[1]).apply(x))
                    .isInstanceOf(ShapeException.class)
                    .hasMessage("slice: input [2,3] has indices 0 to 3 (exclusive) in dimension -1, not " + bad[0]
                            + " to " + bad[1]);
        }
        assertThatThrownBy(() -> slice(2, 0, 1).apply(x)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> PAD.apply(x))
                .isInstanceOf(ShapeException.class)
                .hasMessage("pad: input [2,3] must be [N,H,W,C]");
        assertThatThrownBy(() -> Shaping.pad(Tensor.zeros(Shape.of(1, 1, 1, 1)), 0, -1, 0, 0, Pass.inference()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bottom -1");
        assertThatThrownBy(() -> upsample(2).apply(x)).hasMessage("upsampleNearest: input [2,3] must be [N,H,W,C]");
        assertThatThrownBy(() -> upsample(0).apply(Tensor.zeros(Shape.of(1, 1, 1, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("upsampleNearest: factor is 0, it must be at least 1");
    }
}
