package org.addernet.data;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/** Samples that are held in memory as tensors, cut along their first dimension. */
public final class TensorDataset implements Dataset {

    private final List<Tensor> inputs;
    private final List<Shape> inputShapes;
    private final int[] labels;
    private final List<String> classNames;
    private final Optional<Tensor> targets;
    private final int size;

    /**
     * Creates a data set with class labels over the given tensors, which are not copied.
     *
     * @param inputs each input of all samples, {@code [N,...]}; at least one
     * @param labels the label of each sample, {@code [N]}
     * @param classNames the names of the classes, in the order of their labels
     * @throws ShapeException if an input has not one sample for each label
     * @throws IllegalArgumentException if there is no input, or a label is none of a class
     */
    public TensorDataset(List<Tensor> inputs, int[] labels, List<String> classNames) {
        this(inputs, labels.clone(), List.copyOf(classNames), Optional.empty(), labels.length);
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classNames.size()) {
                throw new IllegalArgumentException("TensorDataset: label " + labels[i] + " at index " + i
                        + " is not one of the " + classNames.size() + " classes, 0 to " + (classNames.size() - 1));
            }
        }
    }

    /**
     * Creates a data set with float targets over the given tensors, which are not copied.
     *
     * @param inputs each input of all samples, {@code [N,...]}; at least one
     * @param targets the target of each sample, {@code [N,...]}
     * @throws ShapeException if an input has not one sample for each target
     * @throws IllegalArgumentException if there is no input
     */
    public TensorDataset(List<Tensor> inputs, Tensor targets) {
        this(
                inputs,
                new int[0],
                List.of(),
                Optional.of(targets),
                targets.shape().dimension(0));
    }

    private TensorDataset(
            List<Tensor> inputs, int[] labels, List<String> classNames, Optional<Tensor> targets, int size) {
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("TensorDataset: there is no input; give at least one");
        }
        for (Tensor input : inputs) {
            if (input.shape().rank() == 0 || input.shape().dimension(0) != size) {
                throw new ShapeException("TensorDataset: input " + input.shape() + " does not have the " + size
                        + " samples of the " + (targets.isPresent() ? "targets" : "labels")
                        + "; give the first dimension the same size everywhere");
            }
        }
        this.inputs = List.copyOf(inputs);
        this.inputShapes = inputs.stream().map(input -> input.shape().sample()).toList();
        this.labels = labels;
        this.classNames = classNames;
        this.targets = targets;
        this.size = size;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int classes() {
        return classNames.size();
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public Shape imageShape() {
        return inputShapes.get(0);
    }

    @Override
    public List<Shape> inputShapes() {
        return inputShapes;
    }

    @Override
    public Optional<Shape> targetShape() {
        return targets.map(tensor -> tensor.shape().sample());
    }

    @Override
    public int label(int index) {
        return targets.isPresent() ? Dataset.super.label(index) : labels[index];
    }

    @Override
    public void read(int index, float[] target, int offset, RandomGenerator random) {
        readInput(index, 0, target, offset, random);
    }

    @Override
    public void readInput(int index, int input, float[] target, int offset, RandomGenerator random) {
        copy(inputs.get(input), index, target, offset);
    }

    @Override
    public void readTarget(int index, float[] target, int offset, RandomGenerator random) {
        if (targets.isEmpty()) {
            Dataset.super.readTarget(index, target, offset, random);
        } else {
            copy(targets.get(), index, target, offset);
        }
    }

    private void copy(Tensor source, int index, float[] target, int offset) {
        Objects.checkIndex(index, size);
        int values = source.shape().size() / size;
        System.arraycopy(source.data(), index * values, target, offset, values);
    }
}
