package org.addernet.nn.op;

import java.util.List;
import org.addernet.nn.Pass;
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
                    || !withLast(shape, first.dimension(-1)).equals(first)) {
                throw new ShapeException("concat: the shapes are " + first + " and " + shape
                        + ", they may differ in the last dimension alone");
            }
            total += shape.dimension(-1);
        }
        Tensor output = pass.newTensor(withLast(first, total));
        Columns[] columns = new Columns[inputs.size()];
        int offset = 0;
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new Columns(offset, inputs.get(i).shape().dimension(-1), total);
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

    private static Shape withLast(Shape shape, int dimension) {
        int[] dimensions = shape.toArray();
        dimensions[dimensions.length - 1] = dimension;
        return Shape.of(dimensions);
    }

    /**
     * Returns the part of a tensor from index {@code from} to {@code to - 1} of a dimension.
     *
     * @param dimension negative ones count from the last, so {@code -1} is the channels of an image
     * @throws ShapeException if there is no such dimension, or it has not these indices
     */
    public static Tensor slice(Tensor input, int dimension, int from, int to, Pass pass) {
        int size = input.shape().dimension(dimension);
        if (from < 0 || to < from || to > size) {
            throw new ShapeException("slice: input " + input.shape() + " has indices 0 to " + size
                    + " (exclusive) in dimension " + dimension + ", not " + from + " to " + to);
        }
        int[] dimensions = input.shape().toArray();
        int index = dimension < 0 ? dimension + dimensions.length : dimension;
        int inner = 1;
        for (int i = index + 1; i < dimensions.length; i++) {
            inner *= dimensions[i];
        }
        dimensions[index] = to - from;
        Columns columns = new Columns(from * inner, (to - from) * inner, size * inner);
        Tensor output = pass.newTensor(Shape.of(dimensions));
        columns.read(input.data(), output.data(), pass.workers());
        pass.record(output, input, gradient -> {
            Tensor inputGradient = pass.newZeros(input.shape());
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
        Images small = Images.of("pad", images.shape());
        if (top < 0 || bottom < 0 || left < 0 || right < 0) {
            throw new IllegalArgumentException("pad: the borders are top " + top + ", bottom " + bottom + ", left "
                    + left + " and right " + right + ", they must be at least 0; slice cuts");
        }
        Images large = small.resized(top + small.height() + bottom, left + small.width() + right);
        Tensor output = pass.newZeros(large.shape());
        small.forEachRow(pass.workers(), (n, h, from) -> {
            int to = large.place(n, h + top, left);
            System.arraycopy(images.data(), from, output.data(), to, small.row());
        });
        pass.record(output, images, gradient -> {
            Tensor inputGradient = pass.newTensor(images.shape());
            small.forEachRow(pass.workers(), (n, h, to) -> {
                int from = large.place(n, h + top, left);
                System.arraycopy(gradient.data(), from, inputGradient.data(), to, small.row());
            });
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
        Images small = Images.of("upsampleNearest", images.shape());
        if (factor < 1) {
            throw new IllegalArgumentException("upsampleNearest: factor is " + factor + ", it must be at least 1");
        }
        Images large = small.resized(factor * small.height(), factor * small.width());
        int channels = small.channels();
        Tensor output = pass.newTensor(large.shape());
        small.forEachRow(pass.workers(), (n, h, from) -> {
            int to = large.place(n, h * factor, 0);
            for (int w = 0; w < large.width(); w++) {
                int pixel = from + w / factor * channels;
                System.arraycopy(images.data(), pixel, output.data(), to + w * channels, channels);
            }
            for (int i = 1; i < factor; i++) {
                System.arraycopy(output.data(), to, output.data(), to + i * large.row(), large.row());
            }
        });
        pass.record(output, images, gradient -> {
            Tensor inputGradient = pass.newZeros(images.shape());
            float[] dx = inputGradient.data();
            small.forEachRow(pass.workers(), (n, h, to) -> {
                int from = large.place(n, h * factor, 0);
                for (int i = 0; i < factor * large.row(); i += channels) {
                    int pixel = to + i % large.row() / channels / factor * channels;
                    for (int c = 0; c < channels; c++) {
                        dx[pixel + c] += gradient.data()[from + i + c];
                    }
                }
            });
            pass.addGradient(images, inputGradient);
        });
        return output;
    }
}
