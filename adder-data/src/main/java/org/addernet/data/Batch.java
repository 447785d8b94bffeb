package org.addernet.data;

import java.util.List;
import java.util.Optional;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/**
 * Some samples: their inputs, and either the label of each or float targets.
 *
 * <p>Immutable but for the values of the tensors and the array, which are not copied.
 */
public final class Batch {

    private final List<Tensor> inputs;
    private final int[] labels;
    private final Optional<Tensor> targets;
    private final int size;

    private Batch(List<Tensor> inputs, int[] labels, Optional<Tensor> targets, int size) {
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("Batch: there is no input; give at least one");
        }
        String fit = " for the " + size + (targets.isPresent() ? " targets" : " labels");
        for (int i = 0; i < inputs.size(); i++) {
            Tensor input = inputs.get(i);
            if (input.shape().rank() == 0 || input.shape().dimension(0) != size) {
                throw new ShapeException(
                        "Batch: input " + i + " is " + input.shape() + ", expected [" + size + ",...]" + fit);
            }
        }
        this.inputs = List.copyOf(inputs);
        this.labels = labels;
        this.targets = targets;
        this.size = size;
    }

    /**
     * Creates a batch of labelled samples.
     *
     * @param inputs each input of all samples, {@code [N,...]}; at least one
     * @param labels the label of each sample, {@code [N]}
     * @throws ShapeException if an input has not one sample for each label
     */
    public Batch(List<Tensor> inputs, int[] labels) {
        this(inputs, labels, Optional.empty(), labels.length);
    }

    /**
     * Creates a batch of labelled images.
     *
     * @param images the images {@code [N,H,W,C]}
     * @param labels the label of each image, {@code [N]}
     * @throws ShapeException if there is not one label for each image
     */
    public Batch(Tensor images, int[] labels) {
        this(List.of(images), labels);
    }

    /**
     * Creates a batch of samples with float targets.
     *
     * @param inputs each input of all samples, {@code [N,...]}; at least one
     * @param targets the target of each sample, {@code [N,...]}
     * @throws ShapeException if an input has not one sample for each target
     */
    public Batch(List<Tensor> inputs, Tensor targets) {
        this(inputs, new int[0], Optional.of(targets), targets.shape().dimension(0));
    }

    /** Returns the number of samples. */
    public int size() {
        return size;
    }

    /** Returns each input of all samples, {@code [N,...]}, in the order of {@link Dataset#inputShapes}. */
    public List<Tensor> inputs() {
        return inputs;
    }

    /** Returns the first input of all samples, for images {@code [N,H,W,C]}. */
    public Tensor images() {
        return inputs.get(0);
    }

    /**
     * Returns the label of each sample, {@code [N]}; the array itself, not a copy.
     *
     * @throws IllegalStateException if the samples have float targets instead
     */
    public int[] labels() {
        if (targets.isPresent()) {
            throw new IllegalStateException("Batch: the samples have no labels but float targets "
                    + targets.get().shape() + "; read targets()");
        }
        return labels;
    }

    /** Returns the float targets of all samples, {@code [N,...]}; empty if the samples have labels. */
    public Optional<Tensor> targets() {
        return targets;
    }
}
