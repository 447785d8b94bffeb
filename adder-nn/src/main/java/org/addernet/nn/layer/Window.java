package org.addernet.nn.layer;

import java.util.Arrays;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/**
 * The square window of a pooling layer: where it stands for each output, without padding.
 *
 * @param size its height and width
 * @param stride the distance between neighbouring windows
 */
record Window(int size, int stride) {

    Window {
        if (size < 1 || stride < 1) {
            throw new IllegalArgumentException(
                    "pooling window of size " + size + " and stride " + stride + ": both must be at least 1");
        }
    }

    /** Returns {@code [N,(H - size) / stride + 1,(W - size) / stride + 1,C]}. */
    Shape outputShape(Object layer, Shape input) {
        if (input.rank() != 4 || input.extent(1) < size || input.extent(2) < size) {
            throw new ShapeException(layer + ": input " + input + " must be [N,H,W,C] with H and W at least " + size);
        }
        return Shape.of(
                input.extent(0),
                (input.extent(1) - size) / stride + 1,
                (input.extent(2) - size) / stride + 1,
                input.extent(3));
    }

    /**
     * Calls the visitor for each row of outputs, on the workers, with a number of scratch arrays as long as a row of the
     * input. Rows of an image are visited in their order.
     */
    void forEachRow(Shape input, Workers workers, int scratch, RowVisitor visitor) {
        int row = input.extent(2) * input.extent(3);
        int height = (input.extent(1) - size) / stride + 1;
        int outputRow = ((input.extent(2) - size) / stride + 1) * input.extent(3);
        workers.run(input.extent(0), n -> {
            float[][] rows = new float[scratch][];
            for (int i = 0; i < scratch; i++) {
                rows[i] = workers.scratch().borrow(row);
            }
            for (int h = 0; h < height; h++) {
                visitor.visit((n * input.extent(1) + h * stride) * row, (n * height + h) * outputRow, rows);
            }
            for (float[] borrowed : rows) {
                workers.scratch().release(borrowed);
            }
        });
    }

    /** Sets all values to 0. */
    static void clear(Tensor tensor, Workers workers) {
        workers.runRanges(tensor.data().length, 1 << 15, (from, to) -> Arrays.fill(tensor.data(), from, to, 0));
    }

    /** Called for each row of outputs. */
    interface RowVisitor {
        /**
         * Visits a row.
         *
         * @param from where the first row of its windows starts in the input
         * @param to where the row starts in the output
         * @param scratch the scratch arrays
         */
        void visit(int from, int to, float[][] scratch);
    }
}
