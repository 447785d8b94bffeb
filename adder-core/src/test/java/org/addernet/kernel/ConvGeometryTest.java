package org.addernet.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The output's size by counting, and a message with values and fix for every geometry that cannot be. */
class ConvGeometryTest {

    @Test
    void outputExtentCountsThePlacesWhereTheKernelFits() {
        for (int image = 1; image <= 9; image++) {
            for (int kernel = 1; kernel <= 4; kernel++) {
                for (int stride = 1; stride <= 3; stride++) {
                    for (int padding = 0; padding <= 2; padding++) {
                        for (int dilation = 1; dilation <= 3; dilation++) {
                            int places = places(image + 2 * padding, kernel, stride, dilation);
                            if (places > 0) {
                                // Height varies, width is another geometry, so that a mix-up shows.
                                ConvGeometry g = new ConvGeometry(
                                        1,
                                        new Size2d(image, 10),
                                        1,
                                        1,
                                        new Size2d(kernel, 2),
                                        new Size2d(stride, 4),
                                        new Size2d(padding, 0),
                                        new Size2d(dilation, 1));
                                assertThat(g.output()).as("%s", g).isEqualTo(new Size2d(places, 3));
                            }
                        }
                    }
                }
            }
        }
    }

    private static int places(int padded, int kernel, int stride, int dilation) {
        int places = 0;
        for (int start = 0; start + (kernel - 1) * dilation < padded; start += stride) {
            places++;
        }
        return places;
    }

    @Test
    void shapesOfAConvolution() {
        ConvGeometry g = ConvGeometry.of(
                Shape.of(8, 32, 30, 3), Shape.of(3, 5, 3, 16), Size2d.square(2), Size2d.square(1), Size2d.square(1));
        assertThat(g.inputShape()).isEqualTo(Shape.of(8, 32, 30, 3));
        assertThat(g.filterShape()).isEqualTo(Shape.of(3, 5, 3, 16));
        assertThat(g.outputShape()).isEqualTo(Shape.of(8, 16, 14, 16));
        assertThat(g.similarities()).isEqualTo(8L * 16 * 14 * 16 * 3 * 5 * 3);
        assertThat(g.isPointwise()).isFalse();
    }

    @Test
    void onlyOneByOneWithStrideOneAndNoPaddingIsPointwise() {
        assertThat(square(5, 1, 1, 0, 1).isPointwise()).isTrue();
        assertThat(square(5, 1, 1, 0, 3).isPointwise()).isTrue();
        assertThat(square(5, 1, 2, 0, 1).isPointwise()).isFalse();
        assertThat(square(5, 1, 1, 1, 1).isPointwise()).isFalse();
        assertThat(square(5, 2, 1, 0, 1).isPointwise()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 3, 1, 0, 1, image is 0x0",
        "5, 0, 1, 0, 1, kernel is 0x0",
        "5, 3, 0, 0, 1, stride is 0x0",
        "5, 3, 1, -1, 1, padding is -1x-1",
        "5, 3, 1, 0, 0, dilation is 0x0"
    })
    void valuesOutOfRangeAreNamed(int image, int kernel, int stride, int padding, int dilation, String message) {
        assertRefused(() -> square(image, kernel, stride, padding, dilation))
                .hasMessageContainingAll("convolution: " + message, "it must be at least");
    }

    @Test
    void oneBadExtentIsEnough() {
        Size2d one = Size2d.square(1);
        Size2d bad = new Size2d(1, 0);
        Size2d none = Size2d.square(0);
        assertRefused(() -> new ConvGeometry(1, bad, 1, 1, one, one, none, one)).hasMessageContaining("image is 1x0");
        assertRefused(() -> new ConvGeometry(1, one, 1, 1, one, bad, none, one)).hasMessageContaining("stride is 1x0");
        assertRefused(() -> new ConvGeometry(1, one, 1, 0, one, one, none, one)).hasMessageContaining("channels");
        assertRefused(() -> new ConvGeometry(1, one, 0, 1, one, one, none, one)).hasMessageContaining("channels");
        assertRefused(() -> new ConvGeometry(0, one, 1, 1, one, one, none, one)).hasMessageContaining("batch is 0");
    }

    @Test
    void kernelLargerThanThePaddedImageIsRefused() {
        assertRefused(() -> square(4, 3, 1, 0, 2))
                .hasMessage("convolution: kernel 3x3 with dilation 2x2 is larger than the image 4x4 padded by 0x0; "
                        + "enlarge the image or the padding");
        assertThat(square(5, 3, 1, 0, 2).output()).isEqualTo(Size2d.square(1));
    }

    @Test
    void sizesBeyondAnArrayAreRefused() {
        assertRefused(() -> square(50_000, 1, 1, 0, 1)).hasMessageContaining("2^31-1");
        assertRefused(() -> square(5, 3, 1, 1 << 30, 1)).hasMessageContaining("padding");
        Size2d one = Size2d.square(1);
        assertRefused(() -> new ConvGeometry(70_000, one, 1, 70_000, one, one, Size2d.square(0), one))
                .hasMessageContaining("[70000,1,1,70000]");
    }

    @Test
    void shapesThatDoNotFitAreBothNamed() {
        Size2d one = Size2d.square(1);
        Size2d none = Size2d.square(0);
        assertRefused(() -> ConvGeometry.of(Shape.of(8, 32, 32, 3), Shape.of(3, 3, 16, 16), one, none, one))
                .hasMessage("input has 3 channels, the filter expects 16 (input [8,32,32,3], filter [3,3,16,16])");
        assertRefused(() -> ConvGeometry.of(Shape.of(8, 32), Shape.of(3, 3, 16, 16), one, none, one))
                .hasMessageContainingAll("[8,32]", "[N,H,W,cIn]", "[kH,kW,cIn,cOut]");
    }

    private static ConvGeometry square(int image, int kernel, int stride, int padding, int dilation) {
        return new ConvGeometry(
                1,
                Size2d.square(image),
                1,
                1,
                Size2d.square(kernel),
                Size2d.square(stride),
                Size2d.square(padding),
                Size2d.square(dilation));
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(ThrowingCallable construction) {
        return assertThatThrownBy(construction).isInstanceOf(ShapeException.class);
    }

    @Test
    void aKernelOfTheImagesSizeIsAFullyConnectedLayer() {
        Size2d one = Size2d.square(1);
        Size2d none = Size2d.square(0);
        Size2d image = new Size2d(5, 4);
        ConvGeometry whole = new ConvGeometry(7, image, 3, 2, image, one, none, one);
        assertThat(whole.taps()).isEqualTo(60);
        assertThat(whole.connected()).isEqualTo(ConvGeometry.row(7, 60, 2));
        ConvGeometry padded = new ConvGeometry(7, image, 3, 2, image, one, one, one);
        assertThat(padded.connected()).isSameAs(padded);
        ConvGeometry smaller = new ConvGeometry(7, image, 3, 2, one, one, none, one);
        assertThat(smaller.connected()).isSameAs(smaller);
    }
}
