package org.addernet.examples;

import static org.addernet.nn.op.Activations.gelu;
import static org.addernet.nn.op.Activations.sigmoid;
import static org.addernet.nn.op.Arithmetic.add;
import static org.addernet.nn.op.Arithmetic.mean;
import static org.addernet.nn.op.Arithmetic.multiply;

import java.util.Random;
import org.addernet.kernel.Similarity;
import org.addernet.nn.GradientCheck;
import org.addernet.nn.Layer;
import org.addernet.nn.Model;
import org.addernet.nn.Pass;
import org.addernet.nn.layer.Linear;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/** Squeeze-and-excitation with a skip connection, out of operations: no gradient is written by hand. */
public final class SqueezeExcite {

    private SqueezeExcite() {}

    /** Adds to images {@code [N,H,W,C]} themselves times a gate for each channel. */
    private static final class Gate extends Layer {

        private final Layer squeeze;
        private final Layer excite;

        Gate(int channels, int hidden) {
            squeeze = child("squeeze", linear(channels, hidden));
            excite = child("excite", linear(hidden, channels));
        }

        private static Layer linear(int in, int out) {
            return Linear.builder(Similarity.CROSS_CORRELATION, in, out).bias().build();
        }

        @Override
        protected Tensor compute(Tensor images, Pass pass) {
            // A ReLU would do as well, but has a kink, across which differences tell nothing about gradients.
            Tensor hidden = gelu(squeeze.forward(mean(images, pass), pass), pass);
            Tensor gate = sigmoid(excite.forward(hidden, pass), pass);
            return add(images, multiply(images, gate, pass), pass);
        }
    }

    /** Runs it; arguments are ignored. */
    public static void main(String[] args) {
        Tensor images = Tensor.zeros(Shape.of(2, 3, 3, 4));
        Random random = new Random(1);
        for (int i = 0; i < images.data().length; i++) {
            images.data()[i] = (float) random.nextGaussian();
        }
        Model model = new Model("gated", Shape.of(3, 3, 4), new Gate(4, 6));
        GradientCheck.check(model.root(), images); // Throws an AssertionError if a gradient is wrong.

        float[] output = model.predict(images).data();
        for (int i = 0; i < output.length; i++) {
            double factor = output[i] / images.data()[i];
            if (!(factor > 1 && factor < 2)) {
                throw new IllegalStateException("value " + i + " is multiplied by " + factor + ", not by 1 to 2");
            }
        }
        System.out.println(model.summary());
    }
}
