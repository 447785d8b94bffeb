package org.addernet.nn.layer;

import java.util.function.BiConsumer;
import org.addernet.nn.Layer;
import org.addernet.nn.OperationCount;
import org.addernet.nn.Tape;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/**
 * The sum of a body and a shortcut: {@code y = body(x) + shortcut(x)} (He et al., 2016).
 *
 * <p>The body has the name of the sum, so that its layers are named as those of a block: {@code stage1.0.conv1}.
 */
public final class Residual extends Layer implements Rectifiable {

    private static final int VALUES_PER_TASK = 1 << 15;

    private final Layer body;
    private final Layer shortcut;

    /** Creates the sum of the body and the identity. */
    public Residual(Layer body) {
        this(body, new Sequential());
    }

    /** Creates the sum of a body and a shortcut. */
    public Residual(Layer body, Layer shortcut) {
        this.body = child("", body);
        this.shortcut = child("shortcut", shortcut);
    }

    @Override
    public Tensor forward(Tensor input, Tape tape) {
        return forward(input, tape, false);
    }

    @Override
    public Tensor forward(Tensor input, Tape tape, boolean rectify) {
        Tensor a = body.forward(input, tape);
        Tensor b = shortcut.forward(input, tape);
        requireSameShape(a.shape(), b.shape());
        Tensor output = rectify ? rectifiedSum(a, b, tape) : tape.sum(a, b);
        tape.record(output, gradient -> {
            Tensor sumGradient = rectify ? Relu.backward(output, gradient, tape) : gradient;
            tape.addGradient(a, sumGradient);
            tape.addGradient(b, sumGradient);
        });
        tape.release(a, input);
        tape.release(b, input);
        return output;
    }

    private static Tensor rectifiedSum(Tensor first, Tensor second, Tape tape) {
        Tensor output = tape.newTensor(first.shape());
        float[] a = first.data();
        float[] b = second.data();
        float[] y = output.data();
        tape.workers().runRanges(y.length, VALUES_PER_TASK, (from, to) -> {
            for (int i = from; i < to; i++) {
                y[i] = Math.max(0, a[i] + b[i]);
            }
        });
        return output;
    }

    @Override
    public Layer fuse() {
        return new Residual(body.fuse(), shortcut.fuse());
    }

    @Override
    public Shape outputShape(Shape input) {
        Shape a = body.outputShape(input);
        requireSameShape(a, shortcut.outputShape(input));
        return a;
    }

    /** Visits the body, the shortcut, and then this layer itself, which adds. */
    @Override
    public Shape visit(Shape input, BiConsumer<Layer, Shape> visitor) {
        body.visit(input, visitor);
        shortcut.visit(input, visitor);
        return super.visit(input, visitor);
    }

    /** Returns an addition for each output. */
    @Override
    public OperationCount operations(Shape input) {
        return new OperationCount(0, outputShape(input).size());
    }

    private void requireSameShape(Shape a, Shape b) {
        if (!a.equals(b)) {
            throw new ShapeException(this + ": the body gives " + a + ", the shortcut " + b
                    + "; give the shortcut the body's stride and channels");
        }
    }
}
