package org.addernet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.addernet.data.cache.DataCache;
import org.addernet.tensor.Shape;
import org.junit.jupiter.api.Test;

class StrokesTest {

    @Test
    void sameBytesOnEveryMachine() throws NoSuchAlgorithmException {
        assertThat(hash(Strokes.draw(500, 1)))
                .isEqualTo("aaae285bc15780641967328834f3192a2e69fb5e9763057ca7521d58581a272f");
    }

    @Test
    void otherSeedGivesOtherImages() throws NoSuchAlgorithmException {
        assertThat(hash(Strokes.draw(20, 2))).isNotEqualTo(hash(Strokes.draw(20, 1)));
    }

    @Test
    void labelsAreBalancedAndShuffled() {
        ImageDataset digits = Strokes.draw(1000, 3);
        int[] counts = new int[10];
        int sameAsUnshuffled = 0;
        for (int i = 0; i < digits.size(); i++) {
            counts[digits.label(i)]++;
            sameAsUnshuffled += digits.label(i) == i % 10 ? 1 : 0;
        }
        assertThat(counts).containsOnly(100);
        assertThat(sameAsUnshuffled).isBetween(50, 200);
    }

    @Test
    void everyImageHasInkInTheMiddleAndADarkBorder() {
        ImageDataset digits = Strokes.draw(1000, 4);
        int lightBorders = 0;
        for (int i = 0; i < digits.size(); i++) {
            float[] image = read(digits, i);
            double ink = 0;
            for (float value : image) {
                assertThat(value).isBetween(0f, 1f);
                ink += value;
            }
            // A thin 1 covers some 20 pixels, a bold 8 not half of the 784.
            assertThat(ink).isBetween(15.0, 350.0);
            float corner = Math.max(Math.max(image[0], image[27]), Math.max(image[27 * 28], image[783]));
            lightBorders += corner > 0.1f ? 1 : 0;
        }
        assertThat(lightBorders).isLessThan(10);
    }

    @Test
    void loadsPaddedAndNormalised() throws Exception {
        DataSplits splits = Datasets.load("strokes", new DataCache(Path.of("unused")));

        assertThat(splits.train().size()).isEqualTo(12_000);
        assertThat(splits.test().size()).isEqualTo(2_000);
        assertThat(splits.train().imageShape()).isEqualTo(Shape.of(32, 32, 1));
        assertThat(read(splits.train(), 0)).isNotEqualTo(read(splits.test(), 0));

        double sum = 0;
        double squares = 0;
        for (int i = 0; i < splits.train().size(); i++) {
            float[] image = read(splits.train(), i);
            for (int y = 2; y < 30; y++) {
                for (int x = 2; x < 30; x++) {
                    sum += image[y * 32 + x];
                    squares += image[y * 32 + x] * image[y * 32 + x];
                }
            }
        }
        double n = 12_000 * 784.0;
        assertThat(sum / n).isCloseTo(0, within(1e-3));
        assertThat(squares / n).isCloseTo(1, within(1e-3));
    }

    @Test
    void badSizeIsRefused() {
        assertThatThrownBy(() -> Strokes.draw(0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("size is 0, it must be 1 to");
    }

    private static String hash(ImageDataset data) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (int i = 0; i < data.size(); i++) {
            float[] image = read(data, i);
            ByteBuffer bytes = ByteBuffer.allocate(4 * image.length + 4);
            bytes.asFloatBuffer().put(image);
            digest.update(bytes.putInt(4 * image.length, data.label(i)).array());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static float[] read(Dataset data, int index) {
        float[] image = new float[data.imageShape().size()];
        data.read(index, image, 0, new SplittableRandom(0));
        return image;
    }
}
