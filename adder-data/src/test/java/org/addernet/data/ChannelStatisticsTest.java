package org.addernet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ChannelStatisticsTest {

    @Test
    void momentsOfManyImagesAreThoseOfAllTheirPixels() {
        // 200 images, so several tasks, whose last is not full; channel 1 is far from 0, where plain sums cancel.
        int n = 200;
        Random random = new Random(1);
        Tensor images = Tensor.zeros(Shape.of(n, 2, 3, 2));
        double[] sum = new double[2];
        for (int i = 0; i < images.data().length; i++) {
            images.data()[i] = i % 2 == 0 ? random.nextFloat() : 1e6f + random.nextFloat();
            sum[i % 2] += images.data()[i];
        }
        int pixels = n * 6;
        double[] squares = new double[2];
        for (int i = 0; i < images.data().length; i++) {
            squares[i % 2] += Math.pow(images.data()[i] - sum[i % 2] / pixels, 2);
        }
        ChannelStatistics statistics =
                ChannelStatistics.of(new TensorDataset(List.of(images), new int[n], List.of("a")));
        for (int c = 0; c < 2; c++) {
            // Double sums of 1,200 values are exact to 1e-13; the result is rounded to a float, 6e-8 of it.
            double mean = sum[c] / pixels;
            double deviation = Math.sqrt(squares[c] / pixels);
            assertThat((double) statistics.mean()[c]).isCloseTo(mean, within(1e-7 * mean));
            assertThat((double) statistics.std()[c]).isCloseTo(deviation, within(1e-7));
        }
    }

    @Test
    void readsSomeSamplesAsTheSeedSays() {
        Set<Integer> read = ConcurrentHashMap.newKeySet();
        Dataset noted = new Counting(500) {
            @Override
            public void read(int index, float[] target, int offset, RandomGenerator random) {
                read.add(index);
                super.read(index, target, offset, random);
            }
        };
        float mean = ChannelStatistics.of(noted, 100, 3).mean()[0];
        assertThat(read).hasSize(100);
        assertThat(mean).isEqualTo((float)
                (read.stream().mapToInt(Integer::intValue).average().orElseThrow() + 0.25));
        assertThat(ChannelStatistics.of(noted, 100, 3).mean()[0]).isEqualTo(mean);
        assertThat(ChannelStatistics.of(noted, 100, 4).mean()[0]).isNotEqualTo(mean);
    }

    @Test
    void noSampleIsRefused() {
        assertThatThrownBy(() -> ChannelStatistics.of(new Counting(5), 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 samples of shape [1,2,1]");
    }
}
