package org.addernet.nn.op;

import java.util.List;
import org.addernet.nn.OperationCount;
import org.addernet.nn.Pass;
import org.addernet.parallel.ScratchPool;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/** Sums, products and means. The pass records them, so that gradients come back, and counts their operations. */
public final class Arithmetic {

    private static final int VALUES_PER_TASK = 1 << 15;

    private Arithmetic() {}

    /**
     * Returns {@code a + b}.
     *
     * @throws ShapeException if the shapes differ
     */
    public static Tensor add(Tensor a, Tensor b, Pass pass) {
        if (!a.shape().equals(b.shape())) {
            throw new ShapeException("add: the shapes are " + a.shape() + " and " + b.shape() + ", they must be equal");
        }
        Tensor sum = pass.sum(a, b);
        pass.record(sum, List.of(a, b), gradient -> {
            pass.addGradient(a, gradient);
            pass.addGradient(b, gradient);
        });
        pass.count(new OperationCount(0, sum.shape().size()));
        return sum;
    }

    /**
     * Returns the products of the elements, {@code a b}; or those of images with a gate for each channel of each sample, as
     * squeeze-and-excitation has it (Hu et al., 2018).
     *
     * @param a any shape, with a gate {@code [N,H,W,C]}
     * @param b the same shape, or a gate {@code [N,C]} or {@code [N,1,1,C]}
     * @throws ShapeException if the shapes do not fit
     */
    public static Tensor multiply(Tensor a, Tensor b, Pass pass) {
        Tensor product;
        if (a.shape().equals(b.shape())) {
            product = product(a, b, pass);
            pass.record(product, List.of(a, b), gradient -> {
                if (pass.wants(a)) {
                    pass.addGradient(a, product(gradient, b, pass));
                }
                if (pass.wants(b)) {
                    pass.addGradient(b, product(gradient, a, pass));
                }
            });
        } else {
            requireGate(a.shape(), b.shape());
            product = gated(a, b, pass);
            pass.record(product, List.of(a, b), gradient -> {
                if (pass.wants(a)) {
                    pass.addGradient(a, gated(gradient, b, pass));
                }
                if (pass.wants(b)) {
                    pass.addGradient(b, gateGradient(a, gradient, b.shape(), pass));
                }
            });
        }
        pass.count(new OperationCount(product.shape().size(), 0));
        return product;
    }

    private static Tensor product(Tensor a, Tensor b, Pass pass) {
        Tensor product = pass.newTensor(a.shape());
        pass.workers().runRanges(a.shape().size(), VALUES_PER_TASK, (from, to) -> {
            for (int i = from; i < to; i++) {
                product.data()[i] = a.data()[i] * b.data()[i];
            }
        });
        return product;
    }

    private static void requireGate(Shape x, Shape gate) {
        boolean fits = x.rank() == 4
                && (gate.equals(Shape.of(x.dimension(0), x.dimension(3)))
                        || gate.equals(Shape.of(x.dimension(0), 1, 1, x.dimension(3))));
        if (!fits) {
            throw new ShapeException("multiply: the shapes are " + x + " and " + gate
                    + ", they must be equal, or [N,H,W,C] and a gate [N,C] or [N,1,1,C]");
        }
    }

    private static Tensor gated(Tensor x, Tensor gate, Pass pass) {
        Tensor product = pass.newTensor(x.shape());
        int channels = x.shape().dimension(3);
        int pixels = x.shape().dimension(1) * x.shape().dimension(2);
        int grain = Math.max(1, VALUES_PER_TASK / Math.max(1, channels));
        pass.workers().runRanges(x.shape().dimension(0) * pixels, grain, (from, to) -> {
            for (int p = from; p < to; p++) {
                int g = p / pixels * channels;
                for (int c = 0; c < channels; c++) {
                    product.data()[p * channels + c] = x.data()[p * channels + c] * gate.data()[g + c];
                }
            }
        });
        return product;
    }

    /** Returns the sums over the pixels of what each gate was multiplied with, times the product's gradient. */
    private static Tensor gateGradient(Tensor x, Tensor gradient, Shape gate, Pass pass) {
        Tensor gateGradient = pass.newTensor(gate);
        int channels = x.shape().dimension(3);
        int pixels = x.shape().dimension(1) * x.shape().dimension(2);
        int image = pixels * channels;
        pass.workers().run(x.shape().dimension(0), n -> {
            float[] sum = pass.workers().scratch().borrow(image);
            for (int i = 0; i < image; i++) {
                sum[i] = x.data()[n * image + i] * gradient.data()[n * image + i];
            }
            addRows(sum, pixels, channels, pass.workers().scratch());
            System.arraycopy(sum, 0, gateGradient.data(), n * channels, channels);
            pass.workers().scratch().release(sum);
        });
        return gateGradient;
    }

    /**
     * Returns the mean of each channel over the image, {@code [N,H,W,C]} to {@code [N,C]}.
     *
     * @throws ShapeException if the input has not four dimensions, or no pixels
     */
    public static Tensor mean(Tensor images, Pass pass) {
        Shape shape = images.shape();
        if (shape.rank() != 4 || shape.dimension(1) == 0 || shape.dimension(2) == 0) {
            throw new ShapeException("mean: input " + shape + " must be [N,H,W,C] with H and W at least 1");
        }
        int channels = shape.dimension(3);
        int pixels = shape.dimension(1) * shape.dimension(2);
        int image = pixels * channels;
        Tensor mean = pass.newTensor(Shape.of(shape.dimension(0), channels));
        pass.workers().run(shape.dimension(0), n -> {
            float[] sum = pass.workers().scratch().borrow(image);
            System.arraycopy(images.data(), n * image, sum, 0, image);
            addRows(sum, pixels, channels, pass.workers().scratch());
            for (int c = 0; c < channels; c++) {
                mean.data()[n * channels + c] = sum[c] / pixels;
            }
            pass.workers().scratch().release(sum);
        });
        pass.record(mean, images, gradient -> pass.addGradient(images, broadcast(gradient, shape, pass)));
        pass.count(new OperationCount(mean.shape().size(), shape.size()));
        return mean;
    }

    private static Tensor broadcast(Tensor gradient, Shape shape, Pass pass) {
        Tensor broadcast = pass.newTensor(shape);
        int channels = shape.dimension(3);
        int pixels = shape.dimension(1) * shape.dimension(2);
        int image = pixels * channels;
        float[] dx = broadcast.data();
        pass.workers().run(shape.dimension(0), n -> {
            for (int c = 0; c < channels; c++) {
                dx[n * image + c] = gradient.data()[n * channels + c] / pixels;
            }
            for (int p = 1; p < pixels; p++) {
                System.arraycopy(dx, n * image, dx, n * image + p * channels, channels);
            }
        });
        return broadcast;
    }

    /** Adds all rows to the first, in pairs, so that rounding errors stay small; the others are spoiled. */
    private static void addRows(float[] data, int rows, int channels, ScratchPool scratch) {
        // The JIT makes vector code only of a loop in which both arrays have the same index.
        float[] upper = scratch.borrow(rows / 2 * channels);
        for (int left = rows; left > 1; left -= left / 2) {
            int half = left / 2 * channels;
            System.arraycopy(data, left * channels - half, upper, 0, half);
            for (int i = 0; i < half; i++) {
                data[i] += upper[i];
            }
        }
        scratch.release(upper);
    }
}
