package org.addernet.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.junit.jupiter.api.Test;

class NormalizeTest {

    @Test
    void usesMeanAndDeviationOfEachChannel() {
        Normalize normalize = new Normalize(new float[] {1, 10}, new float[] {0.5f, 4});
        float[] target = {9, 9, 9, 9, 9, 9};

        normalize.apply(new float[] {2, 14, 0, 8}, Shape.of(1, 2, 2), target, 1, new SplittableRandom(0));

        assertThat(target).containsExactly(9, 2, 1, -2, -0.5f, 9);
    }

    @Test
    void oneChannel() {
        float[] target = new float[2];

        new Normalize(0.5f, 0.25f).apply(new float[] {1, 0}, Shape.of(2, 1, 1), target, 0, new SplittableRandom(0));

        assertThat(target).containsExactly(2, -2);
    }

    @Test
    void otherNumberOfChannelsIsRefused() {
        assertThatThrownBy(() -> new Normalize(0.5f, 0.25f).outputShape(Shape.of(32, 32, 3)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("[32,32,3] have 3 channels, 1 means");
    }

    @Test
    void badSettingsAreRefused() {
        assertThatThrownBy(() -> new Normalize(0.5f, 0)).hasMessageContaining("standard deviation of channel 0 is 0.0");
        assertThatThrownBy(() -> new Normalize(0.5f, Float.NaN)).hasMessageContaining("channel 0 is NaN");
        assertThatThrownBy(() -> new Normalize(new float[] {1, 2}, new float[] {1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 means and 1 standard deviations");
    }
}
