package org.addernet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.addernet.kernel.ConvGeometry;
import org.addernet.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.annotations.Param;

class BenchmarkShapeTest {

    @ParameterizedTest
    @CsvSource({
        "lenet-conv1, 256, 28, 1, 28, 6, 5, 30105600",
        "lenet-conv2, 256, 14, 6, 10, 16, 5, 61440000",
        "lenet-fc, 256, 1, 400, 1, 120, 1, 12288000",
        "resnet20-stem, 128, 32, 3, 32, 16, 3, 56623104",
        "resnet20-stage1, 128, 32, 16, 32, 16, 3, 301989888",
        "resnet20-down, 128, 32, 16, 16, 32, 3, 150994944",
        "resnet20-stage2, 128, 16, 32, 16, 32, 3, 301989888",
        "resnet20-stage3, 128, 8, 64, 8, 64, 3, 301989888",
        "resnet18-stem, 8, 224, 3, 112, 64, 7, 944111616",
        "resnet18-56, 8, 56, 64, 56, 64, 3, 924844032",
        "resnet18-14, 8, 14, 256, 14, 256, 3, 924844032",
        "resnet50-1x1, 8, 28, 512, 28, 128, 1, 411041792",
        "dilated, 8, 28, 128, 28, 128, 3, 924844032"
    })
    void isWhatItsNameSays(
            String name,
            int batch,
            int image,
            int inChannels,
            int outImage,
            int outChannels,
            int kernel,
            long similarities) {
        ConvGeometry geometry =
                Parameters.constant("shape", name, BenchmarkShape.class).geometry();

        assertThat(geometry.inputShape()).isEqualTo(Shape.of(batch, image, image, inChannels));
        assertThat(geometry.filterShape()).isEqualTo(Shape.of(kernel, kernel, inChannels, outChannels));
        assertThat(geometry.outputShape()).isEqualTo(Shape.of(batch, outImage, outImage, outChannels));
        assertThat(geometry.similarities()).isEqualTo(similarities);
    }

    @Test
    void areAllMeasuredByDefault() throws NoSuchFieldException {
        Param parameter = ConvolutionBenchmark.class.getField("shape").getAnnotation(Param.class);

        assertThat(parameter.value())
                .containsExactly(Arrays.stream(BenchmarkShape.values())
                        .map(BenchmarkShape::toString)
                        .toArray(String[]::new));
    }
}
