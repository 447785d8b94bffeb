package org.addernet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.addernet.data.cache.DataCache;
import org.addernet.data.format.Archive;
import org.addernet.data.format.CifarBatch;
import org.addernet.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarTest {

    @TempDir
    Path root;

    @Test
    void readsBatchesPlainOrGzippedInOrder() throws IOException {
        for (int i = 1; i <= 4; i++) {
            write("cifar10/data_batch_" + i + ".bin", CifarBatch.ten(i, 0));
        }
        write("cifar10/data_batch_5.bin.gz", Archive.gzip(CifarBatch.ten(5)));
        write("cifar10/test_batch.bin", CifarBatch.ten(9, 8));
        DataSplits splits = load("cifar10");

        assertThat(labels(splits.train())).containsExactly(1, 0, 2, 0, 3, 0, 4, 0, 5);
        assertThat(labels(splits.test())).containsExactly(9, 8);
        assertThat(splits.train().classes()).isEqualTo(10);
        assertThat(splits.train().classNames()).startsWith("airplane").endsWith("truck");
        assertThat(splits.train().imageShape()).isEqualTo(Shape.of(32, 32, 3));
    }

    @Test
    void testImagesAreNormalisedOnly() throws IOException {
        writeArchive();
        float[] image = read(load("cifar10").test(), 1, 0);

        // Pixel 300 of record 1: 300 mod 256, 300 / 256, 1
        assertThat(image[900]).isCloseTo((44 / 255f - 0.4914f) / 0.2023f, within(1e-6f));
        assertThat(image[901]).isCloseTo((1 / 255f - 0.4822f) / 0.1994f, within(1e-6f));
        assertThat(image[902]).isCloseTo((1 / 255f - 0.4465f) / 0.2010f, within(1e-6f));
        assertThat(read(load("cifar10").test(), 1, 1)).isEqualTo(image);
    }

    @Test
    void trainImagesAreCroppedWithABlackBorderAndFlipped() throws IOException {
        writeArchive();
        Dataset train = load("cifar10").train();
        float[] whole = new float[1024];
        for (int p = 0; p < whole.length; p++) {
            whole[p] = (p % 256 / 255f - 0.4914f) / 0.2023f;
        }
        float black = -0.4914f / 0.2023f;

        Set<String> seen = new HashSet<>();
        for (int seed = 0; seed < 2000; seed++) {
            seen.add(place(read(train, 0, seed), whole, black));
        }

        // Each of 9 * 9 * 2 views is missed by 2000 draws with probability (161/162)^2000 = 4e-6.
        assertThat(seen).hasSize(162);
        assertThat(read(train, 0, 7)).isEqualTo(read(train, 0, 7));
    }

    /** Finds the shift and the flip that make the red of an augmented image out of that of the whole. */
    private static String place(float[] image, float[] whole, float black) {
        for (int flip = 0; flip < 2; flip++) {
            for (int top = -4; top <= 4; top++) {
                for (int left = -4; left <= 4; left++) {
                    if (matches(image, whole, black, flip == 1, top, left)) {
                        return top + " " + left + " " + flip;
                    }
                }
            }
        }
        throw new AssertionError("the image is no crop of the padded one");
    }

    private static boolean matches(float[] image, float[] whole, float black, boolean flip, int top, int left) {
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 32; x++) {
                int row = y + top;
                int column = (flip ? 31 - x : x) + left;
                boolean inside = row >= 0 && row < 32 && column >= 0 && column < 32;
                float expected = inside ? whole[32 * row + column] : black;
                if (Math.abs(image[3 * (32 * y + x)] - expected) > 1e-5f) {
                    return false;
                }
            }
        }
        return true;
    }

    @Test
    void hundredClassesFromTheirArchive() throws IOException {
        byte[] tar = new Archive()
                .folder("cifar-100-binary/")
                .file("cifar-100-binary/train.bin", CifarBatch.hundred(99, 3, 50))
                .file("cifar-100-binary/test.bin", CifarBatch.hundred(7))
                .file("cifar-100-binary/fine_label_names.txt", new byte[10])
                .tar();
        write("cifar100/cifar-100-binary.tar.gz", Archive.gzip(tar));
        DataSplits splits = load("cifar100");

        assertThat(labels(splits.train())).containsExactly(99, 3, 50);
        assertThat(labels(splits.test())).containsExactly(7);
        assertThat(splits.test().classes()).isEqualTo(100);
        assertThat(splits.test().classNames()).isSorted().startsWith("apple").endsWith("worm");
        float[] image = read(splits.test(), 0, 0);
        assertThat(image[0]).isCloseTo(-0.5071f / 0.2673f, within(1e-6f));
        assertThat(image[1]).isCloseTo(-0.4865f / 0.2564f, within(1e-6f));
        assertThat(image[2]).isCloseTo(-0.4409f / 0.2762f, within(1e-6f));
    }

    @Test
    void missingBatchIsNamed() throws IOException {
        Path folder = write("cifar100/test.bin.gz", Archive.gzip(CifarBatch.hundred(1)))
                .getParent();
        assertThatThrownBy(() -> load("cifar100"))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "data set cifar100: " + folder + " has test.bin.gz but no train.bin or train.bin.gz; add it, "
                                + "or remove the batches to use cifar-100-binary.tar.gz");
    }

    @Test
    void unpackedArchiveIsFoundInTheSetsFolderAndBesideIt() throws IOException {
        write("cifar-100-binary/train.bin", CifarBatch.hundred(1));
        write("cifar-100-binary/test.bin.gz", Archive.gzip(CifarBatch.hundred(2)));
        assertThat(labels(load("cifar100").train())).containsExactly(1);
        assertThat(labels(load("cifar100").test())).containsExactly(2);

        write("cifar100/cifar-100-binary/train.bin", CifarBatch.hundred(3));
        write("cifar100/cifar-100-binary/test.bin", CifarBatch.hundred(4));
        assertThat(labels(load("cifar100").train())).containsExactly(3);

        for (int i = 1; i <= 5; i++) {
            write("cifar-10-batches-bin/data_batch_" + i + ".bin", CifarBatch.ten(i));
        }
        write("cifar-10-batches-bin/test_batch.bin", CifarBatch.ten(9));
        assertThat(labels(load("cifar10").train())).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void brokenBatchIsNamed() throws IOException {
        write("cifar100/test.bin", CifarBatch.hundred(1));
        Path train = write("cifar100/train.bin", CifarBatch.hundred(1, 100));
        assertThatThrownBy(() -> load("cifar100"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(train + ": at byte 3075: label 100 of record 1");
    }

    private DataSplits load(String name) throws IOException {
        return Datasets.load(name, new DataCache(root));
    }

    private void writeArchive() throws IOException {
        Archive archive = new Archive().folder("cifar-10-batches-bin/");
        for (int i = 1; i <= 5; i++) {
            archive.file("cifar-10-batches-bin/data_batch_" + i + ".bin", CifarBatch.ten(i));
        }
        archive.file("cifar-10-batches-bin/test_batch.bin", CifarBatch.ten(0, 9));
        write("cifar10/cifar-10-binary.tar.gz", Archive.gzip(archive.tar()));
    }

    private Path write(String name, byte[] contents) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, contents);
    }

    private static int[] labels(Dataset data) {
        int[] labels = new int[data.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = data.label(i);
        }
        return labels;
    }

    private static float[] read(Dataset data, int index, int seed) {
        float[] image = new float[data.imageShape().size()];
        data.read(index, image, 0, new SplittableRandom(seed));
        return image;
    }
}
