package org.addernet.nn.op;

import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;

/** Where the values of images {@code [N,H,W,C]} are. */
record Images(int count, int height, int width, int channels) {

    private static final int VALUES_PER_TASK = 1 << 15;

    /**
     * Takes the shape of an operation's input.
     *
     * @throws ShapeException if it has not four dimensions
     */
    static Images of(String operation, Shape shape) {
        if (shape.rank() != 4) {
            throw new ShapeException(operation + ": input " + shape + " must be [N,H,W,C]");
        }
        return new Images(shape.dimension(0), shape.dimension(1), shape.dimension(2), shape.dimension(3));
    }

    Shape shape() {
        return Shape.of(count, height, width, channels);
    }

    /** Returns images of another size. */
    Images resized(int newHeight, int newWidth) {
        return new Images(count, newHeight, newWidth, channels);
    }

    /** Returns how many values a row of pixels has. */
    int row() {
        return width * channels;
    }

    /** Returns where the first channel of a pixel is. */
    int place(int n, int h, int w) {
        return ((n * height + h) * width + w) * channels;
    }

    void forEachRow(Workers workers, RowVisitor visitor) {
        workers.runRanges(count * height, Math.max(1, VALUES_PER_TASK / Math.max(1, row())), (from, to) -> {
            for (int i = from; i < to; i++) {
                visitor.visit(i / height, i % height, i * row());
            }
        });
    }

    /** Called for each row of each image, with the place of its first value. */
    interface RowVisitor {
        void visit(int n, int h, int place);
    }
}
