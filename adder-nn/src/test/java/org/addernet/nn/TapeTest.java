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

/** The way back: gradients that meet are added, unwanted ones are not computed, memory is used again. */
class TapeTest {

    private final Tape tape = Tape.training(Workers.shared());
    private final Tensor x = Tensor.of(Shape.of(2), 3, 5);

    /** Records an output whose gradient goes to the input times a factor. */
    private Tensor scaled(Tensor input, float factor) {
        Tensor output = tape.newTensor(input.shape());
        tape.record(output, gradient -> {
            Tensor back = tape.newTensor(input.shape());
            for (int i = 0; i < back.data().length; i++) {
                back.data()[i] = factor * gradient.data()[i];
            }
            tape.addGradient(input, back);
        });
        return output;
    }

    @Test
    void gradientsGoBackThroughAllSteps() {
        tape.watch(x);
        Tensor y = scaled(scaled(x, 2), 5);
        tape.backward(y, Tensor.of(y.shape(), 1, -1));
        assertThat(tape.gradient(x).data()).containsExactly(10, -10);
    }

    @Test
    void gradientsThatMeetAreAdded() {
        tape.watch(x);
        Tensor a = scaled(x, 2);
        Tensor b = scaled(x, 10);
        Tensor c = scaled(a, 100);
        Tensor sum = tape.newTensor(x.shape());
        tape.record(sum, gradient -> {
            tape.addGradient(a, gradient);
            tape.addGradient(b, gradient);
            tape.addGradient(c, gradient);
        });
        Tensor one = Tensor.of(sum.shape(), 1, -1);
        tape.backward(sum, one);
        assertThat(tape.gradient(x).data()).containsExactly(212, -212);
        assertThat(one.data())
                .as("a gradient that was given on is not written to")
                .containsExactly(1, -1);
    }

    @Test
    void gradientThatWasUsedGivesItsMemoryBack() {
        tape.watch(x);
        Tensor a = tape.newTensor(x.shape());
        List<float[]> given = new ArrayList<>();
        tape.record(a, gradient -> {
            Tensor back = tape.newTensor(x.shape());
            given.add(gradient.data());
            given.add(back.data());
            tape.addGradient(x, back);
        });
        Tensor y = scaled(scaled(a, 2), 3);
        tape.backward(y, Tensor.of(y.shape(), 1, 1));
        // Of y's two gradients back, the first was free again when a's step asked for memory.
        assertThat(given.get(1)).isNotSameAs(given.get(0));
        assertThat(tape.newTensor(x.shape()).data())
                .as("the gradient of a, which a's step has used")
                .isSameAs(given.get(0));
        assertThat(tape.newTensor(x.shape()).data())
                .as("a watched gradient stays")
                .isNotSameAs(tape.gradient(x).data());
    }

    @Test
    void gradientOfTwoTensorsStaysUntilBothHaveUsedIt() {
        tape.watch(x);
        Tensor a = scaled(x, 2);
        Tensor b = scaled(x, 10);
        Tensor sum = tape.newTensor(x.shape());
        tape.record(sum, gradient -> {
            Tensor shared = tape.newTensor(x.shape());
            System.arraycopy(gradient.data(), 0, shared.data(), 0, 2);
            tape.addGradient(a, shared.reshape(Shape.of(2)));
            tape.addGradient(b, shared);
        });
        Tensor y = scaled(sum, 1);
        tape.backward(y, Tensor.of(y.shape(), 1, -1));
        assertThat(tape.gradient(x).data()).containsExactly(12, -12);
    }

    @Test
    void tensorsOfThePassAreStillThereAfterTheWayBack() {
        tape.watch(x);
        Tensor y = scaled(x, 2);
        Tensor z = scaled(y, 3);
        tape.backward(z, Tensor.of(z.shape(), 1, 1));
        for (int i = 0; i < 4; i++) {
            assertThat(tape.newTensor(x.shape()).data()).isNotSameAs(y.data()).isNotSameAs(z.data());
        }
    }

    @Test
    void stepsThatDoNotLeadToTheLossAreLeftOut() {
        tape.watch(x);
        Tensor y = scaled(x, 2);
        List<String> ran = new ArrayList<>();
        tape.record(tape.newTensor(x.shape()), gradient -> ran.add("side way"));
        tape.backward(y, Tensor.of(y.shape(), 1, 1));
        assertThat(ran).isEmpty();
        assertThat(tape.gradient(x).data()).containsExactly(2, 2);
    }

    @Test
    void gradientOfAnInputThatNobodyWatchesIsNotComputed() {
        Linear layer = new Linear(Similarity.CROSS_CORRELATION, 7, 1);
        for (boolean watched : new boolean[] {false, true}) {
            tape.reset(0);
            Tensor images = Tensor.zeros(Shape.of(3, 7));
            if (watched) {
                tape.watch(images);
            }
            assertThat(tape.wants(images)).isEqualTo(watched);
            layer.filter().value().data()[0] = 1;
            Tensor y = layer.forward(images, tape);
            tape.backward(y, Tensor.of(y.shape(), 1, 1, 1));
            assertThat(layer.filter().hasGradient()).isTrue();
            // Only the input's gradient has 21 values; where it was computed, its memory comes back with its ones.
            tape.reset(0);
            assertThat(tape.newTensor(images.shape()).data()[0]).isEqualTo(watched ? 1 : 0);
            assertThatThrownBy(() -> tape.gradient(images))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("Tensor[3,7]", "watch it before the pass");
        }
    }

