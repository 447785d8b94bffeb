package org.addernet.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.addernet.tensor.Shape;
import org.junit.jupiter.api.Test;

class RandomErasingTest {

    private static final Shape SHAPE = Shape.of(20, 30, 2);

    @Test
    void erasesOneRectangleOfAllChannelsWithinTheRangesHalfTheTime() {
        RandomErasing erasing = new RandomErasing();
        int erased = 0;
        for (int seed = 0; seed < 1000; seed++) {
            float[] image = apply(erasing, seed);
            int top = 20;
            int bottom = -1;
            int left = 30;
            int right = -1;
            int zeros = 0;
            for (int i = 0; i < 600; i++) {
                assertThat(image[2 * i] == 0).isEqualTo(image[2 * i + 1] == 0);
                if (image[2 * i] == 0) {
                    zeros++;
                    top = Math.min(top, i / 30);
                    bottom = Math.max(bottom, i / 30);
                    left = Math.min(left, i % 30);
                    right = Math.max(right, i % 30);
                } else {
                    assertThat(image[2 * i]).isEqualTo(2 * i + 1);
                }
            }
            if (zeros > 0) {
                erased++;
                int height = bottom - top + 1;
                int width = right - left + 1;
                assertThat(zeros).isEqualTo(height * width);
                // Each side of 2 % and more of 600 pixels, sqrt(12 * 0.3) = 1.9 at least, is rounded by a half at most.
                assertThat((height - 0.5) * (width - 0.5)).isLessThanOrEqualTo(0.33 * 600);
                assertThat((height + 0.5) * (width + 0.5)).isGreaterThanOrEqualTo(0.02 * 600);
                assertThat((width + 0.5) / (height - 0.5)).isGreaterThanOrEqualTo(0.3);
                assertThat((width - 0.5) / (height + 0.5)).isLessThanOrEqualTo(3.3);
            }
        }
        // Five standard deviations of 1000 coins are 79; ten attempts of which most fit do not fail visibly.
        assertThat(erased).isBetween(421, 579);
    }

    @Test
    void wholeImageCanBeErased() {
        float[] target = new float[8];
        Arrays.fill(target, 9);
        new RandomErasing(1, 1, 1, 1, 1)
                .apply(new float[] {1, 2, 3, 4}, Shape.of(2, 2, 1), target, 2, new SplittableRandom(1));
        assertThat(target).containsExactly(9, 9, 0, 0, 0, 0, 9, 9);
    }

    @Test
    void nothingIsErasedWithoutProbabilityOrWhereNoRectangleFits() {
        float[] all = apply(new RandomErasing(0, 1, 1, 1, 1), 1);
        assertThat(all[0]).isEqualTo(1);
        assertThat(all).doesNotContain(0);
        // A square of 600 pixels is 24 high.
        assertThat(apply(new RandomErasing(1, 1, 1, 1, 1), 1)).isEqualTo(all);
    }

    @Test
    void rangesThatAreNoneAreRefused() {
        assertThatThrownBy(() -> new RandomErasing(1.5, 0.1, 0.2, 1, 1)).hasMessageContaining("probability is 1.5");
        assertThatThrownBy(() -> new RandomErasing(1, 0, 0.2, 1, 1)).hasMessageContaining("scale is 0.0 to 0.2");
        assertThatThrownBy(() -> new RandomErasing(1, 0.3, 0.2, 1, 1)).hasMessageContaining("scale is 0.3 to 0.2");
        assertThatThrownBy(() -> new RandomErasing(1, 0.1, 0.2, 2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ratio is 2.0 to 1.0");
    }

    /** Applies it to the image 1, 2, 3, ... */
    private static float[] apply(RandomErasing erasing, int seed) {
        float[] source = new float[SHAPE.size()];
        for (int i = 0; i < source.length; i++) {
            source[i] = i + 1;
        }
        float[] target = new float[source.length];
        erasing.apply(source, SHAPE, target, 0, new SplittableRandom(seed));
        return target;
    }
}
