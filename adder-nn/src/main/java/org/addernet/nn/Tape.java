package org.addernet.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Records a forward pass, so that gradients can go back along it; and owns the memory of the pass.
 *
 * <p>Layers keep nothing of a pass, so one model serves any number of threads, each with a tape of its own. A
 * {@linkplain #training training} tape keeps what the way back needs; one for {@linkplain #inference() inference} keeps
 * nothing, and uses the memory of a layer's output again once the next layer has read it. A layer that sees a recording tape is
 * in training: batch normalisation uses the batch's statistics and dropout drops. A tape that {@linkplain #statistics(Workers)
 * gathers statistics} is one for inference but for batch normalisation, which uses the batch's statistics and keeps their mean.
 *
 * <p>A tape belongs to one thread. {@link #reset} ends a step: the tensors that it handed out are used again in the next. It
 * holds the memory of one step, also where steps have batches of different sizes.
 *
 * <pre>{@code
 * Tape tape = Tape.training(Workers.shared());
 * for (Batch batch : epoch) {
 *     tape.reset(step++);
 *     Tensor loss = SoftmaxCrossEntropy.of(model.forward(batch.images(), tape), batch.labels(), tape);
 *     tape.backward(loss);
 *     optimizer.step(learningRate);
 * }
 * }</pre>
 */
public final class Tape {

    private static final int VALUES_PER_TASK = 1 << 15;

    private final boolean recording;
    private final boolean gathering;
    private final Workers workers;
    private final List<Step> steps = new ArrayList<>();
    private final Map<Tensor, @Nullable Tensor> gradients = new IdentityHashMap<>();
    private final Workspace workspace = new Workspace();
    private final List<Tensor> dropped = new ArrayList<>();
    private SplittableRandom random = new SplittableRandom(0);
    private int resets;

    private Tape(boolean recording, boolean gathering, Workers workers) {
        this.recording = recording;
        this.gathering = gathering;
        this.workers = workers;
    }

    /** Returns a tape that records nothing and computes on the shared workers; see {@link #inference(Workers)}. */
    public static Tape inference() {
        return inference(Workers.shared());
    }

    /**
     * Returns a tape that records nothing and computes on the given workers: for inference. Use it for one pass, or call
     * {@link #reset} before each: until then it keeps what earlier passes returned.
     */
    public static Tape inference(Workers workers) {
        return new Tape(false, false, workers);
    }

    /** Returns an empty recording tape: for training. */
    public static Tape training(Workers workers) {
        return new Tape(true, false, workers);
    }

    /**
     * Returns a tape whose passes give batch normalisations their running statistics anew: after n passes, with a {@link #reset}
     * before each, these are the plain means of the statistics of n batches.
     */
    public static Tape statistics(Workers workers) {
        return new Tape(false, true, workers);
    }

    /** Returns whether this tape records, which means that the pass is one of training. */
    public boolean isRecording() {
        return recording;
    }

    /** Returns whether layers are to use and keep the statistics of this pass's batch: in training, and to gather them. */
    public boolean usesBatchStatistics() {
        return recording || gathering;
    }

    /**
     * Returns the weight of this pass's batch in running statistics: the given momentum in training, 1/n in the nth pass that
     * gathers them.
     */
    public double batchWeight(double momentum) {
        return gathering ? 1.0 / Math.max(1, resets) : momentum;
    }

    /** Returns the threads on which the pass computes. */
    public Workers workers() {
        return workers;
    }

    /** Returns the random numbers of this step, for dropout; {@link #reset} seeds them. */
    public RandomGenerator random() {
        return random;
    }

    /** Returns a tensor with unspecified contents for a result, valid until {@link #reset} or {@link #release}. */
    public Tensor newTensor(Shape shape) {
        return Tensor.of(shape, workspace.take(shape.size()));
    }

    /**
     * Takes back the memory of a result that nobody reads any more, if this tape handed it out. A recording tape, whose way back
     * may read it, keeps it until {@link #reset}.
     *
     * @param read what is still read; nothing is taken back if the result is another view of one of these
     */
    public void release(Tensor result, Tensor... read) {
        if (!recording && Arrays.stream(read).noneMatch(tensor -> tensor.data() == result.data())) {
            workspace.giveBack(result.data(), 0);
        }
    }

    /** Returns a new tensor with the sum of two of the same shape, without recording. */
    public Tensor sum(Tensor a, Tensor b) {
        Tensor sum = newTensor(a.shape());
        workers.runRanges(a.shape().size(), VALUES_PER_TASK, (from, to) -> {
            for (int i = from; i < to; i++) {
                sum.data()[i] = a.data()[i] + b.data()[i];
            }
        });
        return sum;
    }

    /**
     * Records that {@code output} was computed; {@code backward} will be given its gradient, and calls {@link #addGradient}
     * for the inputs and {@link Parameter#addGradient} for the parameters. Without recording, does nothing.
     */
    public void record(Tensor output, Consumer<Tensor> backward) {
        if (recording) {
            gradients.put(output, null);
            steps.add(new Step(output, backward));
        }
    }

    /** Asks for the gradient of an input of the pass, which is otherwise not computed; call it before the pass. */
    public void watch(Tensor input) {
        gradients.put(input, null);
    }

    /** Returns whether the gradient of this tensor is wanted: it was recorded as an output or is watched. */
    public boolean wants(Tensor tensor) {
        return gradients.containsKey(tensor);
    }

    /**
     * Adds to the gradient of a tensor, if it is wanted. The tape may give the memory of a gradient from {@link #newTensor}
     * to another tensor when the step that added it has returned.
     *
     * @throws ShapeException if the shapes differ
     */
    public void addGradient(Tensor tensor, Tensor gradient) {
        if (!wants(tensor)) {
            return;
        }
        if (!gradient.shape().equals(tensor.shape())) {
            throw new ShapeException(
                    "Tape: a tensor of shape " + tensor.shape() + " got a gradient of shape " + gradient.shape());
        }
        Tensor other = gradients.get(tensor);
        if (other == null) {
            gradients.put(tensor, gradient);
        } else {
            // The sum is a tensor of its own, since either gradient may also be that of another tensor.
            gradients.put(tensor, sum(other, gradient));
            dropped.add(other);
            dropped.add(gradient);
        }
    }

    /**
     * Returns the gradient of a watched tensor after {@link #backward}.
     *
     * @throws IllegalStateException if none arrived
     */
    public Tensor gradient(Tensor tensor) {
        Tensor gradient = gradients.get(tensor);
        if (gradient == null) {
            throw new IllegalStateException(
                    "Tape: no gradient of " + tensor + "; watch it before the pass, then call backward");
        }
        return gradient;
    }

    /**
     * Sends gradients back from a loss of one element, whose own gradient is 1.
     *
     * @throws ShapeException if the loss has more than one element
     * @throws IllegalStateException if this tape does not record
     */
    public void backward(Tensor loss) {
        if (loss.shape().size() != 1) {
            throw new ShapeException("Tape.backward: the loss has shape " + loss.shape() + "; give its gradient too");
        }
        backward(loss, Tensor.of(loss.shape(), 1));
    }

    /**
     * Sends gradients back from a tensor whose gradient is given; only those of watched tensors stay.
     *
     * @throws IllegalStateException if this tape does not record
     */
    public void backward(Tensor output, Tensor outputGradient) {
        if (!recording) {
            throw new IllegalStateException(
                    "Tape.backward: this tape is for inference and has recorded nothing; use Tape.training");
        }
        int forward = workspace.taken();
        addGradient(output, outputGradient);
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            Tensor gradient = gradients.get(step.output);
            if (gradient != null) {
                step.backward.accept(gradient);
                gradients.remove(step.output);
                dropped.add(gradient);
                dropped.forEach(tensor -> reuse(tensor.data(), forward));
                dropped.clear();
            }
        }
        steps.clear();
    }

    /**
     * Takes back memory that was handed out on the way back, after the first {@code forward} arrays, and is no gradient any
     * more. It is still in the cache, other than memory that waits for the next reset.
     */
    private void reuse(float[] data, int forward) {
        for (Tensor gradient : gradients.values()) {
            if (gradient != null && gradient.data() == data) {
                return;
            }
        }
        workspace.giveBack(data, forward);
    }

    /** Forgets the pass, takes back all tensors that it handed out, and seeds the random numbers of the next. */
    public void reset(long seed) {
        steps.clear();
        gradients.clear();
        random = new SplittableRandom(seed);
        workspace.endStep();
        resets++;
    }

    private record Step(Tensor output, Consumer<Tensor> backward) {}
}
