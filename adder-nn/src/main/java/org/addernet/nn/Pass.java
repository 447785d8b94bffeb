package org.addernet.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.addernet.kernel.ConvolutionKernels;
import org.addernet.kernel.Kernels;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * All that a computation through layers needs: kernels, threads, memory, random numbers, and the record along which gradients
 * come back.
 *
 * <p>Layers keep nothing of a pass, so one model serves any number of threads, each with a pass of its own, in inference and in
 * training. A pass belongs to one thread. {@link #reset} ends a step: the tensors that it handed out are used again in the
 * next. It holds the memory of one step, also where steps have batches of different sizes.
 *
 * <pre>{@code
 * Pass pass = Pass.training(Workers.shared());
 * for (Batch batch : epoch) {
 *     pass.reset(step++);
 *     Tensor loss = SoftmaxCrossEntropy.of(model.forward(batch.images(), pass), batch.labels(), pass);
 *     optimizer.step(pass.backward(loss), learningRate);
 * }
 * }</pre>
 */
public final class Pass {

    /** What a pass is for. */
    public enum Mode {
        /** Records; batch normalisation uses the batch's statistics and dropout drops. */
        TRAINING,
        /** Records, and layers compute as in inference: for gradients of a network that is not to change. */
        EVALUATION,
        /** Records nothing, and uses the memory of a layer's output again once the next layer has read it. */
        INFERENCE,
        /**
         * As inference, but batch normalisation uses the batch's statistics, and sets its running statistics to their plain mean
         * over all batches since the pass was made.
         */
        STATISTICS
    }

    /** Is told of every layer that has computed, children before their parents. */
    @FunctionalInterface
    public interface Observer {

        /** Called when a layer has computed its outputs. */
        void computed(Layer layer, List<Tensor> inputs, List<Tensor> outputs);
    }

    private static final int VALUES_PER_TASK = 1 << 15;

    private final Mode mode;
    private final Workers workers;
    private final ConvolutionKernels kernels;
    private final List<Step> steps = new ArrayList<>();
    private final Map<Tensor, @Nullable Tensor> tensorGradients = new IdentityHashMap<>();
    private final Gradients gradients = new Gradients();
    private final Map<Tensor, Integer> batches = new IdentityHashMap<>();
    private final Workspace workspace = new Workspace();
    private final List<Tensor> dropped = new ArrayList<>();
    private @Nullable Observer observer;
    private OperationCount counted = OperationCount.NONE;
    private SplittableRandom random = new SplittableRandom(0);

    private Pass(Mode mode, Workers workers, ConvolutionKernels kernels) {
        this.mode = mode;
        this.workers = workers;
        this.kernels = kernels;
    }

    /**
     * Returns a pass.
     *
     * @param workers the threads on which it computes
     * @param kernels what computes its convolutions
     */
    public static Pass of(Mode mode, Workers workers, ConvolutionKernels kernels) {
        return new Pass(mode, workers, kernels);
    }

    /** Returns a pass with the {@linkplain Kernels#active() default} kernels. */
    public static Pass of(Mode mode, Workers workers) {
        return of(mode, workers, Kernels.active());
    }

    /** Returns a pass for inference on the shared workers; see {@link #inference(Workers)}. */
    public static Pass inference() {
        return inference(Workers.shared());
    }

    /**
     * Returns a pass for inference. Use it for one batch, or call {@link #reset} before each: until then it keeps what it
     * returned for earlier ones.
     */
    public static Pass inference(Workers workers) {
        return of(Mode.INFERENCE, workers);
    }

    /** Returns a pass for training. */
    public static Pass training(Workers workers) {
        return of(Mode.TRAINING, workers);
    }

    /** Returns whether gradients can come back along it. */
    public boolean isRecording() {
        return mode == Mode.TRAINING || mode == Mode.EVALUATION;
    }

    /** Returns whether layers compute as they do in training, such as dropout. */
    public boolean isTraining() {
        return mode == Mode.TRAINING;
    }

    /** Returns whether layers are to use the statistics of the batch, and to {@linkplain #updateBuffer keep} them. */
    public boolean usesBatchStatistics() {
        return mode == Mode.TRAINING || mode == Mode.STATISTICS;
    }

    /**
     * Has an observer told of the layers that compute from now on, to look at what they put out or to list them. Layers then
     * compute one by one, also where they could do it together.
     */
    public void observe(Observer newObserver) {
        observer = newObserver;
    }

    /** Returns whether there is an observer, so that no layer may be left out. */
    public boolean isObserved() {
        return observer != null;
    }

    /**
     * Counts operations as those of the layer that is computing, besides those that it {@linkplain Layer#operations states}; the
     * operations of {@code org.addernet.nn.op} do so. Does nothing unless the pass is observed.
     */
    public void count(OperationCount operations) {
        if (isObserved()) {
            counted = counted.plus(operations);
        }
    }

    /** Returns the operations that were counted in the layer that the observer is told of. */
    OperationCount counted() {
        return counted;
    }

    /** Starts to count for a layer, and returns what was counted for the one that calls it. */
    OperationCount enter() {
        OperationCount outer = counted;
        counted = OperationCount.NONE;
        return outer;
    }

    /** Ends what {@link #enter} began. */
    void leave(OperationCount outer) {
        counted = outer;
    }

    void computed(Layer layer, List<Tensor> inputs, List<Tensor> outputs) {
        if (observer != null) {
            observer.computed(layer, inputs, outputs);
        }
    }

    /** Returns the threads on which it computes. */
    public Workers workers() {
        return workers;
    }

    /** Returns what computes its convolutions. */
    public ConvolutionKernels kernels() {
        return kernels;
    }

    /** Returns the random numbers of this step, for dropout; {@link #reset} seeds them. */
    public RandomGenerator random() {
        return random;
    }

    /** Returns a tensor with unspecified contents for a result, valid until {@link #reset} or {@link #release}. */
    public Tensor newTensor(Shape shape) {
        return Tensor.of(shape, workspace.take(shape.size()));
    }

    /** Returns a tensor of zeros, valid as {@link #newTensor} says. */
    public Tensor newZeros(Shape shape) {
        Tensor zeros = newTensor(shape);
        workers.runRanges(shape.size(), VALUES_PER_TASK, (from, to) -> Arrays.fill(zeros.data(), from, to, 0));
        return zeros;
    }

    /**
     * Takes back the memory of a result that nobody reads any more, if this pass handed it out. A recording pass, which may read
     * it in the backward pass, keeps it until {@link #reset}.
     *
     * @param read what is still read; nothing is taken back if the result is another view of one of these
     */
    public void release(Tensor result, Tensor... read) {
        if (!isRecording() && Arrays.stream(read).noneMatch(tensor -> tensor.data() == result.data())) {
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
     * Records that {@code output} was computed from an input, if a gradient of that is wanted; {@code backward} will be given
     * the output's gradient, and calls {@link #addGradient(Tensor, Tensor)} for the input.
     */
    public void record(Tensor output, Tensor input, Consumer<Tensor> backward) {
        record(output, List.of(input), backward);
    }

    /** Records that {@code output} was computed from inputs, if the gradient of one of them is wanted. */
    public void record(Tensor output, List<Tensor> inputs, Consumer<Tensor> backward) {
        if (inputs.stream().anyMatch(this::wants)) {
            record(output, backward);
        }
    }

    /**
     * Records that {@code output} was computed, from parameters of which one is {@linkplain #wants(Parameter) wanted}; {@code backward} will also call
     * {@link #addGradient(Parameter, Tensor)}. In a pass that does not record, does nothing.
     */
    public void record(Tensor output, Consumer<Tensor> backward) {
        if (isRecording()) {
            tensorGradients.put(output, null);
            steps.add(new Step(output, backward));
        }
    }

    /** Asks for the gradient of an input of the pass, which is otherwise not computed; call it before the pass. */
    public void watch(Tensor input) {
        tensorGradients.put(input, null);
    }

    /** Returns whether the gradient of this tensor is wanted: it was recorded as an output or is watched. */
    public boolean wants(Tensor tensor) {
        return tensorGradients.containsKey(tensor);
    }

    /** Returns whether the gradient of this parameter is wanted: the pass records, and it is not frozen. */
    public boolean wants(Parameter parameter) {
        return isRecording() && !parameter.isFrozen();
    }

    /**
     * Adds to the gradient of a tensor, if it is wanted. The pass may give the memory of a gradient from {@link #newTensor}
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
                    "Pass: a tensor of shape " + tensor.shape() + " got a gradient of shape " + gradient.shape());
        }
        Tensor other = tensorGradients.get(tensor);
        if (other == null) {
            tensorGradients.put(tensor, gradient);
        } else {
            // The sum is a tensor of its own, since either gradient may also be that of another tensor.
            tensorGradients.put(tensor, sum(other, gradient));
            dropped.add(other);
            dropped.add(gradient);
        }
    }

    /**
     * Adds to the gradient of a parameter, if it is wanted.
     *
     * @param gradient from {@link #newTensor}, or another tensor that stays as it is
     * @throws ShapeException if the shape is not the parameter's
     */
    public void addGradient(Parameter parameter, Tensor gradient) {
        if (!wants(parameter)) {
            return;
        }
        Tensor other = gradients.get(parameter);
        gradients.set(parameter, other == null ? gradient : sum(other, gradient));
    }

    /**
     * Takes a value of this batch into a running average, {@code buffer = (1 - momentum) buffer + momentum value}: in training
     * with the step that the gradients are used for, to {@linkplain Mode#STATISTICS gather statistics} at once, with a weight
     * that makes plain means.
     *
     * @param buffer a buffer of a layer
     * @param value as many numbers as the buffer has
     */
    public void updateBuffer(Tensor buffer, double[] value, double momentum) {
        if (mode == Mode.STATISTICS) {
            int count = batches.merge(buffer, 1, Integer::sum);
            new Gradients.BufferUpdate(buffer, value, 1.0 / count).apply();
        } else {
            gradients.update(new Gradients.BufferUpdate(buffer, value, momentum));
        }
    }

    /**
     * Returns the gradient of a watched tensor after {@link #backward}.
     *
     * @throws IllegalStateException if none arrived
     */
    public Tensor gradient(Tensor tensor) {
        Tensor gradient = tensorGradients.get(tensor);
        if (gradient == null) {
            throw new IllegalStateException(
                    "Pass: no gradient of " + tensor + "; watch it before the pass, then call backward");
        }
        return gradient;
    }

    /**
     * Sends gradients back from a loss of one element, whose own gradient is 1.
     *
     * @return the gradients of the parameters, valid until {@link #reset}
     * @throws ShapeException if the loss has more than one element
     * @throws IllegalStateException if this pass does not record
     */
    public Gradients backward(Tensor loss) {
        if (loss.shape().size() != 1) {
            throw new ShapeException("Pass.backward: the loss has shape " + loss.shape() + "; give its gradient too");
        }
        return backward(loss, Tensor.of(loss.shape(), 1));
    }

    /**
     * Sends gradients back from a tensor whose gradient is given; of the tensors only those that are watched keep theirs.
     *
     * @return the gradients of the parameters, valid until {@link #reset}
     * @throws IllegalStateException if this pass does not record
     */
    public Gradients backward(Tensor output, Tensor outputGradient) {
        if (!isRecording()) {
            throw new IllegalStateException(
                    "Pass.backward: this pass is for inference and has recorded nothing; use Pass.training");
        }
        int forward = workspace.taken();
        addGradient(output, outputGradient);
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            Tensor gradient = tensorGradients.get(step.output);
            if (gradient != null) {
                step.backward.accept(gradient);
                tensorGradients.remove(step.output);
                dropped.add(gradient);
                dropped.forEach(tensor -> reuse(tensor.data(), forward));
                dropped.clear();
            }
        }
        steps.clear();
        return gradients;
    }

    /**
     * Takes back memory that was handed out in the backward pass, after the first {@code forward} arrays, and is no gradient any
     * more. It is still in the cache, other than memory that waits for the next reset.
     */
    private void reuse(float[] data, int forward) {
        for (Tensor gradient : tensorGradients.values()) {
            if (gradient != null && gradient.data() == data) {
                return;
            }
        }
        workspace.giveBack(data, forward);
    }

    /** Forgets the pass, takes back all tensors that it handed out, and seeds the random numbers of the next. */
    public void reset(long seed) {
        steps.clear();
        tensorGradients.clear();
        gradients.clear();
        random = new SplittableRandom(seed);
        workspace.endStep();
    }

    private record Step(Tensor output, Consumer<Tensor> backward) {}
}
