package org.addernet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.addernet.data.cache.DataCache;
import org.addernet.tensor.Shape;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {

    @TempDir
    Path root;

    @Test
    void namesAreSorted() {
        assertThat(Datasets.names()).containsExactly("cifar10", "cifar100", "fashion-mnist", "mnist", "strokes");
    }

    @Test
    void infosAreSortedAndTellTheTruth() {
        assertThat(Datasets.infos()).extracting(DatasetInfo::name).isEqualTo(Datasets.names());
        assertThat(Datasets.infos())
                .allSatisfy(info -> assertThat(info.description()).isNotBlank().doesNotContain("\n"));
        assertThat(Datasets.infos().get(1).classes()).isEqualTo(100);
        assertThat(Datasets.infos().get(1).imageShape()).isEqualTo(Shape.of(32, 32, 3));
        assertThat(Datasets.infos().get(3).trainSize()).isEqualTo(60_000);
    }

    @Test
    void infoOfStrokesIsThatOfTheLoadedSet() throws IOException {
        DatasetInfo info = Datasets.infos().get(4);
        DataSplits splits = Datasets.load(info.name(), new DataCache(root));

        assertThat(splits.train().size()).isEqualTo(info.trainSize());
        assertThat(splits.test().size()).isEqualTo(info.testSize());
        assertThat(splits.train().classes()).isEqualTo(info.classes());
        assertThat(splits.train().imageShape()).isEqualTo(info.imageShape());
    }

    @Test
    void unknownNameIsRefused() {
        assertThatThrownBy(() -> Datasets.load("cifar", new DataCache(root)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no data set \"cifar\", known are cifar10, cifar100, fashion-mnist, mnist, "
                        + "strokes and imagefolder:DIR");
    }

    @Test
    void mnistIsPaddedAndNormalised() throws IOException {
        writeAll("mnist");
        DataSplits splits = Datasets.load("mnist", new DataCache(root));

        assertThat(splits.train().size()).isEqualTo(3);
        assertThat(splits.test().size()).isEqualTo(2);
        assertThat(splits.train().imageShape()).isEqualTo(Shape.of(32, 32, 1));
        assertThat(splits.train().classes()).isEqualTo(10);
        assertThat(splits.train().label(2)).isEqualTo(2);
        float[] image = read(splits.train());
        assertThat(image[2 * 32 + 1]).isCloseTo(-0.1307f / 0.3081f, within(1e-6f));
        assertThat(image[2 * 32 + 2]).isCloseTo((1 - 0.1307f) / 0.3081f, within(1e-6f));
    }

    @Test
    void fashionMnistIsNormalisedByItsOwnPixels() throws IOException {
        writeAll("fashion-mnist");
        float[] image = read(Datasets.load("fashion-mnist", new DataCache(root)).train());

        assertThat(image[0]).isCloseTo(-0.2860f / 0.3530f, within(1e-6f));
        assertThat(image[2 * 32 + 2]).isCloseTo((1 - 0.2860f) / 0.3530f, within(1e-6f));
    }

    @Test
    void countsOfImagesAndLabelsThatDisagree() throws IOException {
        writeAll("mnist");
        Path labels = labels("mnist/t10k-labels-idx1-ubyte", 1, 1, 1);
        assertBroken()
                .hasMessage(labels + ": at byte 4: there are 3 labels for the 2 images of "
                        + root.resolve("mnist/t10k-images-idx3-ubyte"));
    }

    @Test
    void labelThatIsNoClass() throws IOException {
        writeAll("mnist");
        Path labels = labels("mnist/train-labels-idx1-ubyte", 9, 10, 1);
        assertBroken().hasMessage(labels + ": label 10 at index 1 is not one of the 10 classes, 0 to 9");
    }

    @Test
    void imagesOfAnotherSize() throws IOException {
        writeAll("mnist");
        Path images = images("mnist/train-images-idx3-ubyte", 3, 28, 32);
        assertBroken().hasMessage(images + ": at byte 8: the images are 28x32, expected 28x28");
    }

    @Test
    void foldersOfTorchvisionAreFound() throws IOException {
        writeAll("MNIST/raw");
        assertThat(Datasets.load("mnist", new DataCache(root)).train().size()).isEqualTo(3);
        writeAll("FashionMNIST/raw");
        assertThat(Datasets.load("fashion-mnist", new DataCache(root)).test().size())
                .isEqualTo(2);
    }

    @Test
    void namesWithADotAreFound() throws IOException {
        writeAll("mnist");
        for (String name : List.of("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")) {
            Path file = root.resolve("mnist/" + name + "-ubyte");
            Files.move(file, root.resolve("mnist/" + name.replace("-idx", ".idx") + "-ubyte"));
        }
        assertThat(Datasets.load("mnist", new DataCache(root)).train().size()).isEqualTo(3);
    }

    @Test
    void strokesNeedNoCache() throws IOException {
        assertThat(Datasets.load("strokes", new DataCache(root.resolve("nowhere")))
                        .train()
                        .size())
                .isEqualTo(12_000);
        assertThat(root.resolve("nowhere")).doesNotExist();
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertBroken() {
        return assertThatThrownBy(() -> Datasets.load("mnist", new DataCache(root)))
                .isInstanceOf(IOException.class);
    }

    private static float[] read(Dataset data) {
        float[] image = new float[data.imageShape().size()];
        data.read(0, image, 0, new SplittableRandom(0));
        return image;
    }

    private void writeAll(String name) throws IOException {
        Files.createDirectories(root.resolve(name));
        images(name + "/train-images-idx3-ubyte", 3, 28, 28);
        labels(name + "/train-labels-idx1-ubyte", 0, 1, 2);
        images(name + "/t10k-images-idx3-ubyte", 2, 28, 28);
        labels(name + "/t10k-labels-idx1-ubyte", 9, 8);
    }

    /** Writes images of which the first pixel is white. */
    private Path images(String name, int count, int height, int width) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(16 + count * height * width);
        buffer.putInt(0x803).putInt(count).putInt(height).putInt(width).put((byte) 255);
        return Files.write(root.resolve(name), buffer.array());
    }

    private Path labels(String name, int... labels) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(8 + labels.length);
        buffer.putInt(0x801).putInt(labels.length);
        for (int label : labels) {
            buffer.put((byte) label);
        }
        return Files.write(root.resolve(name), buffer.array());
    }
}
