package org.addernet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training on broken files ends with exit code 1 and a line that names the file, without a stack trace. */
class BrokenDataTest {

    private static final int PIXELS = 3072;

    @TempDir
    Path folder;

    @Test
    void cifarRecordThatIsCut() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data/cifar10"));
        for (int batch = 1; batch <= 5; batch++) {
            Files.write(data.resolve("data_batch_" + batch + ".bin"), new byte[2 * (1 + PIXELS)]);
        }
        Files.write(data.resolve("test_batch.bin"), new byte[2 * (1 + PIXELS)]);
        Path broken = data.resolve("data_batch_3.bin");
        Files.write(broken, Arrays.copyOf(Files.readAllBytes(broken), 1 + PIXELS + 100));
        assertFails("data_batch_3.bin", "--model", "resnet20", "--data", "cifar10");
    }

    @Test
    void cifarLabelThatIsNone() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data/cifar100"));
        byte[] records = new byte[2 * (2 + PIXELS)];
        Files.write(data.resolve("test.bin"), records);
        records[2 + PIXELS + 1] = 100;
        Files.write(data.resolve("train.bin"), records);
        assertFails("100", "--model", "resnet20", "--data", "cifar100");
    }

    @Test
    void classWithoutImages() throws Exception {
        Files.createDirectories(folder.resolve("images/train/cat"));
        Files.createDirectories(folder.resolve("images/val/cat"));
        assertFails(
                "images/train: the folders of the classes have no",
                "--model",
                "resnet18",
                "--data",
                "imagefolder:images");
    }

    @Test
    void filesThatAreNoImages() throws Exception {
        Path train = Files.createDirectories(folder.resolve("images/train/cat"));
        writeJpeg(Files.createDirectories(folder.resolve("images/val/cat")).resolve("a.jpg"));
        Path image = train.resolve("a.jpg");
        Files.writeString(image, "a cat");
        assertFails("a.jpg: the image cannot be read", "--model", "resnet18", "--data", "imagefolder:images");

        writeJpeg(image);
        byte[] whole = Files.readAllBytes(image);
        Files.write(image, Arrays.copyOf(whole, whole.length / 2));
        assertFails("a.jpg: the image cannot be read", "--model", "resnet18", "--data", "imagefolder:images");
    }

    private static void writeJpeg(Path file) throws IOException {
        BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64; i++) {
            image.setRGB(i, i % 48, 0xffffff);
        }
        assertThat(ImageIO.write(image, "jpg", file.toFile())).isTrue();
    }

    private void assertFails(String message, String... options) throws Exception {
        String[] arguments = Arrays.copyOf(new String[] {"train", "--epochs", "1"}, 3 + options.length);
        System.arraycopy(options, 0, arguments, 3, options.length);
        AdderProcess.Result result = AdderProcess.run(folder, arguments);
        assertThat(result.exitCode()).as(result.output()).isEqualTo(1);
        assertThat(result.lastLine()).startsWith("adder: ").contains(message);
        assertThat(result.output()).doesNotContain("\tat ");
    }
}
