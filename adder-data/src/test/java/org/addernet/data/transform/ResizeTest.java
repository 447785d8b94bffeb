package org.addernet.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ResizeTest {

    /** Two sums of a few products of numbers up to 10 in float32. */
    private static final Offset<Float> ROUNDING = within(1e-5f);

    @Test
    void shorterSideGetsTheSizeAndTheLongerIsRoundedDown() {
        assertThat(new Resize(256).outputShape(Shape.of(375, 500, 3))).isEqualTo(Shape.of(256, 341, 3));
        assertThat(new Resize(256).outputShape(Shape.of(500, 375, 3))).isEqualTo(Shape.of(341, 256, 3));
        assertThat(new Resize(256).outputShape(Shape.of(224, 224, 3))).isEqualTo(Shape.of(256, 256, 3));
    }

    @Test
    void sameSizeIsTheSameImage() {
        float[] image = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        assertThat(resize(2, image, Shape.of(2, 3, 2))).isEqualTo(image);
    }

    @Test
    void halvingAveragesWithATriangle() {
        // The triangle of width 4 around 1, cut off at the border: weights 3/8, 3/8, 1/8 of 7/8, and mirrored around 3.
        float[] row = {1, 2, 4, 8};
        float left = (3 * 1 + 3 * 2 + 4) / 7f;
        float right = (2 + 3 * 4 + 3 * 8) / 7f;
        float[] image = new float[16];
        for (int i = 0; i < 16; i++) {
            image[i] = row[i % 4];
        }

        float[] halved = resize(2, image, Shape.of(4, 4, 1));

        assertThat(halved).containsExactly(new float[] {left, right, left, right}, ROUNDING);
        assertThat(resize(2, transposed(image), Shape.of(4, 4, 1)))
                .containsExactly(new float[] {left, left, right, right}, ROUNDING);
    }

    @Test
    void doublingInterpolatesBetweenCentres() {
        // The centres of the new pixels are at 0.25, 0.75, 1.25 and 1.75; beyond the outer centres the value stays.
        float[] doubled = resize(4, new float[] {1, 10, 5, 20, 1, 10, 5, 20}, Shape.of(2, 2, 2));

        assertThat(doubled).hasSize(32);
        float[] expected = {1, 10, 2, 12.5f, 4, 17.5f, 5, 20};
        for (int i = 0; i < 32; i++) {
            assertThat(doubled[i]).isCloseTo(expected[i % 8], ROUNDING);
        }
    }

    @Test
    void evenImageStaysEven() {
        float[] image = new float[37 * 53];
        Arrays.fill(image, 0.7f);
        for (int size : new int[] {1, 7, 36, 100}) {
            for (float value : resize(size, image, Shape.of(37, 53, 1))) {
                assertThat(value).isCloseTo(0.7f, ROUNDING);
            }
        }
    }

    @Test
    void badSizesAreRefused() {
        assertThatThrownBy(() -> new Resize(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Resize: size is 0, it must be at least 1");
        assertThatThrownBy(() -> new Resize(256).outputShape(Shape.of(0, 5, 3)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("[0,5,3] have no pixels");
        assertThatThrownBy(() -> new Resize(256).outputShape(Shape.of(1, 50_000_000, 3)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("[1,50000000,3] are too long to become 256 pixels on the shorter side");
    }

    private static float[] resize(int size, float[] image, Shape shape) {
        Resize resize = new Resize(size);
        float[] target = new float[resize.outputShape(shape).size()];
        resize.apply(image, shape, target, 0, new SplittableRandom(0));
        return target;
    }

    private static float[] transposed(float[] image) {
        float[] turned = new float[16];
        for (int i = 0; i < 16; i++) {
            turned[i] = image[i % 4 * 4 + i / 4];
        }
        return turned;
    }
}
