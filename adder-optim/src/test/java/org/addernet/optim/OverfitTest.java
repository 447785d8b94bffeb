package org.addernet.optim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.Pass;
import org.addernet.nn.loss.SoftmaxCrossEntropy;
import org.addernet.nn.zoo.LeNet5;
import org.addernet.nn.zoo.ResNet;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A network that cannot learn 32 images by heart cannot learn: all parts of training together. */
class OverfitTest {

    private static final int SAMPLES = 32;
    private static final int CLASSES = 4;

    @ParameterizedTest
    @EnumSource(
            value = Similarity.class,
            names = {"L1", "CROSS_CORRELATION", "XNOR"})
    void leNetFitsAFewImages(Similarity similarity) {
        assertFits(LeNet5.bn(CLASSES, similarity), images(32, 1), 30);
    }

    /** Images of a quarter of the pixels, which a residual network takes too, to be quick. */
    @ParameterizedTest
    @EnumSource(
            value = Similarity.class,
            names = {"L1", "CROSS_CORRELATION"})
    void resNetFitsAFewImages(Similarity similarity) {
        assertFits(ResNet.cifar(20, CLASSES, similarity), images(16, 3), 60);
    }

    private static void assertFits(Model model, Tensor images, int steps) {
        int[] labels = new int[SAMPLES];
        for (int n = 0; n < SAMPLES; n++) {
            labels[n] = n % CLASSES;
        }
        Sgd sgd = Sgd.builder().nesterov().build(model.parameters());
        Pass pass = Pass.training(Workers.shared());
        float first = 0;
        float last = 0;
        int right = 0;
        for (int step = 0; step < steps; step++) {
            pass.reset(step);
            Tensor logits = model.root().forward(images, pass);
            Tensor loss = SoftmaxCrossEntropy.of(logits, labels, pass);
            sgd.step(pass.backward(loss), 0.05);
            last = loss.data()[0];
            right = right(logits, labels);
            first = step == 0 ? last : first;
        }
        // Chance is log 4 = 1.39.
        assertThat(first).isGreaterThan(1);
        assertThat(last).isLessThan(0.5f);
        assertThat(right).isEqualTo(SAMPLES);
    }

    private static int right(Tensor logits, int[] labels) {
        int right = 0;
        for (int n = 0; n < labels.length; n++) {
            int best = 0;
            for (int c = 1; c < CLASSES; c++) {
                best = logits.data()[n * CLASSES + c] > logits.data()[n * CLASSES + best] ? c : best;
            }
            right += best == labels[n] ? 1 : 0;
        }
        return right;
    }

    /** Returns noise with a bright square in the quarter that the class names. */
    private static Tensor images(int side, int channels) {
        Random random = new Random(1);
        Tensor images = Tensor.zeros(Shape.of(SAMPLES, side, side, channels));
        int half = side / 2;
        for (int n = 0; n < SAMPLES; n++) {
            int top = n % CLASSES / 2 * half;
            int left = n % 2 * half;
            for (int h = 0; h < side; h++) {
                for (int w = 0; w < side; w++) {
                    boolean bright = h >= top && h < top + half && w >= left && w < left + half;
                    for (int c = 0; c < channels; c++) {
                        images.data()[((n * side + h) * side + w) * channels + c] =
                                (float) (0.5 * random.nextGaussian() + (bright ? 1 : 0));
                    }
                }
            }
        }
        return images;
    }
}
