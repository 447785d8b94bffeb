package org.addernet.examples;

import java.util.List;
import java.util.Random;
import org.addernet.data.DataLoader;
import org.addernet.data.DataSplits;
import org.addernet.data.TensorDataset;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.layer.BatchNorm;
import org.addernet.nn.layer.Conv2d;
import org.addernet.nn.layer.GlobalAvgPool2d;
import org.addernet.nn.layer.Linear;
import org.addernet.nn.layer.Relu;
import org.addernet.nn.layer.Sequential;
import org.addernet.optim.Sgd;
import org.addernet.optim.schedule.Schedule;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.addernet.train.Trainer;
import org.addernet.train.metric.Evaluation;

/** Ordinary layers first and last, an adder layer between them, as in the paper's ResNets. */
public final class SimilarityMix {

    private static final int SIDE = 10;
    private static final int SAMPLES = 500;

    private SimilarityMix() {}

    /** Returns noisy pictures of one line, across or down. */
    private static DataSplits data() {
        Tensor pictures = Tensor.zeros(Shape.of(SAMPLES, SIDE, SIDE, 1));
        int[] labels = new int[SAMPLES];
        Random random = new Random(1);
        for (int n = 0; n < SAMPLES; n++) {
            labels[n] = n % 2;
            int line = random.nextInt(SIDE);
            for (int i = 0; i < SIDE * SIDE; i++) {
                boolean on = (labels[n] == 0 ? i / SIDE : i % SIDE) == line;
                pictures.data()[n * SIDE * SIDE + i] = (on ? 1 : 0) + 0.2f * (float) random.nextGaussian();
            }
        }
        return new TensorDataset(List.of(pictures), labels, List.of("across", "down")).split(0.2, 1);
    }

    /** Runs it; arguments are ignored. */
    public static void main(String[] args) {
        Sequential layers = new Sequential()
                .add(
                        "conv1",
                        Conv2d.builder(Similarity.CROSS_CORRELATION, 1, 8, 3)
                                .padding(1)
                                .build())
                .add("bn1", new BatchNorm(8))
                .add("relu1", new Relu())
                .add("conv2", Conv2d.builder(Similarity.L1, 8, 8, 3).stride(2).build())
                .add("bn2", new BatchNorm(8))
                .add("relu2", new Relu())
                .add("pool", new GlobalAvgPool2d())
                .add(
                        "fc",
                        Linear.builder(Similarity.CROSS_CORRELATION, 8, 2)
                                .bias()
                                .build());
        Model model = new Model("mix", List.of(Shape.of(SIDE, SIDE, 1)), layers);
        System.out.println(model.summary());

        DataSplits data = data();
        Evaluation test = Trainer.of(model)
                .optimizer(Sgd.builder().nesterov())
                .schedule(Schedule.cosine(0.1, 10))
                .epochs(10)
                .fit(
                        DataLoader.of(data.train()).batchSize(25).shuffle(1).build(),
                        DataLoader.of(data.test()).build());
        if (!(test.accuracy() > 0.95)) {
            throw new IllegalStateException("the accuracy is " + test.accuracy() + ", expected above 0.95");
        }
        System.out.println("accuracy " + test.accuracy());
    }
}
