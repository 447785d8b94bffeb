package org.addernet.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.addernet.tensor.Shape;
import org.junit.jupiter.api.Test;

class RandomRotationTest {

    private static final float[] IMAGE = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    private static final Shape SHAPE = Shape.of(3, 3, 1);

    @Test
    void quarterTurnsMovePixelsCounterClockwise() {
        // Sines and cosines are off by 1e-16, weights of float by 6e-8, values up to 9.
        assertThat(rotate(IMAGE, SHAPE, 90)).containsExactly(new float[] {3, 6, 9, 2, 5, 8, 1, 4, 7}, within(1e-5f));
        assertThat(rotate(IMAGE, SHAPE, -90)).containsExactly(new float[] {7, 4, 1, 8, 5, 2, 9, 6, 3}, within(1e-5f));
        assertThat(rotate(IMAGE, SHAPE, 180)).containsExactly(new float[] {9, 8, 7, 6, 5, 4, 3, 2, 1}, within(1e-5f));
        assertThat(rotate(IMAGE, SHAPE, 0)).isEqualTo(IMAGE);
    }

    @Test
    void middleOfAnEvenSideIsBetweenPixelsAndChannelsStayTogether() {
        float[] image = {1, 10, 2, 20, 3, 30, 4, 40};
        assertThat(rotate(image, Shape.of(2, 2, 2), 90))
                .containsExactly(new float[] {2, 20, 4, 40, 1, 10, 3, 30}, within(1e-5f));
    }

    @Test
    void whatComesFromOutsideIsZero() {
        // A row of three stands upright: its ends leave the image.
        assertThat(rotate(new float[] {1, 2, 3}, Shape.of(1, 3, 1), 90))
                .containsExactly(new float[] {0, 2, 0}, within(1e-5f));
    }

    @Test
    void anglesBetweenInterpolate() {
        // Clockwise by 45 degrees the upper middle comes from (1 - s, 1 - s) with s = sqrt(1/2), near the corner.
        double s = Math.sqrt(0.5);
        float[] corner = {1, 0, 0, 0, 0, 0, 0, 0, 0};
        float[] turned = rotate(corner, SHAPE, -45);
        assertThat((double) turned[1]).isCloseTo(s * s, within(1e-6));
        // The corner itself now lies beyond the upper edge.
        assertThat(turned[0]).isZero();
    }

    @Test
    void anglesAreEvenWithinTheLargest() {
        // The slope of a ramp tells the angle: the middle's right neighbour comes from sin below it.
        Shape shape = Shape.of(9, 9, 1);
        float[] ramp = new float[81];
        for (int i = 0; i < 81; i++) {
            ramp[i] = i / 9;
        }
        RandomRotation rotation = new RandomRotation(30);
        double sum = 0;
        double least = 0;
        double most = 0;
        float[] target = new float[81];
        for (int seed = 0; seed < 1000; seed++) {
            rotation.apply(ramp, shape, target, 0, new SplittableRandom(seed));
            double angle = Math.toDegrees(Math.asin(target[4 * 9 + 5] - target[4 * 9 + 4]));
            sum += angle;
            least = Math.min(least, angle);
            most = Math.max(most, angle);
        }
        // The mean of 1000 has a deviation of 30 / sqrt(3 * 1000) = 0.55. None is within a degree of an end in one of
        // (60/59)^1000 = 2e7 cases.
        assertThat(sum / 1000).isCloseTo(0, within(5 * 0.55));
        assertThat(least).isBetween(-30.001, -29.0);
        assertThat(most).isBetween(29.0, 30.001);
    }

    @Test
    void otherAnglesAreRefused() {
        for (double degrees : new double[] {-1, 181, Double.NaN}) {
            assertThatThrownBy(() -> new RandomRotation(degrees))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("RandomRotation: degrees is " + degrees + ", it must be 0 to 180");
        }
    }

    private static float[] rotate(float[] image, Shape shape, double angle) {
        float[] target = new float[image.length + 2];
        Arrays.fill(target, 99);
        RandomRotation.rotate(image, shape, target, 1, angle);
        assertThat(target[0] + target[target.length - 1]).isEqualTo(198);
        return Arrays.copyOfRange(target, 1, target.length - 1);
    }
}
