package org.addernet.nn.op;

import java.util.Arrays;
import java.util.List;
import org.addernet.nn.Pass;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/** Operations that move values without computing. The pass records them, so that gradients come back. */
public final class Shaping {

    private static final int VALUES_PER_TASK = 1 << 15;

    private Shaping() {}

    /**
     * Returns a tensor of another shape over the same values, which are not copied.
     *
     * @throws ShapeException if the sizes differ
     */
    public static Tensor reshape(Tensor input, Shape shape, Pass pass) {
        if (input.shape().size() != shape.size()) {
            throw new ShapeException("reshape: the shapes are " + input.shape() + " and " + shape + ", of "
                    + input.shape().size() + " and " + shape.size() + " values; they must have as many");
        }
        Tensor output = input.reshape(shape);
        pass.record(output, input, gradient -> pass.addGradient(input, gradient.reshape(input.shape())));
        return output;
    }

    /**
     * Returns tensors side by side along the last dimension, such as the channels of images: of {@code [...,a]} and {@code
     * [...,b]}, {@code [...,a+b]}.
     *
     * @throws IllegalArgumentException if there is no tensor
     * @throws ShapeException if they differ in another dimension
     */
    public static Tensor concat(List<Tensor> inputs, Pass pass) {
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("concat: there is no tensor, give at least one");
        }
        Shape first = inputs.get(0).shape();
        int total = 0;
        for (Tensor input : inputs) {
            Shape shape = input.shape();
            if (shape.rank() == 0
                    || shape.rank() != first.rank()
                    || !withLast(shape, first.extent(-1)).equals(first)) {
                throw new ShapeException("concat: the shapes are " + first + " and " + shape
                        + ", they may differ in the last dimension alone");
            }
            total += shape.extent(-1);
        }
        Tensor output = pass.newTensor(withLast(first, total));
        Columns[] columns = new Columns[inputs.size()];
        int offset = 0;
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new Columns(offset, inputs.get(i).shape().extent(-1), total);
            columns[i].write(output.data(), inputs.get(i).data(), pass.workers());
            offset += columns[i].length();
        }
        pass.record(output, inputs, gradient -> {
            for (int i = 0; i < columns.length; i++) {
                if (pass.wants(inputs.get(i))) {
                    Tensor part = pass.newTensor(inputs.get(i).shape());
                    columns[i].read(gradient.data(), part.data(), pass.workers());
                    pass.addGradient(inputs.get(i), part);
                }
            }
        });
        return output;
    }

    private static Shape withLast(Shape shape, int extent) {
        int[] extents = shape.toArray();
        extents[extents.length - 1] = extent;
        return Shape.of(extents);
    }

    /**
     * Returns the part of a tensor from index {@code from} to {@code to - 1} of a dimension.
     *
     * @param dimension negative ones count from the last, so {@code -1} is the channels of an image
     * @throws ShapeException if there is no such dimension, or it has not these indices
     */
    public static Tensor slice(Tensor input, int dimension, int from, int to, Pass pass) {
        int extent = input.shape().extent(dimension);
        if (from < 0 || to < from || to > extent) {
            throw new ShapeException("slice: input " + input.shape() + " has indices 0 to " + extent
                    + " (exclusive) in dimension " + dimension + ", not " + from + " to " + to);
        }
        int[] extents = input.shape().toArray();
        int index = dimension < 0 ? dimension + extents.length : dimension;
        int inner = 1;
        for (int i = index + 1; i < extents.length; i++) {
            inner *= extents[i];
        }
        extents[index] = to - from;
        Columns columns = new Columns(from * inner, (to - from) * inner, extent * inner);
        Tensor output = pass.newTensor(Shape.of(extents));
        columns.read(input.data(), output.data(), pass.workers());
        pass.record(output, input, gradient -> {
            Tensor inputGradient = zeros(input.shape(), pass);
            columns.write(inputGradient.data(), gradient.data(), pass.workers());
            pass.addGradient(input, inputGradient);
        });
        return output;
    }

    /**
     * Returns images with zeros around them, {@code [N,H,W,C]} to {@code [N,top+H+bottom,left+W+right,C]}.
     *
     * @throws IllegalArgumentException if a border is negative
     * @throws ShapeException if the input has not four dimensions
     */
    public static Tensor pad(Tensor images, int top, int bottom, int left, int right, Pass pass) {
        Shape shape = requireImages("pad", images);
        if (top < 0 || bottom < 0 || left < 0 || right < 0) {
            throw new IllegalArgumentException("pad: the borders are top " + top + ", bottom " + bottom + ", left "
                    + left + " and right " + right + ", they must be at least 0; slice cuts");
        }
        Shape padded = Shape.of(
                shape.extent(0), shape.extent(1) + top + bottom, shape.extent(2) + left + right, shape.extent(3));
        int channels = shape.extent(3);
        int row = shape.extent(2) * channels;
        Tensor output = zeros(padded, pass);
        RowVisitor toOutput = (n, h, from) ->
                System.arraycopy(images.data(), from, output.data(), place(padded, n, h + top, left), row);
        forEachRow(shape, pass.workers(), toOutput);
        pass.record(output, images, gradient -> {
            Tensor inputGradient = pass.newTensor(shape);
            RowVisitor toInput = (n, h, from) ->
                    System.arraycopy(gradient.data(), place(padded, n, h + top, left), inputGradient.data(), from, row);
            forEachRow(shape, pass.workers(), toInput);
            pass.addGradient(images, inputGradient);
        });
        return output;
    }

    /**
     * Returns images of which each pixel is a square, {@code [N,H,W,C]} to {@code [N,factor H,factor W,C]}.
     *
     * @throws IllegalArgumentException if the factor is less than 1
     * @throws ShapeException if the input has not four dimensions
     */
    public static Tensor upsampleNearest(Tensor images, int factor, Pass pass) {
        Shape shape = requireImages("upsampleNearest", images);
        if (factor < 1) {
            throw new IllegalArgumentException("upsampleNearest: factor is " + factor + ", it must be at least 1");
        }
        Shape large = Shape.of(shape.extent(0), shape.extent(1) * factor, shape.extent(2) * factor, shape.extent(3));
        int channels = shape.extent(3);
        int row = shape.extent(2) * channels;
        Tensor output = pass.newTensor(large);
        forEachRow(shape, pass.workers(), (n, h, from) -> {
            int to = place(large, n, h * factor, 0);
            for (int w = 0; w < large.extent(2); w++) {
                int pixel = from + w / factor * channels;
                System.arraycopy(images.data(), pixel, output.data(), to + w * channels, channels);
            }
            for (int i = 1; i < factor; i++) {
                System.arraycopy(output.data(), to, output.data(), to + i * row * factor, row * factor);
            }
        });
        pass.record(output, images, gradient -> {
            Tensor inputGradient = zeros(shape, pass);
            forEachRow(shape, pass.workers(), (n, h, to) -> {
                for (int i = 0; i < factor; i++) {
                    int from = place(large, n, h * factor + i, 0);
                    addPixels(gradient.data(), from, inputGradient.data(), to, shape, factor);
                }
            });
            pass.addGradient(images, inputGradient);
        });
        return output;
    }

    /** Adds each {@code factor} neighbouring pixels of a row to one pixel. */
    private static void addPixels(float[] row, int from, float[] sums, int to, Shape images, int factor) {
        int channels = images.extent(3);
        int next = from;
        for (int w = 0; w < images.extent(2); w++) {
            for (int j = 0; j < factor; j++) {
                for (int c = 0; c < channels; c++) {
                    sums[to + w * channels + c] += row[next++];
                }
            }
        }
    }

    private static Shape requireImages(String operation, Tensor images) {
        if (images.shape().rank() != 4) {
            throw new ShapeException(operation + ": input " + images.shape() + " must be [N,H,W,C]");
        }
        return images.shape();
    }

    private static Tensor zeros(Shape shape, Pass pass) {
        Tensor zeros = pass.newTensor(shape);
        pass.workers().runRanges(shape.size(), VALUES_PER_TASK, (from, to) -> Arrays.fill(zeros.data(), from, to, 0));
        return zeros;
    }

    /** Returns where the first channel of a pixel is. */
    private static int place(Shape images, int n, int h, int w) {
        return ((n * images.extent(1) + h) * images.extent(2) + w) * images.extent(3);
    }

    private static void forEachRow(Shape images, Workers workers, RowVisitor visitor) {
        int height = images.extent(1);
        int row = images.extent(2) * images.extent(3);
        workers.runRanges(images.extent(0) * height, Math.max(1, VALUES_PER_TASK / Math.max(1, row)), (from, to) -> {
            for (int i = from; i < to; i++) {
                visitor.visit(i / height, i % height, i * row);
            }
        });
    }

    /** Called for each row of each image, with the place of its first value. */
    private interface RowVisitor {
        void visit(int n, int h, int place);
    }
}
