package org.addernet.nn;

import java.util.List;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/**
 * A layer of any number of inputs and outputs, such as a network with two inputs or skip connections.
 *
 * <p>A graph of your own calls its children and the operations of {@code org.addernet.nn.op} in {@link #compute(List, Pass)};
 * there is no gradient to write.
 */
public abstract class Graph extends Layer {

    /** For subclasses. */
    protected Graph() {}

    /** Computes the outputs. */
    @Override
    protected abstract List<Tensor> compute(List<Tensor> inputs, Pass pass);

    @Override
    protected final Tensor compute(Tensor input, Pass pass) {
        return only(compute(List.of(input), pass));
    }

    @Override
    public final Shape outputShape(Shape input) {
        return only(outputShapes(List.of(input)));
    }

    /** Returns the shapes of the outputs; this implementation computes some of zeros. */
    @Override
    public List<Shape> outputShapes(List<Shape> inputs) {
        List<Tensor> zeros = inputs.stream().map(Tensor::zeros).toList();
        return compute(zeros, Pass.inference()).stream().map(Tensor::shape).toList();
    }

    private <T> T only(List<T> outputs) {
        if (outputs.size() != 1) {
            throw new ShapeException(this + " has " + outputs.size() + " outputs; call forward with a list of inputs");
        }
        return outputs.get(0);
    }
}
