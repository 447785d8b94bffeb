package org.addernet.examples;

import static org.addernet.nn.op.Arithmetic.multiply;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.addernet.data.DataLoader;
import org.addernet.data.DataSplits;
import org.addernet.data.TensorDataset;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Graph;
import org.addernet.nn.Layer;
import org.addernet.nn.Model;
import org.addernet.nn.Pass;
import org.addernet.nn.layer.Linear;
import org.addernet.nn.layer.Sequential;
import org.addernet.nn.layer.Tanh;
import org.addernet.nn.loss.Loss;
import org.addernet.optim.Adam;
import org.addernet.optim.schedule.Schedule;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.addernet.train.Trainer;
import org.addernet.train.metric.Evaluation;
import org.addernet.train.metric.Metric;

/** A siamese network: one encoder, used twice, tells whether two vectors are of one kind. */
public final class SharedWeights {

    private static final int SAMPLES = 800;
    private static final Shape VECTOR = Shape.of(3);

    private SharedWeights() {}

    /** Two vectors {@code [N,3]} to a logit {@code [N,1]}. */
    private static final class Siamese extends Graph {

        private final Layer encoder = child("encoder", Sequential.of(linear(3, 4), new Tanh()));
        private final Layer head = child("head", linear(4, 1));

        private static Layer linear(int in, int out) {
            return Linear.builder(Similarity.CROSS_CORRELATION, in, out).bias().build();
        }

        @Override
        protected List<Tensor> compute(List<Tensor> inputs, Pass pass) {
            Tensor first = encoder.forward(inputs.get(0), pass);
            Tensor second = encoder.forward(inputs.get(1), pass);
            return List.of(head.forward(multiply(first, second, pass), pass));
        }
    }

    /** Returns pairs of vectors whose kind is the sign of the first number, and 1 where both have one kind. */
    private static DataSplits data() {
        Tensor first = Tensor.zeros(Shape.of(SAMPLES, 3));
        Tensor second = Tensor.zeros(Shape.of(SAMPLES, 3));
        Tensor same = Tensor.zeros(Shape.of(SAMPLES, 1));
        Random random = new Random(1);
        for (int n = 0; n < SAMPLES; n++) {
            for (int i = 3 * n; i < 3 * n + 3; i++) {
                first.data()[i] = 2 * random.nextFloat() - 1;
                second.data()[i] = 2 * random.nextFloat() - 1;
            }
            same.data()[n] = first.data()[3 * n] * second.data()[3 * n] > 0 ? 1 : 0;
        }
        return new TensorDataset(List.of(first, second), same).split(0.2, 1);
    }

    /** Runs it; arguments are ignored. */
    public static void main(String[] args) {
        Model model = new Model("siamese", List.of(VECTOR, VECTOR), new Siamese());
        DataSplits data = data();
        Evaluation test = Trainer.of(model)
                .optimizer(Adam.builder())
                .schedule(Schedule.cosine(0.05, 30))
                .loss(Loss.binaryCrossEntropy())
                .metrics(Metric.accuracy())
                .epochs(30)
                .fit(
                        DataLoader.of(data.train()).batchSize(32).shuffle(1).build(),
                        DataLoader.of(data.test()).build());
        double accuracy = test.metrics().getOrDefault("accuracy", 0.0);
        if (!(accuracy > 0.9)) {
            throw new IllegalStateException("the accuracy is " + accuracy + ", expected above 0.9");
        }

        Tensor a = Tensor.of(Shape.of(1, 3), 0.3f, -0.8f, 0.5f);
        Tensor b = Tensor.of(Shape.of(1, 3), -0.6f, 0.1f, 0.9f);
        float[] ab = model.forward(List.of(a, b), Pass.inference()).get(0).data();
        float[] ba = model.forward(List.of(b, a), Pass.inference()).get(0).data();
        if (!Arrays.equals(ab, ba)) {
            throw new IllegalStateException("the answer for (a, b) is " + ab[0] + " and for (b, a) " + ba[0]);
        }
        System.out.println(model.summary());
    }
}
