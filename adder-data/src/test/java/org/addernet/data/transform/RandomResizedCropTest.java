package org.addernet.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.junit.jupiter.api.Test;

class RandomResizedCropTest {

    private static final RandomResizedCrop CROP = new RandomResizedCrop(224);

    @Test
    void regionsHaveTheAllowedAreaRatioAndPlace() {
        double smallest = 1;
        double largest = 0;
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2000; i++) {
            Region region = CROP.region(400, 500, random);
            double area = region.height() * region.width() / (400.0 * 500.0);
            double ratio = (double) region.width() / region.height();
            // Sides of at least 100 pixels are rounded by at most half a pixel.
            assertThat(area).isBetween(0.08 * 0.99, 1.0);
            assertThat(ratio).isBetween(3 / 4.0 * 0.99, 4 / 3.0 * 1.01);
            assertThat(region.top()).isBetween(0, 400 - region.height());
            assertThat(region.left()).isBetween(0, 500 - region.width());
            smallest = Math.min(smallest, area);
            largest = Math.max(largest, area);
        }
        // 2000 draws leave the outer percent of the range untouched with probability 0.99^2000 = 2e-9 if all fit.
        assertThat(smallest).isLessThan(0.1);
        assertThat(largest).isGreaterThan(0.9);
    }

    @Test
    void imageThatIsTooLongIsCutInTheMiddle() {
        // No rectangle of 8 % of the area and of a ratio up to 4/3 fits into one row in a hundred.
        assertThat(CROP.region(10, 1000, new SplittableRandom(1))).isEqualTo(new Region(0, 493, 10, 13));
        assertThat(CROP.region(1000, 9, new SplittableRandom(1))).isEqualTo(new Region(494, 0, 12, 9));
        assertThat(CROP.region(1, 1, new SplittableRandom(1))).isEqualTo(new Region(0, 0, 1, 1));
    }

    @Test
    void regionIsScaledAsAnImageOfItsOwn() {
        int height = 20;
        int width = 30;
        Shape shape = Shape.of(height, width, 2);
        float[] image = new float[shape.size()];
        SplittableRandom pixels = new SplittableRandom(5);
        for (int i = 0; i < image.length; i++) {
            image[i] = (float) pixels.nextDouble();
        }
        RandomResizedCrop crop = new RandomResizedCrop(8);
        Region region = crop.region(height, width, new SplittableRandom(3));
        Shape cutShape = Shape.of(region.height(), region.width(), 2);
        float[] cut = new float[cutShape.size()];
        for (int y = 0; y < region.height(); y++) {
            System.arraycopy(
                    image,
                    ((region.top() + y) * width + region.left()) * 2,
                    cut,
                    y * region.width() * 2,
                    region.width() * 2);
        }
        float[] expected = new float[8 * 8 * 2];
        Bilinear.resample(cut, cutShape, new Region(0, 0, region.height(), region.width()), expected, 0, 8, 8);

        float[] target = new float[8 * 8 * 2 + 2];
        crop.apply(image, shape, target, 1, new SplittableRandom(3));

        assertThat(region).isNotEqualTo(new Region(0, 0, height, width));
        assertThat(Arrays.copyOfRange(target, 1, 129)).isEqualTo(expected);
        assertThat(target[0] + target[129]).isZero();
    }

    @Test
    void wholeImageOfTheSameSizeStays() {
        float[] image = {1, 2, 3, 4};
        float[] target = new float[4];
        new RandomResizedCrop(2, 1, 1, 1, 1).apply(image, Shape.of(2, 2, 1), target, 0, new SplittableRandom(0));
        assertThat(target).containsExactly(image, within(0f));
    }

    @Test
    void badSettingsAreRefused() {
        assertThatThrownBy(() -> new RandomResizedCrop(0)).hasMessageContaining("size is 0");
        assertThatThrownBy(() -> new RandomResizedCrop(8, 0, 1, 1, 1)).hasMessageContaining("scale is 0.0 to 1.0");
        assertThatThrownBy(() -> new RandomResizedCrop(8, 0.5, 1.5, 1, 1)).hasMessageContaining("scale is 0.5 to 1.5");
        assertThatThrownBy(() -> new RandomResizedCrop(8, 0.5, 1, 2, 1)).hasMessageContaining("ratio is 2.0 to 1.0");
        assertThatThrownBy(() -> new RandomResizedCrop(8, 0.5, Double.NaN, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CROP.outputShape(Shape.of(0, 5, 3)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("have no pixels");
    }
}
