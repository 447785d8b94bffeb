package org.addernet.data.transform;

import java.util.random.RandomGenerator;
import org.addernet.tensor.Shape;

/**
 * A change of one image {@code [H,W,C]} on its way from a data set into a batch.
 *
 * <p>Thread-safe: any randomness comes from the generator that is passed in.
 */
public interface Transform {

    /**
     * Returns the shape {@code [H,W,C]} that images of the given shape have afterwards.
     *
     * @throws org.addernet.tensor.ShapeException if the transform does not fit such images
     */
    Shape outputShape(Shape input);

    /**
     * Writes the transformed image into {@code target[offset...]}.
     *
     * @param source the image, row-major from index 0; never the same array as {@code target}, and free to be overwritten
     * @param shape the shape of the source
     * @param target takes all values of the output, whatever it held before
     * @param random drives augmentation; a transform without randomness does not touch it
     * @throws org.addernet.tensor.ShapeException if the transform does not fit images of that shape
     */
    void apply(float[] source, Shape shape, float[] target, int offset, RandomGenerator random);

    /** Returns this transform followed by another, which is given images of the shape that this one makes. */
    default Transform then(Transform next) {
        return new Chain(this, next);
    }
}
