package org.addernet.data.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.addernet.tensor.Shape;
import org.junit.jupiter.api.Test;

class HorizontalFlipTest {

    private static final float[] IMAGE = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    private static final float[] FLIPPED = {5, 6, 3, 4, 1, 2, 11, 12, 9, 10, 7, 8};

    @Test
    void mirrorsColumnsAndKeepsChannelsHalfTheTime() {
        HorizontalFlip flip = new HorizontalFlip();
        Shape shape = Shape.of(2, 3, 2);
        int flipped = 0;
        for (int seed = 0; seed < 1000; seed++) {
            float[] target = new float[14];
            flip.apply(IMAGE, shape, target, 1, new SplittableRandom(seed));
            float[] image = Arrays.copyOfRange(target, 1, 13);
            if (Arrays.equals(image, FLIPPED)) {
                flipped++;
            } else {
                assertThat(image).isEqualTo(IMAGE);
            }
            assertThat(target[0] + target[13]).isZero();
        }
        // Five standard deviations of 1000 coins are 79.
        assertThat(flipped).isBetween(421, 579);
        assertThat(flip.outputShape(shape)).isEqualTo(shape);
    }
}
