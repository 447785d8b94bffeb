package org.addernet.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Dimensions, sizes and the limits of a shape. */
class ShapeTest {

    @Test
    void axisThatDoesNotExistIsRefused() {
        Shape shape = Shape.of(8, 4, 4, 3);
        assertThatThrownBy(() -> shape.dimension(5))
                .isInstanceOf(ShapeException.class)
                .hasMessage("Shape [8,4,4,3] has no axis 5, only -4 to 3");
        assertThatThrownBy(() -> shape.dimension(-5)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Shape.of().dimension(-1))
                .isInstanceOf(ShapeException.class)
                .hasMessage("Shape [] has no axis -1, it has none");
        assertThatThrownBy(() -> Shape.of().withBatch(1)).isInstanceOf(ShapeException.class);
    }

    @Test
    void sizeIsTheProductOfTheDimensions() {
        assertThat(Shape.of(2, 3, 4).size()).isEqualTo(24);
        assertThat(Shape.of().size()).isEqualTo(1);
        assertThat(Shape.of(5, 0).size()).isZero();
        assertThat(Shape.of(1, Integer.MAX_VALUE).size()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void negativeAxesCountFromTheLast() {
        Shape shape = Shape.of(8, 32, 16, 3);
        assertThat(shape.rank()).isEqualTo(4);
        assertThat(shape.dimension(1)).isEqualTo(32);
        assertThat(shape.dimension(-1)).isEqualTo(3);
        assertThat(shape.dimension(-4)).isEqualTo(8);
    }

    @Test
    void withBatchReplacesTheFirstExtentOnly() {
        Shape shape = Shape.of(8, 32, 3);
        assertThat(shape.withBatch(1)).isEqualTo(Shape.of(1, 32, 3));
        assertThat(shape).isEqualTo(Shape.of(8, 32, 3));
    }

    @Test
    void noArrayFromOutsideChangesIt() {
        int[] dimensions = {2, 3};
        Shape shape = Shape.of(dimensions);
        dimensions[0] = 7;
        shape.toArray()[1] = 7;
        assertThat(shape.toArray()).containsExactly(2, 3);
    }

    @Test
    void equalExtentsMakeEqualShapes() {
        assertThat(Shape.of(2, 3)).isEqualTo(Shape.of(2, 3)).hasSameHashCodeAs(Shape.of(2, 3));
        assertThat(Shape.of(2, 3)).isNotEqualTo(Shape.of(3, 2)).isNotEqualTo(Shape.of(2, 3, 1));
        assertThat(Shape.of(8, 32, 32, 3)).hasToString("[8,32,32,3]");
    }

    @Test
    void negativeExtentIsRefused() {
        assertThatThrownBy(() -> Shape.of(2, -3))
                .isInstanceOf(ShapeException.class)
                .hasMessage("Shape [2,-3]: a dimension is negative");
    }

    @Test
    void moreElementsThanAnArrayHoldsAreRefused() {
        assertThatThrownBy(() -> Shape.of(65536, 32768))
                .isInstanceOf(ShapeException.class)
                .hasMessageContainingAll("[65536,32768]", "2^31-1", "use a smaller batch");
        // 2^64 elements: the product overflows a long too.
        assertThatThrownBy(() -> Shape.of(65536, 65536, 65536, 65536)).isInstanceOf(ShapeException.class);
    }
}
