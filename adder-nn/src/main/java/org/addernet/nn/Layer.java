package org.addernet.nn;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.addernet.nn.init.Initializer;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A function of a tensor with parameters and buffers; it keeps nothing of a pass.
 *
 * <p>A layer of your own extends this class, registers what it has with {@link #child}, {@link #parameter} and {@link #buffer}
 * in its constructor, and implements {@link #compute(Tensor, Pass)}; {@link Graph} is for several inputs or outputs.
 *
 * <p>A layer is named by its place: a parent names its children, and {@link Model} gives the whole tree dotted names. A layer
 * with several parents is one layer with the name that the first of them gave it: its parameters are shared.
 */
public abstract class Layer {

    private final Map<String, Layer> children = new LinkedHashMap<>();
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, Tensor> buffers = new LinkedHashMap<>();
    private @Nullable Layer parent;
    private String name = "";
    private boolean frozen;

    /** For subclasses. */
    protected Layer() {}

    /**
     * Computes the output.
     *
     * <p>Unless the pass records, the memory of input and output is used again once the next layer has read them: copy what
     * is to be kept.
     *
     * @throws ShapeException if the input does not fit
     */
    public final Tensor forward(Tensor input, Pass pass) {
        OperationCount outer = pass.enter();
        Tensor output = compute(input, pass);
        if (pass.isObserved()) {
            pass.computed(this, List.of(input), List.of(output));
        }
        pass.leave(outer);
        return output;
    }

    /**
     * Computes the outputs of a layer of any number of inputs.
     *
     * @throws ShapeException if the inputs do not fit
     */
    public final List<Tensor> forward(List<Tensor> inputs, Pass pass) {
        OperationCount outer = pass.enter();
        List<Tensor> outputs = compute(inputs, pass);
        pass.computed(this, inputs, outputs);
        pass.leave(outer);
        return outputs;
    }

    /**
     * Computes the output, from the children's among others, and {@linkplain Pass#record records} how gradients come back where
     * nothing that it calls does so, as children and the operations of {@code org.addernet.nn.op} do.
     *
     * @throws ShapeException if the input does not fit
     */
    protected abstract Tensor compute(Tensor input, Pass pass);

    /** Computes the outputs; this implementation takes one input. */
    protected List<Tensor> compute(List<Tensor> inputs, Pass pass) {
        return List.of(compute(only(inputs), pass));
    }

    private <T> T only(List<T> inputs) {
        if (inputs.size() != 1) {
            throw new ShapeException(this + " takes one input, it got " + inputs.size());
        }
        return inputs.get(0);
    }

    /**
     * Returns the shape of the output for an input of the given shape. This implementation computes one of zeros; override it
     * where that takes long.
     *
     * @throws ShapeException if the input does not fit
     */
    public Shape outputShape(Shape input) {
        return compute(Tensor.zeros(input), Pass.inference()).shape();
    }

    /**
     * Returns the shapes of the outputs of a layer of any number of inputs.
     *
     * @throws ShapeException if the inputs do not fit
     */
    public List<Shape> outputShapes(List<Shape> inputs) {
        return List.of(outputShape(only(inputs)));
    }

    /**
     * Returns a layer that gives the same in inference, within rounding, with fewer passes over memory (default: this
     * layer). Convolutions and what follows them become one layer, which cannot be trained.
     */
    public Layer fuse() {
        return this;
    }

    /**
     * Returns what an inference on an input of the given shape costs, without children and without the operations of {@code
     * org.addernet.nn.op}, which the pass counts (default: nothing).
     */
    public OperationCount operations(Shape input) {
        return OperationCount.NONE;
    }

    /** Returns the name of this kind of layer in descriptions (default: the class's simple name). */
    protected String type() {
        return getClass().getSimpleName();
    }

    /**
     * Returns the settings with which this layer can be made again, by name (default: none).
     *
     * @see LayerDescription#attributes
     */
    protected Map<String, Object> attributes() {
        return Map.of();
    }

    /** Returns what this layer is, with all below it. */
    public final LayerDescription describe() {
        return describe(Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private LayerDescription describe(Set<Layer> seen) {
        if (!seen.add(this)) {
            return new LayerDescription(LayerDescription.SHARED, name, Map.of("layer", name), Map.of());
        }
        Map<String, LayerDescription> descriptions = new LinkedHashMap<>();
        children.forEach((key, child) -> descriptions.put(key, child.describe(seen)));
        return new LayerDescription(type(), name, attributes(), descriptions);
    }

    /** Returns whether this layer only calls others, so that summaries need not list it (default: if it has children). */
    protected boolean isContainer() {
        return !children.isEmpty();
    }

    /** Returns the dotted name in the model, such as {@code stage1.0.conv1}. */
    public final String name() {
        return name;
    }

    /** Returns the children by name, in their order. */
    public final Map<String, Layer> children() {
        return Collections.unmodifiableMap(children);
    }

    /** Returns this layer and all below it, parents before children; each once. */
    public final List<Layer> layers() {
        Set<Layer> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Layer> all = new ArrayList<>();
        collect(seen, all);
        return all;
    }

    private void collect(Set<Layer> seen, List<Layer> all) {
        if (seen.add(this)) {
            all.add(this);
            children.values().forEach(child -> child.collect(seen, all));
        }
    }

    /** Returns the parameters of this layer and all below it, in a fixed order. */
    public final List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>();
        layers().forEach(layer -> all.addAll(layer.parameters.values()));
        return all;
    }

    /** Returns the parameters of this layer without those below it. */
    final Collection<Parameter> ownParameters() {
        return parameters.values();
    }

    /** Returns the values of all parameters and buffers by their dotted names, in a fixed order. */
    public final Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        for (Layer layer : layers()) {
            layer.parameters.values().forEach(parameter -> state.put(parameter.name(), parameter.value()));
            layer.buffers.forEach((key, tensor) -> state.put(join(layer.name, key), tensor));
        }
        return state;
    }

    /**
     * Keeps this layer and all below it as they are: their parameters get no gradients, batch normalisation uses its running
     * statistics and leaves them, and dropout does nothing. For a trained part of a network that is not to change.
     */
    public final void freeze() {
        setFrozen(true);
    }

    /** Ends {@link #freeze}. */
    public final void unfreeze() {
        setFrozen(false);
    }

    private void setFrozen(boolean value) {
        for (Layer layer : layers()) {
            layer.frozen = value;
            layer.parameters.values().forEach(parameter -> parameter.setFrozen(value));
        }
    }

    /** Returns whether this layer is frozen. */
    public final boolean isFrozen() {
        return frozen;
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
        if (child.parent == null) {
            child.parent = this;
            child.rename(join(name, key));
        }
        return layer;
    }

    /** Adds a parameter. */
    protected final Parameter parameter(String key, Parameter.Role role, Shape shape, Initializer initializer) {
        Parameter parameter = new Parameter(join(name, key), role, shape, initializer);
        parameters.put(key, parameter);
        return parameter;
    }

    /** Adds a tensor that belongs to the layer's state but is not trained, such as a running mean. */
    protected final Tensor buffer(String key, Tensor tensor) {
        buffers.put(key, tensor);
        return tensor;
    }

    private void rename(String newName) {
        name = newName;
        parameters.forEach((key, parameter) -> parameter.rename(join(name, key)));
        children.forEach((key, child) -> {
            if (child.parent == this) {
                child.rename(join(name, key));
            }
        });
    }

    private static String join(String prefix, String key) {
        return prefix.isEmpty() || key.isEmpty() ? prefix + key : prefix + "." + key;
    }
}
