package org.addernet.nn;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.addernet.kernel.Similarity;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/**
 * A network: a tree of layers with a name and the shapes of its inputs.
 *
 * <p>It has any number of inputs and outputs. Most have one of each: classifiers take images {@code [N,H,W,C]} and give logits
 * {@code [N,classes]}.
 *
 * <p>Any number of threads may {@linkplain #predict predict} with one model at once, as long as none trains it.
 */
public final class Model {

    /** The seed of the initial parameters where none is given: 1. */
    public static final long DEFAULT_SEED = 1;

    private final String name;
    private final Optional<Similarity> similarity;
    private final List<Shape> inputShapes;
    private final List<Shape> outputShapes;
    private final Layer root;

    /**
     * Creates a model of any number of inputs, with parameters initialised from {@link #DEFAULT_SEED}.
     *
     * @param name what it is called in files and messages, such as {@code two-towers}
     * @param inputShapes the shape of each input, without the dimension N of samples
     * @param root all layers; a {@link Graph} or a {@code Sequential}
     * @throws ShapeException if the layers do not fit together
     * @throws IllegalArgumentException if two parameters have one name
     */
    public Model(String name, List<Shape> inputShapes, Layer root) {
        this(root, name, Optional.empty(), inputShapes);
        initialize(DEFAULT_SEED);
    }

    /**
     * Creates a model of one input.
     *
     * @param inputShape one input, {@code [H,W,C]} for images
     * @throws ShapeException if the layers do not fit together
     * @throws IllegalArgumentException if two parameters have one name
     */
    public Model(String name, Shape inputShape, Layer root) {
        this(name, List.of(inputShape), root);
    }

    /**
     * Creates a model of one input whose layers have one similarity.
     *
     * @param similarity the similarity of its layers, which files state
     * @param inputShape one input, {@code [H,W,C]} for images
     * @throws ShapeException if the layers do not fit together
     * @throws IllegalArgumentException if two parameters have one name
     */
    public Model(String name, Similarity similarity, Shape inputShape, Layer root) {
        this(root, name, Optional.of(similarity), List.of(inputShape));
        initialize(DEFAULT_SEED);
    }

    /** Creates a model with the values that the layers have. */
    private Model(Layer root, String name, Optional<Similarity> similarity, List<Shape> inputShapes) {
        this.name = name;
        this.similarity = similarity;
        this.inputShapes = List.copyOf(inputShapes);
        this.root = root;
        outputShapes = root.outputShapes(batchShapes(1));
        requireOwnNames(parameters());
    }

    /**
     * Returns a model of the given layers with the values that they have, such as layers that were read from a file.
     *
     * @param similarity the similarity of its layers, if all have one
     * @throws ShapeException if the layers do not fit together
     * @throws IllegalArgumentException if two parameters have one name
     */
    public static Model of(String name, Optional<Similarity> similarity, List<Shape> inputShapes, Layer root) {
        return new Model(root, name, similarity, inputShapes);
    }

    /** Returns what predicts as this model does now, faster. */
    public Predictor predictor() {
        return new Predictor(fuse());
    }

    Model fuse() {
        return new Model(root.fuse(), name, similarity, inputShapes);
    }

    /** Gives all parameters new first values that depend on the seed alone; buffers stay. */
    public Model initialize(long seed) {
        List<Parameter> parameters = parameters();
        Random seeds = new Random(seed);
        parameters.forEach(parameter -> parameter.initialize(new Random(seeds.nextLong())));
        return this;
    }

    /**
     * Computes the output of a model of one input and one output.
     *
     * @param input {@code [N,...]} with the model's {@link #inputShapes}
     * @throws ShapeException if the input is of another shape
     */
    public Tensor forward(Tensor input, Pass pass) {
        requireShapes(List.of(input));
        return root.forward(input, pass);
    }

    /**
     * Computes the outputs of a model of any number of inputs.
     *
     * @param inputs {@code [N,...]} with the model's {@link #inputShapes}
     * @throws ShapeException if there are others, or they are of other shapes
     */
    public List<Tensor> forward(List<Tensor> inputs, Pass pass) {
        requireShapes(inputs);
        return root.forward(inputs, pass);
    }

