package org.addernet.data.transform;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.junit.jupiter.api.Test;

class ImageShapeTest {

    private static final List<Transform> ALL = List.of(
            new CenterCrop(2),
            new ColorJitter(1, 1, 1),
            new HorizontalFlip(),
            new Pad(2),
            new RandomCrop(2, 4),
            new RandomErasing(),
            new RandomResizedCrop(2),
            new RandomRotation(10),
            new Resize(2));

    @Test
    void everyTransformRefusesImagesWithoutPixels() {
        for (Shape empty : List.of(Shape.of(0, 0, 3), Shape.of(0, 5, 3), Shape.of(5, 0, 3), Shape.of(5, 5, 0))) {
            assertRefused(empty, "images " + empty + " have no pixels; leave them out");
        }
    }

    @Test
    void everyTransformRefusesOtherRanks() {
        assertRefused(Shape.of(), "images [] have 0 axes, expected the three [H,W,C]");
        assertRefused(Shape.of(5, 5), "images [5,5] have 2 axes, expected the three [H,W,C]");
        assertRefused(Shape.of(1, 5, 5, 3), "images [1,5,5,3] have 4 axes, expected the three [H,W,C]");
    }

    @Test
    void cropsThatAreTooLargeAreRefusedWhenApplied() {
        float[] image = new float[12];
        Shape shape = Shape.of(2, 2, 3);
        for (Transform crop : List.of(new CenterCrop(3), new RandomCrop(5, 1))) {
            assertThatThrownBy(() -> crop.apply(image, shape, new float[100], 0, new SplittableRandom(0)))
                    .isInstanceOf(ShapeException.class)
                    .hasMessageContaining("are smaller than the crop of ");
        }
    }

    @Test
    void resamplingRefusesImagesWithoutPixels() {
        assertThatThrownBy(() -> Bilinear.resample(
                        new float[0], Shape.of(0, 5, 3), new Region(0, 0, 0, 5), new float[12], 0, 2, 2))
                .isInstanceOf(ShapeException.class)
                .hasMessage("Bilinear: images [0,5,3] have no pixels; leave them out");
    }

    @Test
    void normalizeNeedsAnAxis() {
        assertThatThrownBy(() -> new Normalize(0, 1).outputShape(Shape.of()))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("have 0 channels");
    }

    private static void assertRefused(Shape shape, String message) {
        for (Transform transform : ALL) {
            String name = transform.getClass().getSimpleName();
            assertThatThrownBy(() -> transform.outputShape(shape))
                    .isInstanceOf(ShapeException.class)
                    .hasMessage(name + ": " + message);
            assertThatThrownBy(() -> transform.apply(new float[75], shape, new float[1000], 0, new SplittableRandom(0)))
                    .isInstanceOf(ShapeException.class)
                    .hasMessage(name + ": " + message);
        }
    }
}
