package org.addernet.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.addernet.kernel.Similarity;
import org.addernet.nn.layer.Linear;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The backward pass: gradients that meet are added, unwanted ones are not computed, memory is used again. */
class PassTest {

    private final Pass pass = Pass.training(Workers.shared());
    private final Tensor x = Tensor.of(Shape.of(2), 3, 5);

    /** Records an output whose gradient goes to the input times a factor. */
    private Tensor scaled(Tensor input, float factor) {
        Tensor output = pass.newTensor(input.shape());
        pass.record(output, gradient -> {
            Tensor back = pass.newTensor(input.shape());
            for (int i = 0; i < back.data().length; i++) {
                back.data()[i] = factor * gradient.data()[i];
            }
            pass.addGradient(input, back);
        });
        return output;
    }

    @Test
    void gradientsGoBackThroughAllSteps() {
        pass.watch(x);
        Tensor y = scaled(scaled(x, 2), 5);
        pass.backward(y, Tensor.of(y.shape(), 1, -1));
        assertThat(pass.gradient(x).data()).containsExactly(10, -10);
    }

    @Test
    void gradientsThatMeetAreAdded() {
        pass.watch(x);
        Tensor a = scaled(x, 2);
        Tensor b = scaled(x, 10);
        Tensor c = scaled(a, 100);
        Tensor sum = pass.newTensor(x.shape());
        pass.record(sum, gradient -> {
            pass.addGradient(a, gradient);
            pass.addGradient(b, gradient);
            pass.addGradient(c, gradient);
        });
        Tensor one = Tensor.of(sum.shape(), 1, -1);
        pass.backward(sum, one);
        assertThat(pass.gradient(x).data()).containsExactly(212, -212);
        assertThat(one.data())
                .as("a gradient that was given on is not written to")
                .containsExactly(1, -1);
    }

    @Test
    void gradientThatWasUsedGivesItsMemoryBack() {
        pass.watch(x);
        Tensor a = pass.newTensor(x.shape());
        List<float[]> given = new ArrayList<>();
        pass.record(a, gradient -> {
            Tensor back = pass.newTensor(x.shape());
            given.add(gradient.data());
            given.add(back.data());
            pass.addGradient(x, back);
        });
        Tensor y = scaled(scaled(a, 2), 3);
        pass.backward(y, Tensor.of(y.shape(), 1, 1));
        // Of y's two gradients back, the first was free again when a's step asked for memory.
        assertThat(given.get(1)).isNotSameAs(given.get(0));
        assertThat(pass.newTensor(x.shape()).data())
                .as("the gradient of a, which a's step has used")
                .isSameAs(given.get(0));
        assertThat(pass.newTensor(x.shape()).data())
                .as("a watched gradient stays")
                .isNotSameAs(pass.gradient(x).data());
    }

    @Test
    void gradientOfTwoTensorsStaysUntilBothHaveUsedIt() {
        pass.watch(x);
        Tensor a = scaled(x, 2);
        Tensor b = scaled(x, 10);
        Tensor sum = pass.newTensor(x.shape());
        pass.record(sum, gradient -> {
            Tensor shared = pass.newTensor(x.shape());
            System.arraycopy(gradient.data(), 0, shared.data(), 0, 2);
            pass.addGradient(a, shared.reshape(Shape.of(2)));
            pass.addGradient(b, shared);
        });
        Tensor y = scaled(sum, 1);
        pass.backward(y, Tensor.of(y.shape(), 1, -1));
        assertThat(pass.gradient(x).data()).containsExactly(12, -12);
    }

    @Test
    void tensorsOfThePassAreStillThereAfterTheWayBack() {
        pass.watch(x);
        Tensor y = scaled(x, 2);
        Tensor z = scaled(y, 3);
        pass.backward(z, Tensor.of(z.shape(), 1, 1));
        for (int i = 0; i < 4; i++) {
            assertThat(pass.newTensor(x.shape()).data()).isNotSameAs(y.data()).isNotSameAs(z.data());
        }
    }

    @Test
    void stepsThatDoNotLeadToTheLossAreLeftOut() {
        pass.watch(x);
        Tensor y = scaled(x, 2);
        List<String> ran = new ArrayList<>();
        pass.record(pass.newTensor(x.shape()), gradient -> ran.add("side way"));
        pass.backward(y, Tensor.of(y.shape(), 1, 1));
        assertThat(ran).isEmpty();
        assertThat(pass.gradient(x).data()).containsExactly(2, 2);
    }

    @Test
    void gradientOfAnInputThatNobodyWatchesIsNotComputed() {
        Linear layer = new Linear(Similarity.CROSS_CORRELATION, 7, 1);
        for (boolean watched : new boolean[] {false, true}) {
            pass.reset(0);
            Tensor images = Tensor.zeros(Shape.of(3, 7));
            if (watched) {
                pass.watch(images);
            }
            assertThat(pass.wants(images)).isEqualTo(watched);
            layer.filter().value().data()[0] = 1;
            Tensor y = layer.forward(images, pass);
            Gradients gradients = pass.backward(y, Tensor.of(y.shape(), 1, 1, 1));
            assertThat(gradients.has(layer.filter())).isTrue();
            // Only the input's gradient has 21 values; where it was computed, its memory comes back with its ones.
            pass.reset(0);
            assertThat(pass.newTensor(images.shape()).data()[0]).isEqualTo(watched ? 1 : 0);
            assertThatThrownBy(() -> pass.gradient(images))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("Tensor[3,7]", "watch it before the pass");
        }
    }