    /**
     * Computes the output of a model of one input and one output, for inference; {@link #predictor} is faster.
     *
     * @throws ShapeException if the input is of another shape
     */
    public Tensor predict(Tensor input) {
        return forward(input, Pass.inference());
    }

    private void requireShapes(List<Tensor> inputs) {
        boolean fit = inputs.size() == inputShapes.size();
        for (int i = 0; fit && i < inputs.size(); i++) {
            Shape shape = inputs.get(i).shape();
            fit = shape.rank() > 0 && shape.equals(inputShapes.get(i).batchOf(shape.dimension(0)));
        }
        if (!fit) {
            throw new ShapeException("model " + name + " takes " + text(batchShapes(1)) + " (any N), got "
                    + text(inputs.stream().map(Tensor::shape).toList()));
        }
    }

    private static String text(List<Shape> shapes) {
        return shapes.size() == 1 ? shapes.get(0).toString() : shapes.toString();
    }

    /** Returns the name, such as {@code lenet5-bn}. */
    public String name() {
        return name;
    }

    /** Returns the similarity of its layers; empty if they have several or it was not said. */
    public Optional<Similarity> similarity() {
        return similarity;
    }

    /** Returns the shape of each input, without the dimension N of samples. */
    public List<Shape> inputShapes() {
        return inputShapes;
    }

    /** Returns the shape of each output, without the dimension N of samples. */
    public List<Shape> outputShapes() {
        return outputShapes.stream().map(Shape::sample).toList();
    }

    /**
     * Returns the shape of the only input, {@code [H,W,C]} for images.
     *
     * @throws IllegalStateException if there are several
     */
    public Shape imageShape() {
        if (inputShapes.size() != 1) {
            throw new IllegalStateException("model " + name + " has " + inputShapes.size() + " inputs " + inputShapes);
        }
        return inputShapes.get(0);
    }

    /**
     * Returns the shape {@code [n,H,W,C]} of a batch of {@code n} inputs.
     *
     * @throws IllegalStateException if there are several inputs
     */
    public Shape batchShape(int n) {
        return imageShape().batchOf(n);
    }

    /** Returns the shape of a batch of {@code n} samples for each input. */
    public List<Shape> batchShapes(int n) {
        return inputShapes.stream().map(shape -> shape.batchOf(n)).toList();
    }

    /** Returns whether it has one output, {@code [N,classes]}. */
    public boolean isClassifier() {
        return outputShapes.size() == 1 && outputShapes.get(0).rank() == 2;
    }

    /**
     * Returns the number of classes that a classifier tells apart.
     *
     * @throws IllegalStateException if its output is not {@code [N,classes]}
     */
    public int classes() {
        if (!isClassifier()) {
            throw new IllegalStateException("model " + name + " is no classifier: for one sample its output is "
                    + text(outputShapes) + ", that of a classifier [1,classes]; add a Flatten layer");
        }
        return outputShapes.get(0).dimension(1);
    }

    /** Returns all layers. */
    public Layer root() {
        return root;
    }

    /** Returns all parameters, in a fixed order. */
    public List<Parameter> parameters() {
        return root.parameters();
    }

    /** Returns the values of all parameters and buffers by name, in a fixed order. */
    public Map<String, Tensor> state() {
        return root.state();
    }

    /** Returns the table of layers with output shapes, parameters and operations for one sample. */
    public String summary() {
        return Summary.of(this, batchShapes(1));
    }

    /**
     * Returns the table of layers with output shapes, parameters, multiplications and additions, of a model of one input.
     *
     * @param input the shape of the input, {@code [N,H,W,C]}
     */
    public String summary(Shape input) {
        return Summary.of(this, List.of(input));
    }

    /** Returns name and similarity, such as {@code resnet20 (l1)}. */
    @Override
    public String toString() {
        return name + similarity.map(s -> " (" + s + ")").orElse("");
    }

    private void requireOwnNames(List<Parameter> parameters) {
        Set<String> names = new HashSet<>();
        for (Parameter parameter : parameters) {
            if (!names.add(parameter.name())) {
                throw new IllegalArgumentException("model " + name + ": two parameters are named " + parameter.name()
                        + "; give their layers other names");
            }
        }
    }
}
