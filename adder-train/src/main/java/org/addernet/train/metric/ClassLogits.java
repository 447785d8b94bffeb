package org.addernet.train.metric;

import org.addernet.nn.loss.Targets;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/** The logits {@code [N,classes]} of at least two classes, and N labels that are among them. */
final class ClassLogits {

    private final Tensor logits;
    private final int[] labels;

    private ClassLogits(Tensor logits, int[] labels) {
        this.logits = logits;
        this.labels = labels;
    }

    /**
     * Returns the logits of a batch, a single one z as those of two classes, (0, z).
     *
     * @param metric the name for messages
     * @throws ShapeException if the output is not {@code [N,classes]} for N targets
     * @throws IllegalArgumentException if a target is no class
     */
    static ClassLogits of(String metric, Tensor output, Targets targets) {
        Shape shape = output.shape();
        if (shape.rank() != 2 || shape.dimension(1) == 0 || shape.dimension(0) != targets.size()) {
            throw new ShapeException(metric + ": the output is " + shape + ", expected [" + targets.size()
                    + ",classes] for " + targets.size() + " targets");
        }
        boolean single = shape.dimension(1) == 1;
        int[] labels = single && !targets.areLabels() ? labels(metric, targets.values()) : targets.labels();
        int classes = single ? 2 : shape.dimension(1);
        for (int n = 0; n < labels.length; n++) {
            if (labels[n] < 0 || labels[n] >= classes) {
                throw new IllegalArgumentException(metric + ": label " + labels[n] + " of sample " + n
                        + " is not one of the " + classes + " classes 0 to " + (classes - 1));
            }
        }
        return new ClassLogits(single ? pairs(output) : output, labels);
    }

    int samples() {
        return labels.length;
    }

    int classes() {
        return logits.shape().dimension(1);
    }

    int label(int n) {
        return labels[n];
    }

    Tensor logits() {
        return logits;
    }

    /**
     * Checks that a batch has the classes of those before it.
     *
     * @throws ShapeException if it has not
     */
    void requireClasses(String metric, int expected) {
        if (classes() != expected) {
            throw new ShapeException(metric + ": the output has " + classes()
                    + " classes, those of the batches before have " + expected + "; start a tally for each model");
        }
    }

    private static int[] labels(String metric, Tensor values) {
        if (values.shape().size() != values.shape().dimension(0)) {
            throw new ShapeException(metric + ": the targets are " + values.shape() + ", expected ["
                    + values.shape().dimension(0) + ",1], one for each output");
        }
        int[] labels = new int[values.shape().size()];
        for (int n = 0; n < labels.length; n++) {
            float value = values.data()[n];
            if (value != 0 && value != 1) {
                throw new IllegalArgumentException(metric + ": target " + value + " of sample " + n
                        + " is no class, it must be 0 or 1; for regression use meanSquaredError or meanAbsoluteError");
            }
            labels[n] = (int) value;
        }
        return labels;
    }

    private static Tensor pairs(Tensor single) {
        int samples = single.shape().dimension(0);
        Tensor pairs = Tensor.zeros(Shape.of(samples, 2));
        for (int n = 0; n < samples; n++) {
            pairs.data()[2 * n + 1] = single.data()[n];
        }
        return pairs;
    }
}
