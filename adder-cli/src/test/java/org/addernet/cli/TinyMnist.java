package org.addernet.cli;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.addernet.data.DataSignature;
import org.addernet.data.Strokes;

/** A data set in MNIST's files that any network learns: a bright square whose place is the label. */
final class TinyMnist {

    /** For checkpoints whose data do not matter. */
    static final DataSignature SIGNATURE = DataSignature.of(Strokes.draw(10, 1), Strokes.draw(10, 2));

    private static final int SIDE = 28;

    private TinyMnist() {}

    /** Writes the four files into {@code folder/data/mnist}. */
    static Path write(Path folder) throws IOException {
        Path mnist = Files.createDirectories(folder.resolve("data").resolve("mnist"));
        write(mnist, "train", 320, 1);
        write(mnist, "t10k", 100, 2);
        return mnist;
    }

    private static void write(Path mnist, String prefix, int n, long seed) throws IOException {
        Random random = new Random(seed);
        byte[] images = new byte[n * SIDE * SIDE];
        byte[] labels = new byte[n];
        for (int i = 0; i < n; i++) {
            labels[i] = (byte) (i % 10);
            for (int p = 0; p < SIDE * SIDE; p++) {
                int row = p / SIDE;
                int column = p % SIDE;
                boolean inside = row / 7 == labels[i] / 4 && column / 7 == labels[i] % 4;
                images[i * SIDE * SIDE + p] = (byte) ((inside ? 150 : 0) + random.nextInt(100));
            }
        }
        try (DataOutputStream out =
                new DataOutputStream(Files.newOutputStream(mnist.resolve(prefix + "-images-idx3-ubyte")))) {
            out.writeInt(0x803);
            out.writeInt(n);
            out.writeInt(SIDE);
            out.writeInt(SIDE);
            out.write(images);
        }
        try (DataOutputStream out =
                new DataOutputStream(Files.newOutputStream(mnist.resolve(prefix + "-labels-idx1-ubyte")))) {
            out.writeInt(0x801);
            out.writeInt(n);
            out.write(labels);
        }
    }
}