    @Test
    void resetBringsTheSameMemoryBack() {
        float[] first = pass.newTensor(Shape.of(2, 3)).data();
        float[] second = pass.newTensor(Shape.of(6)).data();
        assertThat(second).as("still in use").isNotSameAs(first);
        pass.reset(1);
        List<float[]> again = List.of(
                pass.newTensor(Shape.of(6)).data(),
                pass.newTensor(Shape.of(3, 2)).data());
        assertThat(again).anyMatch(data -> data == first).anyMatch(data -> data == second);
        assertThat(pass.newTensor(Shape.of(6)).data()).isNotSameAs(first).isNotSameAs(second);
    }

    @Test
    void aSmallerStepTakesThePlaceOfALargerOne() {
        Pass pass = Pass.training(Workers.shared());
        float[] large = pass.newTensor(Shape.of(8)).data();
        pass.reset(1);
        float[] small = pass.newTensor(Shape.of(5)).data();
        assertThat(pass.newTensor(Shape.of(8)).data()).isNotSameAs(large);
        pass.reset(2);
        assertThat(pass.newTensor(Shape.of(5)).data()).isSameAs(small);
    }

    @Test
    void whatAStepDoesNotUseIsForgotten() {
        Pass pass = Pass.training(Workers.shared());
        float[] small = pass.newTensor(Shape.of(5)).data();
        pass.reset(1);
        pass.newTensor(Shape.of(8));
        pass.reset(2);
        assertThat(pass.newTensor(Shape.of(5)).data()).isNotSameAs(small);
    }

    @Test
    void resetForgetsThePass() {
        pass.watch(x);
        Tensor y = scaled(x, 2);
        pass.reset(1);
        assertThat(pass.wants(x)).isFalse();
        assertThat(pass.wants(y)).isFalse();
    }

    @Test
    void resetSeedsTheRandomNumbers() {
        pass.reset(3);
        long first = pass.random().nextLong();
        pass.reset(4);
        assertThat(pass.random().nextLong()).isNotEqualTo(first);
        pass.reset(3);
        assertThat(pass.random().nextLong()).isEqualTo(first);
    }

    @Test
    void lossOfOneElementNeedsNoGradient() {
        Tensor loss = Tensor.of(Shape.of(1), 4);
        List<Float> received = new ArrayList<>();
        pass.record(loss, gradient -> received.add(gradient.data()[0]));
        pass.backward(loss);
        assertThat(received).containsExactly(1f);
    }

    @Test
    void moreElementsWithoutAGradientThrow() {
        Tensor y = scaled(x, 2);
        assertThatThrownBy(() -> pass.backward(y))
                .isInstanceOf(ShapeException.class)
                .hasMessage("Pass.backward: the loss has shape [2]; give its gradient too");
    }

    @Test
    void gradientOfAnotherShapeThrows() {
        pass.watch(x);
        assertThatThrownBy(() -> pass.addGradient(x, Tensor.zeros(Shape.of(2, 1))))
                .isInstanceOf(ShapeException.class)
                .hasMessageContainingAll("[2]", "[2,1]");
    }

    @Test
    void inferenceRecordsNothing() {
        Pass inference = Pass.inference();
        Tensor y = inference.newTensor(Shape.of(1));
        inference.record(y, gradient -> {
            throw new AssertionError("recorded");
        });
        assertThatThrownBy(() -> inference.backward(y))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Pass.backward: this pass is for inference and has recorded nothing; use Pass.training");
        assertThat(inference.isRecording()).isFalse();
        assertThat(inference.wants(y)).isFalse();
        assertThat(pass.isRecording()).isTrue();
    }

    @Test
    void inferenceUsesReleasedMemoryAgain() {
        Pass inference = Pass.inference();
        Tensor y = inference.newTensor(x.shape());
        inference.release(y, x);
        assertThat(inference.newTensor(x.shape()).data()).isSameAs(y.data());
    }

    @Test
    void whatIsStillReadIsNotReleased() {
        Pass inference = Pass.inference();
        Tensor y = inference.newTensor(x.shape());
        inference.release(y, x, y.reshape(Shape.of(2, 1)));
        assertThat(inference.newTensor(x.shape()).data()).isNotSameAs(y.data());
    }

    @Test
    void memoryOfTheCallerIsNotReleased() {
        Pass inference = Pass.inference();
        inference.release(x);
        assertThat(inference.newTensor(x.shape()).data()).isNotSameAs(x.data());
    }

    @Test
    void aRecordingPassReleasesNothingBeforeTheReset() {
        Tensor y = pass.newTensor(x.shape());
        pass.release(y);
        assertThat(pass.newTensor(x.shape()).data()).isNotSameAs(y.data());
    }
}
