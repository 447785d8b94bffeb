package org.addernet.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.addernet.kernel.Similarity;
import org.addernet.nn.init.Initializer;
import org.addernet.nn.loss.SoftmaxCrossEntropy;
import org.addernet.nn.zoo.LeNet5;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Gradients are added, scaled and kept apart from the pass; two threads give what one gives. */
class GradientsTest {

    private final Parameter parameter =
            new Parameter("fc.filter", Parameter.Role.FILTER, Shape.of(2), Initializer.constant(7));

    private Gradients of(float first, float second) {
        return new Gradients().set(parameter, Tensor.of(Shape.of(2), first, second));
    }

    @Test
    void addAndScaleLeaveTheOthers() {
        Gradients first = of(1, 2);
        Gradients sum = first.copy().add(of(10, -20)).scale(0.5f);
        assertThat(sum.of(parameter).data()).containsExactly(5.5f, -9);
        assertThat(first.of(parameter).data()).containsExactly(1, 2);
        assertThat(sum.parameters()).containsExactly(parameter);
    }

    @Test
    void missingOnesAreNamed() {
        Gradients none = new Gradients();
        assertThat(none.has(parameter)).isFalse();
        assertThatThrownBy(() -> none.of(parameter))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("parameter fc.filter has no gradient; it was frozen or took no part in the loss");
    }

    @Test
    void anotherShapeIsRefused() {
        assertThatThrownBy(() -> new Gradients().set(parameter, Tensor.zeros(Shape.of(1, 2))))
                .isInstanceOf(ShapeException.class)
                .hasMessage("parameter fc.filter of shape [2] got a gradient of shape [1,2]");
    }

    @Test
    void buffersAreUpdatedOnceInOrder() {
        Tensor buffer = Tensor.of(Shape.of(1), 8);
        Gradients sum = new Gradients();
        for (double value : new double[] {0, 16}) {
            Pass pass = Pass.training(Workers.shared());
            pass.updateBuffer(buffer, new double[] {value}, 0.5);
            sum.add(pass.backward(Tensor.of(Shape.of(1), 0)));
        }
        assertThat(buffer.data()).containsExactly(8);
        sum.updateBuffers();
        assertThat(buffer.data()).containsExactly(10); // 8 to 4, then to 10
        sum.updateBuffers();
        assertThat(buffer.data()).containsExactly(10);
    }

    @Test
    void twoThreadsWithAPassEachGiveTheBitsOfOneThread() {
        Model model = LeNet5.bn(10, Similarity.L1);
        Gradients inOrder = half(model, 1).add(half(model, 2));
        CompletableFuture<Gradients> first = CompletableFuture.supplyAsync(() -> half(model, 1));
        CompletableFuture<Gradients> second = CompletableFuture.supplyAsync(() -> half(model, 2));
        Gradients parallel = first.join().add(second.join());
        for (Parameter each : model.parameters()) {
            assertThat(parallel.of(each).data())
                    .as(each.name())
                    .isEqualTo(inOrder.of(each).data());
        }
        Tensor mean = model.state().values().stream().skip(3).findFirst().orElseThrow();
        float before = mean.data()[0];
        parallel.updateBuffers();
        assertThat(mean.data()[0]).isNotEqualTo(before);
        float updated = mean.data()[0];
        mean.data()[0] = before;
        inOrder.updateBuffers();
        assertThat(mean.data()[0]).isEqualTo(updated);
    }

    private static Gradients half(Model model, int value) {
        Tensor images = Tensor.zeros(model.batchShape(4));
        for (int i = 0; i < images.data().length; i++) {
            images.data()[i] = (float) Math.sin(value * i);
        }
        try (Workers workers = new Workers(1)) {
            Pass pass = Pass.training(workers);
            Tensor loss = SoftmaxCrossEntropy.of(model.forward(images, pass), new int[] {0, 1, 2, 3}, pass);
            return pass.backward(loss).copy();
        }
    }
}
