package org.addernet.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.junit.jupiter.api.Test;

class ColorJitterTest {

    /** One reddish and one greenish pixel, whose greys are 0.2989 and 0.4641. */
    private static final float[] PIXELS = {0.5f, 0.2f, 0.28f, 0.3f, 0.6f, 0.19f};

    private static final float[] GREYS = {
        0.299f * 0.5f + 0.587f * 0.2f + 0.114f * 0.28f, 0.299f * 0.3f + 0.587f * 0.6f + 0.114f * 0.19f
    };

    private static final Shape SHAPE = Shape.of(1, 2, 3);

    @Test
    void brightnessBlendsWithBlack() {
        for (int seed = 0; seed < 100; seed++) {
            float[] image = apply(new ColorJitter(0.4, 0, 0), PIXELS, SHAPE, seed);
            float factor = image[0] / PIXELS[0];
            assertThat(factor).isBetween(0.6f - 1e-6f, 1.4f + 1e-6f);
            assertBlended(image, factor, 0, 0);
        }
    }

    @Test
    void contrastBlendsWithTheMeanGrey() {
        float mean = (GREYS[0] + GREYS[1]) / 2;
        for (int seed = 0; seed < 100; seed++) {
            float[] image = apply(new ColorJitter(0, 0.4, 0), PIXELS, SHAPE, seed);
            float factor = (image[0] - mean) / (PIXELS[0] - mean);
            assertThat(factor).isBetween(0.6f - 1e-5f, 1.4f + 1e-5f);
            assertBlended(image, factor, mean, mean);
        }
    }

    @Test
    void saturationBlendsWithTheGreyOfEachPixel() {
        for (int seed = 0; seed < 100; seed++) {
            float[] image = apply(new ColorJitter(0, 0, 0.4), PIXELS, SHAPE, seed);
            float factor = (image[0] - GREYS[0]) / (PIXELS[0] - GREYS[0]);
            assertThat(factor).isBetween(0.6f - 1e-5f, 1.4f + 1e-5f);
            assertBlended(image, factor, GREYS[0], GREYS[1]);
        }
    }

    @Test
    void valuesStayFromZeroToOneAndFactorsFromZero() {
        Set<Float> seen = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            for (float value : apply(new ColorJitter(5, 5, 5), PIXELS, SHAPE, seed)) {
                assertThat(value).isBetween(0f, 1f);
                seen.add(value);
            }
        }
        assertThat(seen).contains(0f, 1f).hasSizeGreaterThan(200);
    }

    @Test
    void nothingChangesAtZero() {
        assertThat(apply(new ColorJitter(0, 0, 0), PIXELS, SHAPE, 1)).isEqualTo(PIXELS);
    }

    @Test
    void greyImagesKeepOneChannel() {
        Shape grey = Shape.of(1, 2, 1);
        float[] image = {0.25f, 0.75f};
        assertThat(apply(new ColorJitter(0, 0, 0.9), image, grey, 1)).isEqualTo(image);
        float[] contrasted = apply(new ColorJitter(0, 0.9, 0), image, grey, 1);
        assertThat(contrasted[0]).isNotEqualTo(0.25f);
        assertThat(contrasted[0] + contrasted[1]).isCloseTo(1, within(1e-6f));
    }

    @Test
    void theSameSeedGivesTheSameInEveryOrderOfTheThree() {
        ColorJitter jitter = new ColorJitter(0.4, 0.4, 0.4);
        assertThat(apply(jitter, PIXELS, SHAPE, 5)).isEqualTo(apply(jitter, PIXELS, SHAPE, 5));
        assertThat(apply(jitter, PIXELS, SHAPE, 5)).isNotEqualTo(apply(jitter, PIXELS, SHAPE, 6));
    }

    @Test
    void otherChangesAndChannelsAreRefused() {
        assertThatThrownBy(() -> new ColorJitter(0, -0.1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("contrast -0.1");
        assertThatThrownBy(() -> new ColorJitter(Double.NaN, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ColorJitter(0, 0, Double.POSITIVE_INFINITY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ColorJitter(0, 0, 0).outputShape(Shape.of(5, 5, 2)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("[5,5,2] have 2 channels");
    }

    /** Asserts {@code factor * pixel + (1 - factor) * other} within the rounding of a quotient by values of 0.05 and more. */
    private static void assertBlended(float[] image, float factor, float first, float second) {
        for (int i = 0; i < 6; i++) {
            float other = i < 3 ? first : second;
            assertThat(image[i]).isCloseTo(factor * PIXELS[i] + (1 - factor) * other, within(1e-5f));
        }
    }

    private static float[] apply(ColorJitter jitter, float[] image, Shape shape, int seed) {
        float[] target = new float[image.length + 1];
        jitter.apply(image, shape, target, 1, new SplittableRandom(seed));
        assertThat(jitter.outputShape(shape)).isEqualTo(shape);
        return Arrays.copyOfRange(target, 1, target.length);
    }
}
