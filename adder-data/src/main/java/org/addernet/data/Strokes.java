package org.addernet.data;

import java.util.List;
import org.addernet.data.transform.Pad;
import org.addernet.data.transform.Preprocess;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;

/**
 * Handwritten-like digits that are drawn and not downloaded, so that everything can be tried without a network.
 *
 * <p>The images are as those of MNIST: {@code [28,28,1]}, white on black, ten classes. The same size and seed give the
 * same bytes on every machine and with any number of threads.
 */
public final class Strokes {

    private static final Shape IMAGE = Shape.of(Handwriting.SIDE, Handwriting.SIDE, 1);
    static final List<String> DIGITS = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    private static final int TRAIN_SIZE = 12_000;
    private static final int TEST_SIZE = 2_000;
    private static final long TRAIN_SEED = 1;
    private static final long TEST_SEED = 2;

    static final DatasetInfo INFO = new DatasetInfo(
            "strokes",
            "digits that are drawn, so that nothing is downloaded",
            DIGITS,
            new Pad(Mnist.PADDING).outputShape(IMAGE),
            TRAIN_SIZE,
            TEST_SIZE);

    /** Mean and standard deviation of the pixels of the training images, before padding. */
    private static final Preprocess PREPROCESS = Mnist.normalised(0.1225f, 0.2734f);

    /** Samples that one task draws: some milliseconds of work. */
    private static final int CHUNK = 100;

    private Strokes() {}

    /**
     * Draws images of the ten digits, as many of each as the size allows, in random order.
     *
     * @param size the number of images, at least 1
     * @throws IllegalArgumentException if the size is less than 1 or the images exceed 2^31-1 bytes
     */
    public static ImageDataset draw(int size, long seed) {
        if (size < 1 || size > Integer.MAX_VALUE / IMAGE.size()) {
            throw new IllegalArgumentException(
                    "Strokes: size is " + size + ", it must be 1 to " + Integer.MAX_VALUE / IMAGE.size());
        }
        int[] digits = new int[size];
        for (int i = 0; i < size; i++) {
            digits[i] = i % DIGITS.size();
        }
        // A grandchild, where the samples are children: the shuffle shares its numbers with no drawing.
        new Seed(seed).child(-1).child(0).shuffle(digits);
        byte[] pixels = new byte[size * IMAGE.size()];
        byte[] labels = new byte[size];
        Workers.shared().run((size + CHUNK - 1) / CHUNK, task -> {
            for (int i = task * CHUNK; i < Math.min(size, (task + 1) * CHUNK); i++) {
                Handwriting.draw(digits[i], new Seed(seed).child(i).random(), pixels, i * IMAGE.size());
                labels[i] = (byte) digits[i];
            }
        });
        return new ImageDataset(IMAGE, DIGITS, pixels, labels);
    }

    static DataSplits load() {
        return new DataSplits(prepare(TRAIN_SIZE, TRAIN_SEED), prepare(TEST_SIZE, TEST_SEED));
    }

    private static Dataset prepare(int size, long seed) {
        return draw(size, seed).with(PREPROCESS);
    }
}
