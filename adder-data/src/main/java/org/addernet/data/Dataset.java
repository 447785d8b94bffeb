package org.addernet.data;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.addernet.data.transform.Transform;
import org.addernet.io.Preprocessing;
import org.addernet.tensor.Shape;

/**
 * A fixed set of samples, each one or more inputs and what is to be learnt of them; thread-safe.
 *
 * <p>What is to be learnt is a class label, or a float target of any shape:
 *
 * <ul>
 *   <li>Labelled images or vectors: implement {@link #size}, {@link #imageShape}, {@link #read}, {@link #classes} and
 *       {@link #label}.
 *   <li>Float targets: {@link #targetShape} and {@link #readTarget} in the place of {@code classes} and {@code label}.
 *   <li>More inputs than one: {@link #inputShapes} and {@link #readInput} besides.
 * </ul>
 *
 * <p>The inputs and the target of one sample are read with generators that draw the same numbers, so that a random crop, say,
 * is the same for all of them.
 */
public interface Dataset {

    /** Returns the number of samples. */
    int size();

    /** Returns the number of classes; labels are 0 to {@code classes() - 1}. 0 (the default) if the targets are floats. */
    default int classes() {
        return 0;
    }

    /** Returns the shape of the first input of every sample, for images {@code [H,W,C]}. */
    Shape imageShape();

    /** Returns the shape of each input of a sample (default: {@link #imageShape} alone). */
    default List<Shape> inputShapes() {
        return List.of(imageShape());
    }

    /** Returns the shape of the float target of every sample; empty (the default) if the target is the label. */
    default Optional<Shape> targetShape() {
        return Optional.empty();
    }

    /** Returns the names of the classes, that of label n at n; their numbers if the data set has no names for them. */
    default List<String> classNames() {
        return IntStream.range(0, classes()).mapToObj(Integer::toString).toList();
    }

    /** Returns how a picture becomes an image of this data set, as a model's file should say; empty where it is not known. */
    default Optional<Preprocessing> preprocessing() {
        return Optional.empty();
    }

    /**
     * Returns the label of a sample.
     *
     * @throws IndexOutOfBoundsException if there is no such sample
     * @throws UnsupportedOperationException if the samples have no labels, which is the default
     */
    default int label(int index) {
        throw new UnsupportedOperationException(
                "label: the samples of this data set have no labels; read float targets with readTarget");
    }

    /**
     * Writes the first input of a sample into {@code target[offset...]}, row-major, for images {@code [H,W,C]}.
     *
     * @param random drives augmentation only; without any, the input is always the same
     * @throws IndexOutOfBoundsException if there is no such sample
     */
    void read(int index, float[] target, int offset, RandomGenerator random);

    /**
     * Writes an input of a sample into {@code target[offset...]}, row-major in its shape of {@link #inputShapes}.
     *
     * @param input the number of the input; 0 (the only one by default) is what {@link #read} writes
     * @param random drives augmentation only; draws the same numbers for each input of a sample
     * @throws IndexOutOfBoundsException if there is no such sample or input
     */
    default void readInput(int index, int input, float[] target, int offset, RandomGenerator random) {
        if (input != 0) {
            throw new IndexOutOfBoundsException("readInput: there is no input " + input + " but only input 0");
        }
        read(index, target, offset, random);
    }

    /**
     * Writes the float target of a sample into {@code target[offset...]}, row-major in {@link #targetShape}.
     *
     * @param random drives augmentation only; draws the same numbers as for the inputs of the sample
     * @throws IndexOutOfBoundsException if there is no such sample
     * @throws UnsupportedOperationException if the samples have no float targets, which is the default
     */
    default void readTarget(int index, float[] target, int offset, RandomGenerator random) {
        throw new UnsupportedOperationException(
                "readTarget: the samples of this data set have no float targets; read their labels");
    }

    /**
     * Returns a view of this data set through a transform of the first input; other inputs and targets stay as they are.
     *
     * @throws org.addernet.tensor.ShapeException if the transform does not fit the images
     */
    default Dataset with(Transform transform) {
        return new TransformedDataset(this, transform, transform.outputShape(imageShape()));
    }

    /**
     * Returns a view of the first {@code n} samples.
     *
     * @throws IllegalArgumentException if {@code n} is less than 1 or more than there are
     */
    default Dataset take(int n) {
        return new Subset(this, n, i -> i);
    }

    /**
     * Returns a view of {@code n} samples that are spread evenly, so that data sorted by class keep all their classes.
     *
     * @throws IllegalArgumentException if {@code n} is less than 1 or more than there are
     */
    default Dataset subsample(int n) {
        return new Subset(this, n, i -> (int) ((long) i * size() / n));
    }

    /**
     * Splits the samples at random into those to learn from and those to test or validate with.
     *
     * <p>Where there are labels, each class is split by itself, and one of two samples or more is in both parts. The parts keep
     * the order of the samples and depend on the seed alone. Split before augmentation is added, or it is in both parts.
     *
     * @param testFraction the share of the samples to test with, greater than 0 and less than 1
     * @throws IllegalArgumentException if the share is not, or a part would be empty
     */
    default DataSplits split(double testFraction, long seed) {
        return RandomSplit.of(this, testFraction, seed).apply(this);
    }
}
