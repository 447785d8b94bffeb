package org.addernet.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.junit.jupiter.api.Test;

class CenterCropTest {

    @Test
    void takesTheMiddle() {
        // 4 rows and 5 columns of 10 * row + column: rows 1 and 2; 1.5 columns are left over at each side, so 2.
        float[] image = new float[20];
        for (int i = 0; i < 20; i++) {
            image[i] = 10 * (i / 5) + i % 5;
        }
        float[] target = new float[6];

        new CenterCrop(2).apply(image, Shape.of(4, 5, 1), target, 1, new SplittableRandom(0));

        assertThat(target).containsExactly(0, 12, 13, 22, 23, 0);
    }

    @Test
    void halvesAreRoundedToEven() {
        float[] target = new float[3];
        new CenterCrop(1).apply(new float[] {1, 2, 3, 4}, Shape.of(1, 4, 1), target, 0, new SplittableRandom(0));
        new CenterCrop(1).apply(new float[] {1, 2}, Shape.of(2, 1, 1), target, 1, new SplittableRandom(0));

        assertThat(target).containsExactly(3, 1, 0); // 1.5 to 2, 0.5 to 0
    }

    @Test
    void keepsChannelsTogether() {
        float[] target = new float[2];
        new CenterCrop(1).apply(new float[] {1, 2, 3, 4, 5, 6}, Shape.of(1, 3, 2), target, 0, new SplittableRandom(0));

        assertThat(target).containsExactly(3, 4);
    }

    @Test
    void imageThatIsTooSmallIsRefused() {
        assertThatThrownBy(() -> new CenterCrop(4).outputShape(Shape.of(3, 5, 1)))
                .isInstanceOf(ShapeException.class)
                .hasMessage("CenterCrop: images [3,5,1] are smaller than the crop of 4x4; resize them first or use a "
                        + "smaller crop");
    }

    @Test
    void badSizeIsRefused() {
        assertThatThrownBy(() -> new CenterCrop(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("CenterCrop: size is 0, it must be at least 1");
    }
}
