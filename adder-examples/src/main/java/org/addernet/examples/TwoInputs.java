package org.addernet.examples;

import static org.addernet.nn.op.Activations.relu;
import static org.addernet.nn.op.Shaping.concat;

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
import org.addernet.nn.layer.Conv2d;
import org.addernet.nn.layer.GlobalAvgPool2d;
import org.addernet.nn.layer.Linear;
import org.addernet.nn.layer.Relu;
import org.addernet.nn.layer.Sequential;
import org.addernet.nn.loss.Loss;
import org.addernet.optim.Adam;
import org.addernet.optim.schedule.Schedule;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.addernet.train.Trainer;
import org.addernet.train.metric.Evaluation;

/** A network that learns one number from a picture and a vector together. */
public final class TwoInputs {

    private static final int SAMPLES = 600;
    private static final Shape PICTURE = Shape.of(6, 6, 1);
    private static final Shape FACTS = Shape.of(2);

    private TwoInputs() {}

    /** A picture {@code [N,6,6,1]} and facts {@code [N,2]} to a number {@code [N,1]}. */
    private static final class PictureAndFacts extends Graph {

        private final Layer picture = child(
                "picture",
                new Sequential()
                        .add(
                                "conv",
                                Conv2d.builder(Similarity.CROSS_CORRELATION, 1, 4, 3)
                                        .build())
                        .add("relu", new Relu())
                        .add("pool", new GlobalAvgPool2d()));
        private final Layer hidden = child("hidden", linear(4 + 2, 16));
        private final Layer head = child("head", linear(16, 1));

        private static Layer linear(int in, int out) {
            return Linear.builder(Similarity.CROSS_CORRELATION, in, out).bias().build();
        }

        @Override
        protected List<Tensor> compute(List<Tensor> inputs, Pass pass) {
            Tensor both = concat(List.of(picture.forward(inputs.get(0), pass), inputs.get(1)), pass);
            return List.of(head.forward(relu(hidden.forward(both, pass), pass), pass));
        }
    }

    /** Returns pictures of some brightness, facts, and as the target brightness + first fact - second fact. */
    private static DataSplits data() {
        Tensor pictures = Tensor.zeros(Shape.of(SAMPLES, 6, 6, 1));
        Tensor facts = Tensor.zeros(Shape.of(SAMPLES, 2));
        Tensor targets = Tensor.zeros(Shape.of(SAMPLES, 1));
        Random random = new Random(1);
        for (int n = 0; n < SAMPLES; n++) {
            float brightness = random.nextFloat();
            for (int i = 0; i < PICTURE.size(); i++) {
                pictures.data()[n * PICTURE.size() + i] = brightness + 0.1f * random.nextFloat();
            }
            facts.data()[2 * n] = random.nextFloat();
            facts.data()[2 * n + 1] = random.nextFloat();
            targets.data()[n] = brightness + facts.data()[2 * n] - facts.data()[2 * n + 1];
        }
        return new TensorDataset(List.of(pictures, facts), targets).split(0.2, 1);
    }

    /** Runs it; arguments are ignored. */
    public static void main(String[] args) {
        Model model = new Model("picture-and-facts", List.of(PICTURE, FACTS), new PictureAndFacts());
        DataSplits data = data();
        Evaluation test = Trainer.of(model)
                .optimizer(Adam.builder())
                .schedule(Schedule.cosine(0.02, 30))
                .loss(Loss.meanSquaredError())
                .epochs(30)
                .fit(
                        DataLoader.of(data.train()).batchSize(32).shuffle(1).build(),
                        DataLoader.of(data.test()).build());
        // The variance of the target is 3/12: of three numbers that are each 0 to 1.
        if (!(test.loss() < 0.01)) {
            throw new IllegalStateException("the mean squared error is " + test.loss() + ", expected below 0.01");
        }
        System.out.println("mean squared error " + test.loss());
    }
}
