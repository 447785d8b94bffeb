package org.addernet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.addernet.data.cache.DataCache;
import org.addernet.io.Preprocessing;
import org.addernet.tensor.Shape;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {

    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

    @TempDir
    Path folder;

    private final List<String> warnings = new ArrayList<>();
    private final Logger logger = Logger.getLogger(ImageFolder.class.getName());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            assertThat(record.getLevel()).isEqualTo(Level.WARNING);
            warnings.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
    }

    @Test
    void classesAndFilesAreInTheOrderOfTheirNames() throws IOException {
        image("train/cat/2.jpg", 10, 10, 0x000000);
        image("train/cat/10.JPEG", 10, 10, 0x000000);
        image("train/ant/x.png", 30, 20, 0x000000);
        image("val/ant/y.png", 10, 10, 0x000000);
        image("val/cat/y.png", 10, 10, 0x000000);
        Files.writeString(folder.resolve("train/cat/readme.txt"), "left out");
        Files.writeString(folder.resolve("train/cat/._2.jpg"), "left out");
        Files.writeString(folder.resolve("train/list.csv"), "left out");
        Files.createDirectory(folder.resolve("train/.cache"));
        DataSplits splits = Datasets.load("imagefolder:" + folder, new DataCache(folder));

        assertThat(splits.train().size()).isEqualTo(3);
        assertThat(splits.train().classNames()).containsExactly("ant", "cat");
        assertThat(splits.train().imageShape()).isEqualTo(Shape.of(224, 224, 3));
        assertThat(new int[] {
                    splits.train().label(0),
                    splits.train().label(1),
                    splits.train().label(2)
                })
                .containsExactly(0, 1, 1);
        assertThat(splits.test().size()).isEqualTo(2);
        assertThat(read(splits.train(), 1, 0)).hasSize(224 * 224 * 3);
    }

    @Test
    void testImagesAreTheMiddleOfTheImage() throws IOException {
        // 28x56 pixels, resized to 32x64 for images of 28x28: the crop starts 2 rows and 18 columns in.
        BufferedImage image = new BufferedImage(56, 28, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 56; x++) {
            for (int y = 0; y < 28; y++) {
                image.setRGB(x, y, x * 4 << 16 | y * 8 << 8 | 0x33);
            }
        }
        image("train/a/1.png", 5, 5, 0);
        write("val/a/1.png", image);
        Dataset test = load(28).test();
        float[] values = read(test, 0, 0);

        assertThat(test.imageShape()).isEqualTo(Shape.of(28, 28, 3));
        for (int y = 0; y < 28; y++) {
            for (int x = 0; x < 28; x++) {
                // Linear interpolation keeps a slope; away from the border it is exact but for rounding.
                float column = (x + 18 + 0.5f) * 28 / 32 - 0.5f;
                float row = (y + 2 + 0.5f) * 28 / 32 - 0.5f;
                int i = (y * 28 + x) * 3;
                assertThat(values[i]).isCloseTo(normalised(column * 4, 0), within(1e-4f));
                assertThat(values[i + 1]).isCloseTo(normalised(row * 8, 1), within(1e-4f));
                assertThat(values[i + 2]).isCloseTo(normalised(0x33, 2), within(1e-4f));
            }
        }
        assertThat(read(test, 0, 1)).isEqualTo(values);
    }

    @Test
    void trainImagesDependOnTheGeneratorAlone() throws IOException {
        BufferedImage image = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 40; x++) {
            for (int y = 0; y < 40; y++) {
                image.setRGB(x, y, x * 6 << 16 | y * 6 << 8);
            }
        }
        write("train/a/1.png", image);
        write("test/a/1.png", image);
        Dataset train = load(16).train();

        assertThat(read(train, 0, 1)).isEqualTo(read(train, 0, 1));
        assertThat(read(train, 0, 1)).isNotEqualTo(read(train, 0, 2));
        Set<Boolean> directions = new HashSet<>();
        for (int seed = 0; seed < 30; seed++) {
            float[] values = read(train, 0, seed);
            directions.add(values[0] < values[15 * 3]);
            assertThat(values[1]).isLessThan(values[15 * 16 * 3 + 1]); // never upside down
        }
        assertThat(directions).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void greyAndTransparentImagesHaveThreeChannels() throws IOException {
        BufferedImage grey = new BufferedImage(20, 20, BufferedImage.TYPE_BYTE_GRAY);
        write("train/a/grey.jpg", grey);
        image("val/a/1.png", 5, 5, 0);
        write("train/a/clear.png", new BufferedImage(20, 20, BufferedImage.TYPE_INT_ARGB));
        Dataset train = load(8).train();

        for (int i = 0; i < 2; i++) {
            float[] values = read(train, i, 0);
            for (int j = 0; j < values.length; j++) {
                assertThat(values[j]).isCloseTo(normalised(0, j % 3), within(1e-4f));
            }
        }
    }

    @Test
    void brokenImagesAreNamedWhenTheyAreRead() throws IOException {
        BufferedImage noise = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64 * 64; i++) {
            noise.setRGB(i % 64, i / 64, i * 0x9e3779b9);
        }
        Path cut = write("train/a/cut.jpg", noise);
        byte[] whole = Files.readAllBytes(cut);
        Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
        Path text = folder.resolve("train/a/text.jpg");
        Files.write(text, "a text".getBytes(StandardCharsets.UTF_8));
        image("val/a/1.png", 5, 5, 0);
        Dataset train = load(8).train();

        assertThat(train.size()).isEqualTo(2);
        assertThatThrownBy(() -> read(train, 0, 0))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith(cut + ": the image cannot be read: it is cut off or damaged");
        assertThatThrownBy(() -> read(train, 1, 0))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(text + ": the image cannot be read: it is neither a JPEG nor a PNG file");
    }

    @Test
    void loaderPassesTheNameOn() throws IOException {
        Path text = folder.resolve("train/a/text.jpg");
        image("train/a/1.png", 5, 5, 0);
        image("val/a/1.png", 5, 5, 0);
        Files.write(text, new byte[100]);
        try (Epoch epoch = DataLoader.of(load(8).train()).build().epoch(0)) {
            assertThatThrownBy(epoch::next).hasMessageStartingWith(text.toString());
        }
    }

    @Test
    void classWithoutAPictureKeepsItsLabel() throws IOException {
        image("train/a/1.png", 5, 5, 0);
        Files.createDirectories(folder.resolve("train/b/empty"));
        Files.createDirectories(folder.resolve("train/c"));
        image("train/d/1.png", 5, 5, 0);
        for (String name : List.of("a", "b", "c", "d")) {
            image("val/" + name + "/1.png", 5, 5, 0);
        }
        DataSplits splits = load(8);

        assertThat(splits.train().classNames()).containsExactly("a", "b", "c", "d");
        assertThat(splits.train().label(1)).isEqualTo(3);
        assertThat(splits.test().label(3)).isEqualTo(3);
        assertThat(warnings)
                .containsExactly("imagefolder " + folder.resolve("train")
                        + ": no picture is in the folders of 2 of 4 classes, which keep their labels: b, c");
    }

    @Test
    void splitWithoutAPictureIsNamed() throws IOException {
        image("train/a/1.png", 5, 5, 0);
        Files.createDirectories(folder.resolve("val/a"));

        assertBroken()
                .hasMessage(folder.resolve("val")
                        + ": the folders of the classes have no .jpg, .jpeg, .jfif, .jpe or .png file");
    }

    @Test
    void filesThatAreLeftOutAreCountedAndNamed() throws IOException {
        for (String name : List.of("cat/1.jpg", "cat/a/2.JFIF", "dog/1.jpe", "dog/1.png")) {
            image("train/" + name, 5, 5, 0);
            image("val/" + name, 5, 5, 0);
        }
        for (String name : List.of("cat/2.webp", "cat/a/0.WEBP", "dog/\u001bx\n.webp", "dog/x.bmp", "dog/.hidden")) {
            Files.write(folder.resolve("train/" + name), new byte[1]);
        }
        Files.createDirectories(folder.resolve("train/cat/.cache"));
        Files.write(folder.resolve("train/cat/.cache/x.bmp"), new byte[1]);
        DataSplits splits = load(8);

        assertThat(splits.train().size()).isEqualTo(4);
        assertThat(warnings)
                .containsExactly("imagefolder " + folder.resolve("train")
                        + ": left out 4 of 8 files, which are not .jpg, .jpeg, .jfif, .jpe or .png: 3 .webp (cat/2.webp, "
                        + "...), 1 .bmp (dog/x.bmp)");
    }

    @Test
    void picturesBesideTheClassFoldersAreLeftOut() throws IOException {
        image("train/1.jpg", 5, 5, 0);
        image("train/2.jpg", 5, 5, 0);
        Files.write(folder.resolve("train/README"), new byte[1]);
        for (String name : List.of("train/a/1.jpg", "train/b/1.jpg", "val/a/1.jpg", "val/b/1.jpg")) {
            image(name, 5, 5, 0);
        }
        assertThat(load(8).train().size()).isEqualTo(2);
        assertThat(warnings)
                .containsExactly("imagefolder " + folder.resolve("train")
                        + ": left out 3 of 5 files, which are not .jpg, .jpeg, .jfif, .jpe or .png in the folder of a "
                        + "class: 2 .jpg (1.jpg, ...), 1 without an ending (README)");
    }

    @Test
    void singleClassIsAskedAbout() throws IOException {
        image("train/cat/1.jpg", 5, 5, 0);
        image("val/cat/1.jpg", 5, 5, 0);
        load(8);

        assertThat(warnings)
                .containsExactly(
                        "imagefolder " + folder + ": there is only one class, cat; is the folder one level off?");
    }

    @Test
    void deeperFoldersAndLinksAreFollowedInSortedOrder() throws IOException {
        image("train/a/b/2.png", 5, 5, 0x0000ff);
        image("train/a/9.png", 5, 5, 0x00ff00);
        image("elsewhere/1.png", 5, 5, 0xff0000);
        image("train/z/1.png", 5, 5, 0);
        image("val/a/1.png", 5, 5, 0);
        image("val/z/1.png", 5, 5, 0);
        Files.createSymbolicLink(folder.resolve("train/a/b/link"), folder.resolve("elsewhere"));
        Files.createSymbolicLink(folder.resolve("train/a/b/circle"), folder.resolve("train/a"));
        Dataset train = load(1).train();

        assertThat(train.size()).isEqualTo(4);
        assertThat(warnings).isEmpty();
        // 9.png, b/2.png, b/link/1.png: green, blue, red
        for (int i = 0; i < 3; i++) {
            int white = new int[] {1, 2, 0}[i];
            float[] pixel = read(train, i, 0);
            for (int c = 0; c < 3; c++) {
                assertThat(pixel[c]).isCloseTo(normalised(c == white ? 255 : 0, c), within(1e-4f));
            }
        }
    }

    @Test
    void pictureThatNoTransformTakesIsNamed() throws IOException {
        image("train/a/1.png", 5, 5, 0);
        image("val/a/line.png", 900_000, 1, 0);
        Dataset test = ImageFolder.load(folder).test();

        assertThatThrownBy(() -> read(test, 0, 0))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith(
                        folder.resolve("val/a/line.png") + ": Resize: images [1,900000,3] are too long");
    }

    @Test
    void classOfOneSplitAloneIsNamed() throws IOException {
        image("train/a/1.png", 5, 5, 0);
        image("train/b/1.png", 5, 5, 0);
        image("val/a/1.png", 5, 5, 0);
        assertBroken()
                .hasMessage(folder.resolve("val/b") + ": there is no such folder, but " + folder.resolve("train/b")
                        + "; both splits must have the same classes");

        image("val/b/1.png", 5, 5, 0);
        image("val/c/1.png", 5, 5, 0);
        assertBroken()
                .hasMessageStartingWith(
                        folder.resolve("train/c") + ": there is no such folder, but " + folder.resolve("val/c"));
    }

    @Test
    void missingSplitIsNamed() throws IOException {
        assertBroken().hasMessage(folder + ": the folder has no folders, one for each class");
        image("val/a/1.png", 5, 5, 0);
        assertBroken().hasMessageStartingWith(folder.resolve("train") + ": there is no such folder");
        Files.move(folder.resolve("val"), folder.resolve("train"));
        assertBroken().hasMessageStartingWith(folder.resolve("test") + ": there is no such folder");
        Files.createDirectory(folder.resolve("val"));
        assertBroken().hasMessage(folder.resolve("val") + ": the folder has no folders, one for each class");
    }

    @Test
    void badSizeIsRefused() {
        assertThatThrownBy(() -> ImageFolder.of(folder).size(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("size is 0");
    }

    @Test
    void folderWithoutASplitIsSplitByClassFromASeed() throws IOException {
        for (int i = 0; i < 10; i++) {
            image("ant/" + i + ".png", 5, 5, 0x100000 * i);
            image("bee/more/" + i + ".png", 5, 5, 0x1000 * i);
        }
        DataSplits splits = ImageFolder.load(folder);

        assertThat(splits.train().size()).isEqualTo(16);
        assertThat(splits.train().classNames()).containsExactly("ant", "bee");
        assertThat(labels(splits.test())).containsExactly(0, 0, 1, 1);
        // Each is a picture of one colour, so that it can be told in both parts: no picture is in both.
        List<List<Float>> colours = new ArrayList<>();
        for (Dataset part : List.of(splits.train(), splits.test())) {
            for (int i = 0; i < part.size(); i++) {
                float[] values = read(part, i, 0);
                colours.add(List.of((float) Math.rint(1000 * values[0]), (float) Math.rint(1000 * values[1])));
            }
        }
        assertThat(new HashSet<>(colours)).hasSize(19); // ant/0 and bee/0 are both black
        assertThat(read(ImageFolder.load(folder).test(), 0, 0)).isEqualTo(read(splits.test(), 0, 0));
        assertThat(labels(
                        ImageFolder.of(folder).testFraction(0.5).seed(3).load().test()))
                .containsExactly(0, 0, 0, 0, 0, 1, 1, 1, 1, 1);
        assertThat(warnings).isEmpty();
    }

    @Test
    void otherSizesAreNormalisedByThePicturesToLearnFrom() throws IOException {
        image("train/a/1.png", 16, 16, 0xff0033);
        image("train/b/1.png", 16, 20, 0x000033);
        image("val/a/1.png", 16, 16, 0xffff33);
        image("val/b/1.png", 16, 16, 0);
        DataSplits splits = ImageFolder.of(folder).size(8).load();

        Preprocessing known = splits.test().preprocessing().orElseThrow();
        assertThat(known.resize()).isEqualTo(9);
        assertThat(known.crop()).isEqualTo(8);
        // Red is half 1 and half 0; green is 0 and blue 0.2 throughout, whose deviation is 0
        // but for the rounding of the weights; to divide by that would make noise of nothing.
        assertThat(known.mean().get(0)).isCloseTo(0.5f, within(1e-6f));
        assertThat(known.std().get(0)).isCloseTo(0.5f, within(1e-6f));
        assertThat(known.mean().get(1)).isZero();
        assertThat(known.std().get(1)).isEqualTo(1);
        assertThat(known.mean().get(2)).isCloseTo(0.2f, within(1e-6f));
        assertThat(known.std().get(2)).isEqualTo(1);
        float[] values = read(splits.test(), 0, 0);
        assertThat(splits.test().imageShape()).isEqualTo(Shape.of(8, 8, 3));
        assertThat(values[0]).isCloseTo(1, within(1e-5f));
        assertThat(values[1]).isCloseTo(1, within(1e-5f));
        assertThat(values[2]).isCloseTo(0, within(1e-5f));
        // The pictures to learn from are normalised alike.
        assertThat(read(splits.train(), 1, 0)[0]).isCloseTo(-1, within(1e-5f));
        // What a file says comes back from it.
        DataSplits again = ImageFolder.of(folder).preprocessing(known).load();
        assertThat(again.test().preprocessing()).contains(known);
        assertThat(read(again.test(), 0, 0)).isEqualTo(values);
    }

    @Test
    void pictureThatCannotBeMeasuredIsNamed() throws IOException {
        image("train/a/1.png", 5, 5, 0);
        Path text = folder.resolve("train/a/text.jpg");
        Files.write(text, new byte[100]);
        image("val/a/1.png", 5, 5, 0);
        assertThatThrownBy(() -> ImageFolder.of(folder).size(8).load())
                .isInstanceOf(IOException.class)
                .hasMessage(text + ": the image cannot be read: it is neither a JPEG nor a PNG file");
    }

    @Test
    void preprocessingThatMakesNoColourSquaresIsRefused() {
        for (String text : List.of(
                "channels=1 resize=0 crop=8 padding=0 mean=0.5 std=0.5",
                "channels=3 resize=8 crop=0 padding=0 mean=0,0,0 std=1,1,1",
                "channels=3 resize=8 crop=8 padding=2 mean=0,0,0 std=1,1,1")) {
            assertThatThrownBy(() -> ImageFolder.of(folder).preprocessing(Preprocessing.parse(text)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("it must have channels=3, a crop and padding=0");
        }
    }

    /** Loads images normalised by the colours of ImageNet, whatever their size. */
    private DataSplits load(int size) throws IOException {
        return ImageFolder.of(folder)
                .preprocessing(new Preprocessing(
                        3,
                        size * 8 / 7,
                        size,
                        0,
                        List.of(MEAN[0], MEAN[1], MEAN[2]),
                        List.of(DEVIATION[0], DEVIATION[1], DEVIATION[2])))
                .load();
    }

    private static List<Integer> labels(Dataset data) {
        return IntStream.range(0, data.size()).map(data::label).boxed().toList();
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertBroken() {
        return assertThatThrownBy(() -> Datasets.load("imagefolder:" + folder, new DataCache(folder)))
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("\n");
    }

    private static float normalised(float value, int channel) {
        return (value / 255 - MEAN[channel]) / DEVIATION[channel];
    }

    private static float[] read(Dataset data, int index, int seed) {
        float[] image = new float[data.imageShape().size()];
        data.read(index, image, 0, new SplittableRandom(seed));
        return image;
    }

    private void image(String name, int width, int height, int rgb) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, rgb);
        }
        write(name, image);
    }

    private Path write(String name, BufferedImage image) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, name.endsWith("png") ? "png" : "jpeg", file.toFile());
        return file;
    }
}
