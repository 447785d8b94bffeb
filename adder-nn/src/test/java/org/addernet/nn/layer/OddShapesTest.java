package org.addernet.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.stream.Stream;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Layer;
import org.addernet.nn.Pass;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Inputs that no layer was made for: a layer gives what it says it gives, or says what is wrong. */
class OddShapesTest {

    private static final int CHANNELS = 3;

    private static final List<Shape> SHAPES = List.of(
            Shape.of(),
            Shape.of(0),
            Shape.of(CHANNELS),
            Shape.of(0, CHANNELS),
            Shape.of(2, 0),
            Shape.of(2, 5),
            Shape.of(2, CHANNELS, 4),
            Shape.of(0, 4, 4, CHANNELS),
            Shape.of(2, 0, 0, CHANNELS),
            Shape.of(2, 4, 0, CHANNELS),
            Shape.of(2, 4, 4, 0),
            Shape.of(2, 1, 1, CHANNELS),
            Shape.of(2, 4, 4, CHANNELS),
            Shape.of(2, 4, 4, 5),
            Shape.of(2, 2, 4, 4, CHANNELS));

    private static List<Layer> layers() {
        return List.of(
                new AvgPool2d(2),
                new BatchNorm(CHANNELS),
                Conv2d.builder(Similarity.L1, CHANNELS, 2, 3).bias().build(),
                Conv2d.builder(Similarity.XNOR, CHANNELS, 2, 3).padding(1).build(),
                Conv2d.builder(Similarity.L2, CHANNELS, 2, 1).build().fuse(),
                Conv2d.builder(Similarity.L2, CHANNELS, 2, 3)
                        .padding(0, 1, 2, 0)
                        .build(),
                Conv2d.builder(Similarity.L2, CHANNELS, 2, 3)
                        .padding(0, 1, 2, 0)
                        .build()
                        .fuse(),
                new Dropout(0.5),
                new Flatten(),
                new GlobalAvgPool2d(),
                new Linear(Similarity.L1, CHANNELS, 2),
                new Linear(Similarity.L1, CHANNELS, 2).fuse(),
                new MaxPool2d(2),
                new MaxPool2d(3, 2, 1),
                new PaddedIdentity(CHANNELS, 4, 2),
                new Prelu(CHANNELS),
                new Softmax(),
                new Relu());
    }

    static Stream<Arguments> cases() {
        return layers().stream().flatMap(layer -> SHAPES.stream().map(shape -> Arguments.of(layer, shape)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void layerWorksOrNamesItselfAndTheShape(Layer layer, Shape shape) {
        Tensor input = Tensor.zeros(shape);
        Throwable refusal = catchThrowable(() -> layer.outputShape(shape));
        if (refusal == null) {
            assertThat(layer.forward(input, Pass.inference()).shape()).isEqualTo(layer.outputShape(shape));
        } else {
            assertRefusal(refusal, layer);
            assertRefusal(catchThrowable(() -> layer.forward(input, Pass.inference())), layer);
        }
        if (layer instanceof FusedConvolution) {
            return;
        }
        Throwable inTraining = catchThrowable(() -> train(layer, input));
        if (refusal != null) {
            assertRefusal(inTraining, layer);
        } else if (inTraining != null) {
            // Shapes that serve inference alone.
            assertThat(layer).isInstanceOf(BatchNorm.class);
            assertRefusal(inTraining, layer);
        }
    }

    private static void assertRefusal(Throwable refusal, Layer layer) {
        assertThat(refusal).isExactlyInstanceOf(ShapeException.class).hasMessageStartingWith(layer + ": ");
    }

    private static void train(Layer layer, Tensor input) {
        Pass pass = Pass.training(Workers.shared());
        pass.watch(input);
        layer.forward(input, pass);
    }

    @Test
    void averageOfNoPixelsIsRefused() {
        assertThatThrownBy(() -> new GlobalAvgPool2d().outputShape(Shape.of(2, 0, 0, 3)))
                .isInstanceOf(ShapeException.class)
                .hasMessage("GlobalAvgPool2d: input [2,0,0,3] must be [N,H,W,C] with H and W at least 1");
    }
}
