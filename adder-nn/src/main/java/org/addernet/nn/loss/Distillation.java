package org.addernet.nn.loss;

import java.util.List;
import org.addernet.nn.Model;
import org.addernet.nn.Pass;
import org.addernet.nn.Predictor;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Learning from another network's answers and the labels: {@code w T² KL(softmax(z_t / T) || softmax(z_s / T)) + (1 - w) CE},
 * the mean over the batch, with the logits z_t of the teacher and z_s of the student (Hinton et al. 2015).
 *
 * <p>The teacher sees the same images, in inference. T² keeps the gradients as large as those of the cross-entropy CE whatever
 * the temperature T is. To be used by one training at a time.
 */
public final class Distillation implements Loss {

    /** The temperature where none is given: 4. */
    public static final double DEFAULT_TEMPERATURE = 4;

    /** The weight of the teacher where none is given: 0.9. */
    public static final double DEFAULT_WEIGHT = 0.9;

    private final Predictor teacher;
    private final double temperature;
    private final double weight;
    private @Nullable Pass teacherPass;

    /** Creates the loss with {@link #DEFAULT_TEMPERATURE} and {@link #DEFAULT_WEIGHT}. */
    public Distillation(Model teacher) {
        this(teacher, DEFAULT_TEMPERATURE, DEFAULT_WEIGHT);
    }

    /**
     * Creates the loss.
     *
     * @param teacher a trained model of the same images and classes; as it is now: of this a copy is made
     * @param temperature T: the larger, the more counts how the teacher tells the wrong classes apart
     * @param weight w, from 0, the labels alone, to 1, the teacher alone
     * @throws IllegalArgumentException if the temperature is not positive or the weight not from 0 to 1
     */
    public Distillation(Model teacher, double temperature, double weight) {
        if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the temperature of the distillation is " + temperature
                    + ", it must be a positive number such as 4");
        }
        if (!(weight >= 0 && weight <= 1)) {
            throw new IllegalArgumentException("the teacher's weight is " + weight + ", it must be from 0 to 1");
        }
        this.teacher = teacher.predictor();
        this.temperature = temperature;
        this.weight = weight;
    }

    @Override
    public Tensor of(List<Tensor> inputs, List<Tensor> outputs, Targets targets, Pass pass) {
        Tensor logits = outputs.get(0);
        int[] labels = targets.labels();
        if (teacherPass == null || teacherPass.workers() != pass.workers()) {
            teacherPass = Pass.of(Pass.Mode.INFERENCE, pass.workers(), pass.kernels());
        }
        teacherPass.reset(0);
        Tensor teacherLogits = teacher.predict(inputs, teacherPass).get(0);
        if (!teacherLogits.shape().equals(logits.shape())) {
            throw new ShapeException("Distillation: the teacher's logits are " + teacherLogits.shape()
                    + ", the student's " + logits.shape() + "; both must tell the same classes apart");
        }
        Tensor crossEntropy = SoftmaxCrossEntropy.of(logits, labels, pass);
        double[] p = logSoftmax(teacherLogits);
        double[] q = logSoftmax(logits);
        double divergence = 0;
        for (int i = 0; i < p.length; i++) {
            double logRatio = p[i] - q[i];
            p[i] = StrictMath.exp(p[i]);
            divergence += p[i] * logRatio;
        }
        divergence /= labels.length;
        double value = weight * temperature * temperature * divergence
                + (1 - weight) * crossEntropy.data()[0];
        Tensor loss = Tensor.of(Shape.of(1), (float) value);
        pass.record(loss, logits, gradient -> {
            float scale = gradient.data()[0];
            pass.addGradient(crossEntropy, Tensor.of(Shape.of(1), (float) ((1 - weight) * scale)));
            double share = scale * weight * temperature / labels.length;
            Tensor logitsGradient = pass.newTensor(logits.shape());
            for (int i = 0; i < p.length; i++) {
                logitsGradient.data()[i] = (float) (share * (StrictMath.exp(q[i]) - p[i]));
            }
            pass.addGradient(logits, logitsGradient);
        });
        return loss;
    }

    /** Returns the cross-entropy with the labels. */
    @Override
    public Loss ofTest() {
        return Loss.crossEntropy();
    }

    /** Returns {@code log softmax(z / T)} of each row. */
    private double[] logSoftmax(Tensor logits) {
        int classes = logits.shape().dimension(1);
        float[] z = new float[logits.shape().size()];
        for (int i = 0; i < z.length; i++) {
            z[i] = (float) (logits.data()[i] / temperature);
        }
        double[] result = new double[z.length];
        for (int start = 0; start < z.length; start += classes) {
            double normalizer = SoftmaxCrossEntropy.logSumExp(z, start, classes);
            for (int i = start; i < start + classes; i++) {
                result[i] = z[i] - normalizer;
            }
        }
        return result;
    }
}
