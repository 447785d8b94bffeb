package org.addernet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.addernet.data.transform.Normalize;
import org.addernet.data.transform.Pad;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;

class DatasetTest {

    /** Three images of 1x2 pixels. */
    private final Dataset data = new ImageDataset(
            Shape.of(1, 2, 1), List.of("a", "b", "c"), new byte[] {0, (byte) 255, 51, 102, 1, 2}, new byte[] {2, 0, 1});

    @Test
    void imagesAreFloatsFromZeroToOne() {
        assertThat(read(data, 0)).containsExactly(0, 1);
        assertThat(read(data, 1)).containsExactly(0.2f, 0.4f);
        assertThat(data.size()).isEqualTo(3);
        assertThat(data.label(0)).isEqualTo(2);
    }

    @Test
    void imageIsWrittenAtTheOffset() {
        float[] target = {9, 9, 9, 9};
        data.read(1, target, 1, new SplittableRandom(0));
        assertThat(target).containsExactly(9, 0.2f, 0.4f, 9);
    }

    @Test
    void transformsApplyInOrder() {
        Dataset padded = data.with(new Pad(1)).with(new Normalize(0.5f, 0.5f));

        assertThat(padded.imageShape()).isEqualTo(Shape.of(3, 4, 1));
        assertThat(read(padded, 0)).containsExactly(-1, -1, -1, -1, -1, -1, 1, -1, -1, -1, -1, -1);
        assertThat(padded.label(0)).isEqualTo(2);
        assertThat(padded.size()).isEqualTo(3);
        assertThat(padded.classes()).isEqualTo(3);
        assertThat(padded.take(1).classNames()).containsExactly("a", "b", "c");
    }

    @Test
    void transformThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> data.with(new Normalize(new float[3], new float[] {1, 1, 1})))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("[1,2,1] have 1 channels, 3 means");
    }

    @Test
    void takesTheFirstSamples() {
        Dataset two = data.take(2);

        assertThat(two.size()).isEqualTo(2);
        assertThat(two.label(1)).isEqualTo(0);
        assertThat(read(two, 1)).containsExactly(0.2f, 0.4f);
        assertThatThrownBy(() -> two.label(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> read(two, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void spreadsSamplesOverAllClasses() {
        Dataset sorted = new Counting(100);
        Dataset five = sorted.subsample(5);

        assertThat(IntStream.range(0, five.size()).mapToObj(i -> read(five, i)[0]))
                .containsExactly(0f, 20f, 40f, 60f, 80f);
        assertThat(IntStream.range(0, 100).mapToObj(i -> read(sorted.subsample(100), i)[0]))
                .isEqualTo(IntStream.range(0, 100).mapToObj(i -> (float) i).toList());
    }

    @Test
    void takingMoreThanThereAreIsRefused() {
        assertThatThrownBy(() -> data.take(4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("4 samples asked for, the data set has 3; ask for 1 to 3");
        assertThatThrownBy(() -> data.take(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void arraysThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> new ImageDataset(Shape.of(1, 2, 1), List.of("a", "b", "c"), new byte[5], new byte[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 images [1,2,1] need 6 bytes, there are 5");
        assertThatThrownBy(() ->
                        new ImageDataset(Shape.of(1, 2, 1), List.of("a", "b", "c"), new byte[4], new byte[] {2, 3}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("label 3 at index 1 is not one of the 3 classes, 0 to 2");
    }

    @Test
    void batchNeedsALabelForEachImage() {
        assertThatThrownBy(() -> new Batch(Tensor.zeros(Shape.of(3, 1, 2, 1)), new int[2]))
                .isInstanceOf(ShapeException.class)
                .hasMessage("Batch: input 0 is [3,1,2,1], expected [2,...] for the 2 labels");
    }

    private static float[] read(Dataset data, int index) {
        float[] image = new float[data.imageShape().size()];
        data.read(index, image, 0, new SplittableRandom(0));
        return image;
    }
}
