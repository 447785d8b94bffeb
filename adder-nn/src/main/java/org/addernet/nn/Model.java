package org.addernet.nn;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.addernet.kernel.Similarity;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/**
 * A classifier: a tree of layers from images {@code [N,H,W,C]} to logits {@code [N,classes]}.
 *
 * <p>Any number of threads may {@linkplain #predict predict} with one model at once, as long as none trains it.
 */
public final class Model {

    /** The seed of the initial parameters where none is given: 1. */
    public static final long DEFAULT_SEED = 1;

    private final String name;
    private final Similarity similarity;
    private final Shape imageShape;
    private final int classes;
    private final Layer root;

    /**
     * Creates a model with parameters initialised from {@link #DEFAULT_SEED}.
     *
     * @param name what it is called in files and messages, such as {@code lenet5-bn}
     * @param similarity the similarity of its layers, which files state
     * @param imageShape one input, {@code [H,W,C]}
     * @param root all layers; usually a {@code Sequential}
     * @throws ShapeException if the layers do not fit together or do not end in {@code [N,classes]}
     * @throws IllegalArgumentException if two parameters have one name
     */
    public Model(String name, Similarity similarity, Shape imageShape, Layer root) {
        this(root, name, similarity, imageShape);
        initialize(DEFAULT_SEED);
    }

    /** Creates a model with the values that the layers have. */
    private Model(Layer root, String name, Similarity similarity, Shape imageShape) {
        this.name = name;
        this.similarity = similarity;
        this.imageShape = imageShape;
        this.root = root;
        if (imageShape.rank() != 3) {
            throw new ShapeException("model " + name + ": the shape of an image is " + imageShape
                    + ", it must be [H,W,C]; give vectors of n values as [1,1,n]");
        }
        Shape output = root.outputShape(batchShape(1));
        if (output.rank() != 2) {
            throw new ShapeException("model " + name + ": the output for one image is " + output
                    + ", it must be [1,classes]; add a Flatten layer");
        }
        classes = output.extent(1);
        requireOwnNames(parameters());
    }

    /**
     * Returns a model for inference alone, in which each convolution or fully connected layer is one layer with the batch
     * normalisation and the rectifier that follow it in the same {@code Sequential}. Its logits are this model's within
     * rounding; a training pass makes it throw an {@link IllegalStateException}.
     *
     * <p>What is fused is a copy: after more training, fuse again. Layers without filters are shared with this model.
     */
    public Model fuse() {
        return new Model(root.fuse(), name, similarity, imageShape);
    }

    /** Gives all parameters new first values that depend on the seed alone; running statistics stay. */
    public Model initialize(long seed) {
        List<Parameter> parameters = parameters();
        Random seeds = new Random(seed);
        parameters.forEach(parameter -> parameter.initialize(new Random(seeds.nextLong())));
        return this;
    }

    /**
     * Computes the logits {@code [N,classes]} of images {@code [N,H,W,C]}.
     *
     * @throws ShapeException if the images are not of the model's {@link #imageShape}
     */
    public Tensor forward(Tensor images, Pass pass) {
        Shape shape = images.shape();
        if (shape.rank() != 4 || !shape.equals(batchShape(shape.extent(0)))) {
            throw new ShapeException("model " + name + " takes images " + batchShape(1) + " (any N), got " + shape);
        }
        return root.forward(images, pass);
    }

    /**
     * Computes the logits {@code [N,classes]} of images {@code [N,H,W,C]}, for inference.
     *
     * @throws ShapeException if the images are not of the model's {@link #imageShape}
     */
    public Tensor predict(Tensor images) {
        return forward(images, Pass.inference());
    }

    /** Returns the name, such as {@code lenet5-bn}. */
    public String name() {
        return name;
    }

    /** Returns the similarity of its layers. */
    public Similarity similarity() {
        return similarity;
    }

    /** Returns the shape of one input, {@code [H,W,C]}. */
    public Shape imageShape() {
        return imageShape;
    }

    /** Returns the shape {@code [n,H,W,C]} of a batch of {@code n} inputs. */
    public Shape batchShape(int n) {
        return Shape.of(n, imageShape.extent(0), imageShape.extent(1), imageShape.extent(2));
    }

    /** Returns the number of classes. */
    public int classes() {
        return classes;
    }

    /** Returns all layers. */
    public Layer root() {
        return root;
    }

    /** Returns all parameters, in a fixed order. */
    public List<Parameter> parameters() {
        return root.parameters();
    }

    /** Returns the values of all parameters and running statistics by name, in a fixed order. */
    public Map<String, Tensor> state() {
        return root.state();
    }

    /** Returns the table of layers with output shapes, parameters and operations for one image. */
    public String summary() {
        return summary(batchShape(1));
    }

    /**
     * Returns the table of layers with output shapes, parameters, multiplications and additions.
     *
     * @param input the shape of the input, {@code [N,H,W,C]}
     */
    public String summary(Shape input) {
        return Summary.of(this, input);
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
