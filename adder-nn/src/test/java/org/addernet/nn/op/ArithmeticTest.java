package org.addernet.nn.op;

import static org.addernet.nn.op.Operation.counting;
import static org.addernet.nn.op.Operation.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.addernet.nn.Pass;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Sums, products and means by hand and by differences. */
class ArithmeticTest {

    private static final Operation ADD = (x, pass) -> Arithmetic.add(x.get(0), x.get(1), pass);
    private static final Operation MULTIPLY = (x, pass) -> Arithmetic.multiply(x.get(0), x.get(1), pass);
    private static final Operation MEAN = (x, pass) -> Arithmetic.mean(x.get(0), pass);

    @Test
    void valuesByHand() {
        Tensor a = Tensor.of(Shape.of(3), 1, 2, -3);
        Tensor b = Tensor.of(Shape.of(3), 4, -5, 6);
        assertThat(ADD.apply(a, b).data()).containsExactly(5, -3, 3);
        assertThat(MULTIPLY.apply(a, b).data()).containsExactly(4, -10, -18);
        // Two images of 2x1 pixels of 2 channels: (1,2) (3,4) and (5,6) (7,8).
        Tensor images = counting(2, 2, 1, 2);
        assertThat(MEAN.apply(images).data()).containsExactly(2, 3, 6, 7);
        assertThat(MEAN.apply(images).shape()).isEqualTo(Shape.of(2, 2));
    }

    @Test
    void gateMultipliesEachChannelOfEachSample() {
        Tensor images = counting(2, 2, 1, 2);
        for (Shape shape : new Shape[] {Shape.of(2, 2), Shape.of(2, 1, 1, 2)}) {
            Tensor gate = Tensor.of(shape, 10, 0, -1, 2);
            Tensor y = MULTIPLY.apply(images, gate);
            assertThat(y.shape()).isEqualTo(images.shape());
            assertThat(y.data()).containsExactly(10, 0, 30, 0, -5, 12, -7, 16);
            // The gate of the first channel of the first sample multiplies 1 and 3, and so on.
            assertThat(MULTIPLY.gradients(Tensor.of(y.shape(), 1, 1, 1, 1, 1, 1, 2, 0), images, gate))
                    .containsExactly(new float[] {10, 0, 10, 0, -1, 2, -2, 0}, new float[] {4, 6, 19, 6});
        }
    }

    @Test
    void gradientsAreTheSlopes() {
        ADD.checkLinear(random(1, 2, 3), random(2, 2, 3));
        MULTIPLY.checkLinear(random(1, 2, 3), random(2, 2, 3));
        MULTIPLY.checkLinear(random(1, 2, 3, 2, 3), random(2, 2, 3));
        MULTIPLY.checkLinear(random(1, 2, 3, 1, 2), random(2, 2, 1, 1, 2));
        MEAN.checkLinear(random(1, 2, 3, 5, 2));
    }

    @Test
    void gradientOfOneInputNeedsNoOther() {
        Tensor images = random(1, 2, 3, 2, 3);
        MULTIPLY.checkAlone(random(3, 2, 3, 2, 3), images, random(2, 2, 3));
        MULTIPLY.checkAlone(random(3, 2, 3, 2, 3), images, random(2, 2, 3, 2, 3));
        ADD.checkAlone(random(3, 2, 3, 2, 3), images, random(2, 2, 3, 2, 3));
    }

    @Test
    void aTensorWithItselfGetsBothGradients() {
        Tensor x = Tensor.of(Shape.of(2), 3, -4);
        Tensor dy = Tensor.of(Shape.of(2), 1, 10);
        Operation twice = (in, pass) -> Arithmetic.add(in.get(0), in.get(0), pass);
        Operation square = (in, pass) -> Arithmetic.multiply(in.get(0), in.get(0), pass);
        assertThat(twice.gradients(dy, x)).containsExactly(new float[] {2, 20});
        assertThat(square.gradients(dy, x)).containsExactly(new float[] {6, -80});
    }

    /** Several tasks, the last of them shorter, on one thread and on three. */
    @Test
    void manyTasksGiveTheBitsOfOneThread() {
        Tensor x = random(1, 3, 100, 51, 5);
        Tensor gate = random(2, 3, 5);
        Tensor y = MULTIPLY.apply(x, gate);
        for (int i = 0; i < y.data().length; i++) {
            assertThat(y.data()[i]).isEqualTo(x.data()[i] * gate.data()[i / (5100 * 5) * 5 + i % 5]);
        }
        float[][] results = new float[2][];
        for (int i = 0; i < 2; i++) {
            try (Workers workers = new Workers(1 + 2 * i)) {
                Pass pass = Pass.training(workers);
                pass.watch(x);
                pass.watch(gate);
                Tensor product = Arithmetic.multiply(x, gate, pass);
                pass.backward(Arithmetic.mean(product, pass), gate);
                results[i] = pass.gradient(gate).data().clone();
            }
        }
        assertThat(results[0]).containsExactly(results[1]);
    }

    @Test
    void shapesThatDoNotFitAreNamed() {
        Tensor image = Tensor.zeros(Shape.of(2, 4, 4, 3));
        assertThatThrownBy(() -> ADD.apply(image, Tensor.zeros(Shape.of(2, 3))))
                .isInstanceOf(ShapeException.class)
                .hasMessage("add: the shapes are [2,4,4,3] and [2,3], they must be equal");
        for (Shape gate : new Shape[] {Shape.of(2, 4), Shape.of(1, 3), Shape.of(2, 1, 4, 3), Shape.of(3)}) {
            assertThatThrownBy(() -> MULTIPLY.apply(image, Tensor.zeros(gate)))
                    .isInstanceOf(ShapeException.class)
                    .hasMessage("multiply: the shapes are [2,4,4,3] and " + gate
                            + ", they must be equal, or [N,H,W,C] and a gate [N,C] or [N,1,1,C]");
        }
        for (Shape bad : new Shape[] {Shape.of(2, 3), Shape.of(2, 0, 4, 3)}) {
            assertThatThrownBy(() -> MEAN.apply(Tensor.zeros(bad)))
                    .isInstanceOf(ShapeException.class)
                    .hasMessage("mean: input " + bad + " must be [N,H,W,C] with H and W at least 1");
        }
    }
}
