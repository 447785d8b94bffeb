package org.addernet.train;

import java.util.Random;
import java.util.random.RandomGenerator;
import org.addernet.data.DataSignature;
import org.addernet.data.Dataset;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.layer.BatchNorm;
import org.addernet.nn.layer.Conv2d;
import org.addernet.nn.layer.Dropout;
import org.addernet.nn.layer.Flatten;
import org.addernet.nn.layer.Linear;
import org.addernet.nn.layer.Relu;
import org.addernet.nn.layer.Sequential;
import org.addernet.tensor.Shape;

/** Small noisy images [6,6,1] of three classes, told apart by the row that is bright, and a small model for them. */
record Blobs(int size, long seed) implements Dataset {

    /** For checkpoints whose data do not matter. */
    static final DataSignature SIGNATURE = DataSignature.of(new Blobs(3, 1), new Blobs(3, 2));

    static Model model() {
        return new Model(
                "blobs",
                Similarity.L1,
                Shape.of(6, 6, 1),
                Sequential.of(
                        Conv2d.builder(Similarity.L1, 1, 4, 3).padding(1).build(),
                        new BatchNorm(4),
                        new Relu(),
                        new Flatten(),
                        new Dropout(0.1),
                        new Linear(Similarity.L1, 144, 3),
                        new BatchNorm(3)));
    }

    @Override
    public int classes() {
        return 3;
    }

    @Override
    public Shape imageShape() {
        return Shape.of(6, 6, 1);
    }

    @Override
    public int label(int index) {
        return index % 3;
    }

    @Override
    public void read(int index, float[] target, int offset, RandomGenerator random) {
        Random noise = new Random(seed * 1000 + index);
        for (int p = 0; p < 36; p++) {
            boolean bright = p / 12 == label(index);
            target[offset + p] = (float) ((bright ? 1.5 : 0) + 0.5 * noise.nextGaussian());
        }
    }
}
