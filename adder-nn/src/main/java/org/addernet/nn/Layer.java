package org.addernet.nn;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.addernet.nn.init.Initializer;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/**
 * A function of a tensor with parameters and running statistics; it keeps nothing of a pass.
 *
 * <p>A layer is named by its place: a parent names its children, and {@link Model} gives the whole tree dotted names.
 */
public abstract class Layer {

    private final Map<String, Layer> children = new LinkedHashMap<>();
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, Tensor> statistics = new LinkedHashMap<>();
    private String name = "";

    /** For subclasses. */
    protected Layer() {}

    /**
     * Computes the output, and records on the tape how gradients come back.
     *
     * <p>Unless the tape records, the memory of input and output is used again once the next layer has read them: copy what
     * is to be kept.
     *
     * @throws org.addernet.tensor.ShapeException if the input does not fit
     */
    public abstract Tensor forward(Tensor input, Tape tape);

    /**
     * Returns the shape of the output for an input of the given shape.
     *
     * @throws org.addernet.tensor.ShapeException if the input does not fit
     */
    public abstract Shape outputShape(Shape input);

    /**
     * Returns a layer that gives the same in inference, within rounding, with fewer passes over memory (default: this
     * layer). Convolutions and what follows them become one layer, which cannot be trained.
     */
    public Layer fuse() {
        return this;
    }

    /** Returns what an inference on an input of the given shape costs, without children (default: nothing). */
    public OperationCount operations(Shape input) {
        return OperationCount.NONE;
    }

    /** Visits the layers that compute, in the order of the pass, each with its input shape; returns the output shape. */
    public Shape visit(Shape input, BiConsumer<Layer, Shape> visitor) {
        visitor.accept(this, input);
        return outputShape(input);
    }

    /** Returns the dotted name in the model, such as {@code stage1.0.conv1}. */
    public final String name() {
        return name;
    }

    /** Returns the parameters of this layer and all below it, in a fixed order. */
    public final List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>(parameters.values());
        children.values().forEach(child -> all.addAll(child.parameters()));
        return all;
    }

    /** Returns the parameters of this layer without those below it. */
    final Collection<Parameter> ownParameters() {
        return parameters.values();
    }

    /** Returns the values of all parameters and running statistics by their dotted names, in a fixed order. */
    public final Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        parameters.values().forEach(parameter -> state.put(parameter.name(), parameter.value()));
        statistics.forEach((key, tensor) -> state.put(join(name, key), tensor));
        children.values().forEach(child -> state.putAll(child.state()));
        return state;
    }

    /** Returns type and name for messages, such as {@code Conv2d stage1.0.conv1}. */
    @Override
    public String toString() {
        return name.isEmpty() ? getClass().getSimpleName() : getClass().getSimpleName() + " " + name;
    }

    /**
     * Adds a child layer under a name that is its own among the children; an empty one gives it this layer's name.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    protected final <L extends Layer> L child(String key, L layer) {
        if (children.putIfAbsent(key, layer) != null) {
            throw new IllegalArgumentException(this + " already has a layer named " + key);
        }
        Layer child = layer;
        child.rename(join(name, key));
        return layer;
    }

    /** Adds a parameter. */
    protected final Parameter parameter(String key, Parameter.Role role, Shape shape, Initializer initializer) {
        Parameter parameter = new Parameter(join(name, key), role, shape, initializer);
        parameters.put(key, parameter);
        return parameter;
    }

    /** Adds a tensor that belongs to the layer's state but is not trained, such as a running mean. */
    protected final Tensor statistic(String key, Tensor tensor) {
        statistics.put(key, tensor);
        return tensor;
    }

    private void rename(String newName) {
        name = newName;
        parameters.forEach((key, parameter) -> parameter.rename(join(name, key)));
        children.forEach((key, child) -> child.rename(join(name, key)));
    }

    private static String join(String prefix, String key) {
        return prefix.isEmpty() || key.isEmpty() ? prefix + key : prefix + "." + key;
    }
}
