package org.addernet.data.transform;

import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;

/** The dimensions of an image that has pixels. */
record ImageShape(int height, int width, int channels) {

    /**
     * Takes a shape apart.
     *
     * @param transform the name by which the error calls who asks
     * @throws ShapeException if the shape is not {@code [H,W,C]}, or one of the three is 0
     */
    static ImageShape of(String transform, Shape shape) {
        if (shape.rank() != 3) {
            throw new ShapeException(
                    transform + ": images " + shape + " have " + shape.rank() + " axes, expected the three [H,W,C]");
        }
        if (shape.size() == 0) {
            throw new ShapeException(transform + ": images " + shape + " have no pixels; leave them out");
        }
        return new ImageShape(shape.dimension(0), shape.dimension(1), shape.dimension(2));
    }
}
