package org.addernet.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.junit.jupiter.api.Test;

class RandomCropTest {

    @Test
    void cropIsThatOfThePaddedImage() {
        int height = 3;
        int width = 4;
        int channels = 2;
        int padding = 2;
        int size = 3;
        Shape shape = Shape.of(height, width, channels);
        float[] image = new float[shape.size()];
        for (int i = 0; i < image.length; i++) {
            image[i] = i + 1;
        }
        Shape paddedShape = new Pad(padding).outputShape(shape);
        float[] padded = new float[paddedShape.size()];
        new Pad(padding).apply(image, shape, padded, 0, new SplittableRandom(0));
        Set<List<Float>> expected = new HashSet<>();
        for (int top = 0; top + size <= paddedShape.dimension(0); top++) {
            for (int left = 0; left + size <= paddedShape.dimension(1); left++) {
                float[] crop = new float[size * size * channels];
                for (int y = 0; y < size; y++) {
                    int from = ((top + y) * paddedShape.dimension(1) + left) * channels;
                    System.arraycopy(padded, from, crop, y * size * channels, size * channels);
                }
                expected.add(list(crop));
            }
        }

        Set<List<Float>> crops = new HashSet<>();
        for (int seed = 0; seed < 500; seed++) {
            crops.add(list(crop(new RandomCrop(size, padding), image, shape, seed)));
        }

        // Each of the 30 places is missed by 500 draws with probability (29/30)^500 = 4e-8.
        assertThat(crops).isEqualTo(expected);
    }

    @Test
    void paddingMayExceedTheCrop() {
        Set<List<Float>> crops = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            crops.add(list(crop(new RandomCrop(1, 3), new float[] {5}, Shape.of(1, 1, 1), seed)));
        }
        assertThat(crops).isEqualTo(Set.of(List.of(0f), List.of(5f)));
    }

    @Test
    void dependsOnTheGeneratorAlone() {
        float[] image = new float[32 * 32 * 3];
        for (int i = 0; i < image.length; i++) {
            image[i] = i;
        }
        RandomCrop crop = new RandomCrop(32, 4);
        Shape shape = Shape.of(32, 32, 3);

        assertThat(crop(crop, image, shape, 3)).isEqualTo(crop(crop, image, shape, 3));
        assertThat(crop(crop, image, shape, 3)).isNotEqualTo(crop(crop, image, shape, 4));
    }

    @Test
    void outputIsASquare() {
        assertThat(new RandomCrop(32, 4).outputShape(Shape.of(24, 50, 3))).isEqualTo(Shape.of(32, 32, 3));
    }

    @Test
    void imageThatIsTooSmallIsRefused() {
        assertThatThrownBy(() -> new RandomCrop(32, 4).outputShape(Shape.of(50, 23, 3)))
                .isInstanceOf(ShapeException.class)
                .hasMessage(
                        "RandomCrop: images [50,23,3] with a padding of 4 are smaller than the crop of 32x32; use a "
                                + "smaller crop or more padding");
    }

    @Test
    void badSettingsAreRefused() {
        assertThatThrownBy(() -> new RandomCrop(0, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("RandomCrop: size is 0 and padding 4, they must be at least 1 and 0");
        assertThatThrownBy(() -> new RandomCrop(1, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static float[] crop(RandomCrop crop, float[] image, Shape shape, int seed) {
        int size = crop.outputShape(shape).size();
        float[] target = new float[size + 2];
        Arrays.fill(target, -9);
        crop.apply(image, shape, target, 1, new SplittableRandom(seed));
        assertThat(target[0]).isEqualTo(-9);
        assertThat(target[size + 1]).isEqualTo(-9);
        return Arrays.copyOfRange(target, 1, size + 1);
    }

    private static List<Float> list(float[] values) {
        return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
    }
}
