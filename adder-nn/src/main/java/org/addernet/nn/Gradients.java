package org.addernet.nn;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a backward pass returns: the gradient of the loss with respect to each parameter, and the new values that the pass has
 * for buffers, such as running statistics.
 *
 * <p>They can be added, of parts of a batch say, and scaled. Those that {@link Pass#backward} returned share the memory of the
 * pass, and are valid until its {@link Pass#reset}; {@link #copy} keeps them.
 */
public final class Gradients {

    private final Map<Parameter, Tensor> tensors = new IdentityHashMap<>();
    private final List<BufferUpdate> updates = new ArrayList<>();

    /** Creates gradients of no parameter, to which others can be added. */
    public Gradients() {}

    /** A step of a running average: {@code buffer = (1 - weight) buffer + weight value}. */
    record BufferUpdate(Tensor buffer, double[] value, double weight) {

        void apply() {
            float[] running = buffer.data();
            for (int i = 0; i < running.length; i++) {
                running[i] = (float) ((1 - weight) * running[i] + weight * value[i]);
            }
        }
    }

    /** Returns the parameters that have a gradient. */
    public Set<Parameter> parameters() {
        return Set.copyOf(tensors.keySet());
    }

    /** Returns whether a parameter has a gradient. */
    public boolean has(Parameter parameter) {
        return tensors.containsKey(parameter);
    }

    /**
     * Returns the gradient of a parameter, of its shape; changing the tensor changes these gradients.
     *
     * @throws IllegalStateException if it has none
     */
    public Tensor of(Parameter parameter) {
        Tensor gradient = tensors.get(parameter);
        if (gradient == null) {
            throw new IllegalStateException(
                    "parameter " + parameter.name() + " has no gradient; it was frozen or took no part in the loss");
        }
        return gradient;
    }

    /**
     * Sets the gradient of a parameter, such as one that came from elsewhere.
     *
     * @param gradient the tensor itself, not a copy
     * @return these
     * @throws ShapeException if it has not the parameter's shape
     */
    public Gradients set(Parameter parameter, Tensor gradient) {
        if (!gradient.shape().equals(parameter.value().shape())) {
            throw new ShapeException("parameter " + parameter.name() + " of shape "
                    + parameter.value().shape() + " got a gradient of shape " + gradient.shape());
        }
        tensors.put(parameter, gradient);
        return this;
    }

    /** Returns a copy that does not share memory with a pass. */
    public Gradients copy() {
        return new Gradients().add(this);
    }

    /**
     * Adds others, and appends their updates of buffers to those of these.
     *
     * @return these
     */
    public Gradients add(Gradients others) {
        others.tensors.forEach((parameter, added) -> {
            Tensor sum = tensors.get(parameter);
            if (sum == null) {
                tensors.put(parameter, added.copy());
            } else {
                add(sum.data(), added.data());
            }
        });
        updates.addAll(others.updates);
        return this;
    }

    private static void add(float[] sum, float[] added) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += added[i];
        }
    }

    /**
     * Multiplies all gradients, and leaves the updates of buffers as they are.
     *
     * @return these
     */
    public Gradients scale(float factor) {
        for (Tensor tensor : tensors.values()) {
            float[] data = tensor.data();
            for (int i = 0; i < data.length; i++) {
                data[i] *= factor;
            }
        }
        return this;
    }

    /**
     * Gives buffers their new values, in the order of the passes and their layers; an optimizer does it with its step. The next
     * call does nothing.
     */
    public void updateBuffers() {
        updates.forEach(BufferUpdate::apply);
        updates.clear();
    }

    @Nullable
    Tensor get(Parameter parameter) {
        return tensors.get(parameter);
    }

    void update(BufferUpdate update) {
        updates.add(update);
    }

    void clear() {
        tensors.clear();
        updates.clear();
    }
}
