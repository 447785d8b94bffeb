package org.addernet.nn.layer;

import java.util.List;
import org.addernet.nn.Layer;
import org.addernet.nn.OperationCount;
import org.addernet.nn.Pass;
import org.addernet.nn.op.Activations;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/**
 * The sum of a body and a shortcut: {@code y = body(x) + shortcut(x)} (He et al., 2016).
 *
 * <p>The body has the name of the sum, so that its layers are named as those of a block: {@code stage1.0.conv1}.
 */
public final class Residual extends Layer implements FusesRelu {

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
    protected Tensor compute(Tensor input, Pass pass) {
        return compute(input, pass, false);
    }

    @Override
    public Tensor compute(Tensor input, Pass pass, boolean relu) {
        Tensor a = body.forward(input, pass);
        Tensor b = shortcut.forward(input, pass);
        requireSameShape(a.shape(), b.shape());
        Tensor output = relu ? reluOfSum(a, b, pass) : pass.sum(a, b);
        pass.record(output, List.of(a, b), gradient -> {
            Tensor sumGradient = relu ? Activations.reluGradient(output, gradient, pass) : gradient;
            pass.addGradient(a, sumGradient);
            pass.addGradient(b, sumGradient);
        });
        pass.release(a, input);
        pass.release(b, input);
        return output;
    }

    private static Tensor reluOfSum(Tensor first, Tensor second, Pass pass) {
        Tensor output = pass.newTensor(first.shape());
        float[] a = first.data();
        float[] b = second.data();
        float[] y = output.data();
        pass.workers().runRanges(y.length, VALUES_PER_TASK, (from, to) -> {
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
