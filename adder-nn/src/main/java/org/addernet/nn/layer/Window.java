package org.addernet.nn.layer;

import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;

/**
 * The square window of a pooling layer: where it stands for each output. Of a window that reaches over the border only what
 * lies in the image counts.
 *
 * @param size its height and width
 * @param stride the distance between neighbouring windows
 * @param padding how far the first window reaches over the border, at most half its size, so that none misses the image
 */
record Window(int size, int stride, int padding) {

    Window {
        if (size < 1 || stride < 1) {
            throw new IllegalArgumentException(
                    "pooling window of size " + size + " and stride " + stride + ": both must be at least 1");
        }
        if (padding < 0 || padding > size / 2) {
            throw new IllegalArgumentException("pooling window of size " + size + " and padding " + padding
                    + ": the padding must be from 0 to half the size");
        }
    }

    /** Returns {@code [N,(H + 2 padding - size) / stride + 1,(W + 2 padding - size) / stride + 1,C]}. */
    Shape outputShape(Object layer, Shape input) {
        int least = Math.max(1, size - 2 * padding);
        if (input.rank() != 4 || input.dimension(1) < least || input.dimension(2) < least) {
            throw new ShapeException(layer + ": input " + input + " must be [N,H,W,C] with H and W at least " + least);
        }
        return Shape.of(
                input.dimension(0), outputs(input.dimension(1)), outputs(input.dimension(2)), input.dimension(3));
    }

    private int outputs(int dimension) {
        return (dimension + 2 * padding - size) / stride + 1;
    }

    /** Returns where the part of a window in the image starts along an axis. */
    int first(int output) {
        return Math.max(0, output * stride - padding);
    }

    /** Returns where that part ends, exclusively. */
    int end(int output, int dimension) {
        return Math.min(dimension, output * stride - padding + size);
    }

    /**
     * Calls the visitor for each row of outputs, on the workers, with a number of scratch arrays as long as a row of the
     * input. Rows of an image are visited in their order.
     */
    void forEachRow(Shape input, Workers workers, int scratch, RowVisitor visitor) {
        int row = input.dimension(2) * input.dimension(3);
        int height = outputs(input.dimension(1));
        int outputRow = outputs(input.dimension(2)) * input.dimension(3);
        workers.run(input.dimension(0), n -> {
            float[][] rows = new float[scratch][];
            for (int i = 0; i < scratch; i++) {
                rows[i] = workers.scratch().borrow(row);
            }
            for (int h = 0; h < height; h++) {
                int first = first(h);
                visitor.visit(
                        (n * input.dimension(1) + first) * row,
                        end(h, input.dimension(1)) - first,
                        (n * height + h) * outputRow,
                        rows);
            }
            for (float[] borrowed : rows) {
                workers.scratch().release(borrowed);
            }
        });
    }

    /** Called for each row of outputs. */
    interface RowVisitor {
        /**
         * Visits a row.
         *
         * @param from where the first row of its windows starts in the input
         * @param height how many rows of its windows are in the image
         * @param to where the row starts in the output
         * @param scratch the scratch arrays
         */
        void visit(int from, int height, int to, float[][] scratch);
    }
}
