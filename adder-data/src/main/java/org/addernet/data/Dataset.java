package org.addernet.data;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.addernet.data.transform.Transform;
import org.addernet.io.Preprocessing;
import org.addernet.tensor.Shape;

/** A fixed set of labelled images; thread-safe. */
public interface Dataset {

    /** Returns the number of samples. */
    int size();

    /** Returns the number of classes; labels are 0 to {@code classes() - 1}. */
    int classes();

    /** Returns the shape {@code [H,W,C]} of every image. */
    Shape imageShape();

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
     */
    int label(int index);

    /**
     * Writes the image of a sample into {@code target[offset...]}, row-major {@code [H,W,C]}.
     *
     * @param random drives augmentation only; without any, the image is always the same
     * @throws IndexOutOfBoundsException if there is no such sample
     */
    void read(int index, float[] target, int offset, RandomGenerator random);

    /**
     * Returns a view of this data set through a transform.
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
    default Dataset spread(int n) {
        return new Subset(this, n, i -> (int) ((long) i * size() / n));
    }
}