    @Test
    void resetBringsTheSameMemoryBack() {
        float[] first = tape.newTensor(Shape.of(2, 3)).data();
        float[] second = tape.newTensor(Shape.of(6)).data();
        assertThat(second).as("still in use").isNotSameAs(first);
        tape.reset(1);
        List<float[]> again = List.of(
                tape.newTensor(Shape.of(6)).data(),
                tape.newTensor(Shape.of(3, 2)).data());
        assertThat(again).anyMatch(data -> data == first).anyMatch(data -> data == second);
        assertThat(tape.newTensor(Shape.of(6)).data()).isNotSameAs(first).isNotSameAs(second);
    }

    @Test
    void aSmallerStepTakesThePlaceOfALargerOne() {
        Tape tape = Tape.training(Workers.shared());
        float[] large = tape.newTensor(Shape.of(8)).data();
        tape.reset(1);
        float[] small = tape.newTensor(Shape.of(5)).data();
        assertThat(tape.newTensor(Shape.of(8)).data()).isNotSameAs(large);
        tape.reset(2);
        assertThat(tape.newTensor(Shape.of(5)).data()).isSameAs(small);
    }

    @Test
    void whatAStepDoesNotUseIsForgotten() {
        Tape tape = Tape.training(Workers.shared());
        float[] small = tape.newTensor(Shape.of(5)).data();
        tape.reset(1);
        tape.newTensor(Shape.of(8));
        tape.reset(2);
        assertThat(tape.newTensor(Shape.of(5)).data()).isNotSameAs(small);
    }

    @Test
    void resetForgetsThePass() {
        tape.watch(x);
        Tensor y = scaled(x, 2);
        tape.reset(1);
        assertThat(tape.wants(x)).isFalse();
        assertThat(tape.wants(y)).isFalse();
    }

    @Test
    void resetSeedsTheRandomNumbers() {
        tape.reset(3);
        long first = tape.random().nextLong();
        tape.reset(4);
        assertThat(tape.random().nextLong()).isNotEqualTo(first);
        tape.reset(3);
        assertThat(tape.random().nextLong()).isEqualTo(first);
    }

    @Test
    void lossOfOneElementNeedsNoGradient() {
        Tensor loss = Tensor.of(Shape.of(1), 4);
        List<Float> received = new ArrayList<>();
        tape.record(loss, gradient -> received.add(gradient.data()[0]));
        tape.backward(loss);
        assertThat(received).containsExactly(1f);
    }

    @Test
    void moreElementsWithoutAGradientThrow() {
        Tensor y = scaled(x, 2);
        assertThatThrownBy(() -> tape.backward(y))
                .isInstanceOf(ShapeException.class)
                .hasMessage("Tape.backward: the loss has shape [2]; give its gradient too");
    }

    @Test
    void gradientOfAnotherShapeThrows() {
        tape.watch(x);
        assertThatThrownBy(() -> tape.addGradient(x, Tensor.zeros(Shape.of(2, 1))))
                .isInstanceOf(ShapeException.class)
                .hasMessageContainingAll("[2]", "[2,1]");
    }

    @Test
    void inferenceRecordsNothing() {
        Tape inference = Tape.inference();
        Tensor y = inference.newTensor(Shape.of(1));
        inference.record(y, gradient -> {
            throw new AssertionError("recorded");
        });
        assertThatThrownBy(() -> inference.backward(y))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Tape.backward: this tape is for inference and has recorded nothing; use Tape.training");
        assertThat(inference.isRecording()).isFalse();
        assertThat(inference.wants(y)).isFalse();
        assertThat(tape.isRecording()).isTrue();
    }

    @Test
    void inferenceUsesReleasedMemoryAgain() {
        Tape inference = Tape.inference();
        Tensor y = inference.newTensor(x.shape());
        inference.release(y, x);
        assertThat(inference.newTensor(x.shape()).data()).isSameAs(y.data());
    }

    @Test
    void whatIsStillReadIsNotReleased() {
        Tape inference = Tape.inference();
        Tensor y = inference.newTensor(x.shape());
        inference.release(y, x, y.reshape(Shape.of(2, 1)));
        assertThat(inference.newTensor(x.shape()).data()).isNotSameAs(y.data());
    }

    @Test
    void memoryOfTheCallerIsNotReleased() {
        Tape inference = Tape.inference();
        inference.release(x);
        assertThat(inference.newTensor(x.shape()).data()).isNotSameAs(x.data());
    }

    @Test
    void recordingTapeReleasesNothingBeforeTheReset() {
        Tensor y = tape.newTensor(x.shape());
        tape.release(y);
        assertThat(tape.newTensor(x.shape()).data()).isNotSameAs(y.data());
    }
}
