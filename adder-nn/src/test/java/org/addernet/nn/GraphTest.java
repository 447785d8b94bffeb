package org.addernet.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.addernet.kernel.Similarity;
import org.addernet.nn.ModelCost.LayerCost;
import org.addernet.nn.layer.Conv2d;
import org.addernet.nn.layer.Gelu;
import org.addernet.nn.layer.GlobalAvgPool2d;
import org.addernet.nn.layer.Linear;
import org.addernet.nn.layer.Sequential;
import org.addernet.nn.layer.Softmax;
import org.addernet.nn.layer.Tanh;
import org.addernet.nn.op.Activations;
import org.addernet.nn.op.Arithmetic;
import org.addernet.nn.op.Shaping;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Networks as users write them: children and operations, no gradient by hand. */
class GraphTest {

    private static final Similarity PRODUCT = Similarity.CROSS_CORRELATION;

    private static Tensor gaussian(long seed, int... dimensions) {
        Random random = new Random(seed);
        Tensor tensor = Tensor.zeros(Shape.of(dimensions));
        for (int i = 0; i < tensor.data().length; i++) {
            tensor.data()[i] = (float) random.nextGaussian();
        }
        return tensor;
    }

    /** Squeeze-and-excitation (Hu et al., 2018), with a smooth activation for the check. */
    private static final class SqueezeExcite extends Layer {

        private final Layer squeeze;
        private final Layer excite;

        SqueezeExcite(int channels, int hidden) {
            squeeze = child(
                    "squeeze", Linear.builder(PRODUCT, channels, hidden).bias().build());
            excite = child(
                    "excite", Linear.builder(PRODUCT, hidden, channels).bias().build());
        }

        @Override
        protected Tensor compute(Tensor input, Pass pass) {
            Tensor hidden = Activations.gelu(squeeze.forward(Arithmetic.mean(input, pass), pass), pass);
            return Arithmetic.multiply(input, Activations.sigmoid(excite.forward(hidden, pass), pass), pass);
        }
    }

    /** One level of a U-Net, whose decoder gets the upper channels of the encoder's output. */
    private static final class SmallUNet extends Layer {

        private final Layer encoder = child("encoder", conv(2, 4, 1));
        private final Layer bottom = child("bottom", Sequential.of(conv(4, 3, 2), new Gelu()));
        private final Layer decoder = child("decoder", conv(5, 2, 1));

        private static Conv2d conv(int in, int out, int stride) {
            return Conv2d.builder(PRODUCT, in, out, 3)
                    .stride(stride)
                    .padding(1)
                    .bias()
                    .build();
        }

        @Override
        protected Tensor compute(Tensor input, Pass pass) {
            Tensor encoded = encoder.forward(input, pass);
            Tensor skip = Shaping.slice(encoded, -1, 2, 4, pass);
            Tensor up = Shaping.upsampleNearest(bottom.forward(encoded, pass), 2, pass);
            return Arithmetic.add(input, decoder.forward(Shaping.concat(List.of(skip, up), pass), pass), pass);
        }
    }

    /** Two inputs through one layer, and two outputs. */
    private static final class Siamese extends Graph {

        private final Layer shared = child("shared", Sequential.of(new Linear(PRODUCT, 3, 4), new Tanh()));

        @Override
        protected List<Tensor> compute(List<Tensor> inputs, Pass pass) {
            Tensor a = shared.forward(inputs.get(0), pass);
            Tensor b = shared.forward(inputs.get(1), pass);
            return List.of(Arithmetic.multiply(a, b, pass), Arithmetic.add(a, inputs.get(2), pass));
        }
    }

    @Test
    void squeezeAndExciteHasTheRightGradients() {
        GradientCheck.check(new SqueezeExcite(3, 2), gaussian(1, 2, 2, 3, 3));
    }

    @Test
    void uNetHasTheRightGradients() {
        GradientCheck.check(new SmallUNet(), gaussian(1, 2, 4, 4, 2));
    }

    @Test
    void graphOfSeveralInputsAndOutputsHasTheRightGradients() {
        Siamese graph = new Siamese();
        GradientCheck.check(graph, gaussian(1, 2, 3), gaussian(2, 2, 3), gaussian(3, 2, 4));
        List<Shape> shapes = List.of(Shape.of(2, 3), Shape.of(2, 3), Shape.of(2, 4));
        assertThat(graph.outputShapes(shapes)).containsExactly(Shape.of(2, 4), Shape.of(2, 4));
    }

    /** The inputs (1, 2) and (3, 5) times one filter of two numbers: its gradient is the sum of both. */
    @Test
    void gradientOfASharedLayerIsTheSum() {
        Linear shared = new Linear(PRODUCT, 2, 1);
        Layer twice = new Layer() {
            {
                child("shared", shared);
            }

            @Override
            protected Tensor compute(Tensor input, Pass pass) {
                Tensor first = shared.forward(Shaping.slice(input, -1, 0, 2, pass), pass);
                Tensor second = shared.forward(Shaping.slice(input, -1, 2, 4, pass), pass);
                return Arithmetic.add(first, Arithmetic.add(second, second, pass), pass);
            }
        };
        Pass pass = Pass.training(Workers.shared());
        Tensor loss = twice.forward(Tensor.of(Shape.of(1, 4), 1, 2, 3, 5), pass);
        assertThat(pass.backward(loss).of(shared.filter()).data()).containsExactly(1 + 2 * 3, 2 + 2 * 5);
        GradientCheck.check(twice, gaussian(1, 2, 4));
    }

    /** Memory is used again in inference, but not that of what a skip connection still reads. */
    @Test
    void inferenceGivesTheBitsOfARecordedPass() {
        Layer layers = Sequential.of(new SmallUNet(), new SqueezeExcite(2, 2), new SmallUNet());
        Tensor x = gaussian(1, 2, 4, 4, 2);
        float[] expected = layers.forward(x, Pass.training(Workers.shared())).data();
        Pass inference = Pass.inference();
        for (int i = 0; i < 2; i++) {
            inference.reset(i);
            assertThat(layers.forward(x, inference).data()).containsExactly(expected);
        }
    }

    @Test
    void operationsAreCountedInTheLayerThatCallsThem() {
        Sequential root = new Sequential()
                .add("unet", new SmallUNet())
                .add("se", new SqueezeExcite(2, 3))
                .add("pool", new GlobalAvgPool2d());
        ModelCost cost = ModelCost.of(new Model("own", PRODUCT, Shape.of(4, 4, 2), root), Shape.of(1, 4, 4, 2));
        assertThat(cost.layers().stream().map(LayerCost::name))
                .containsExactly(
                        "unet.encoder",
                        "unet.bottom.0",
                        "unet.bottom.1",
                        "unet.decoder",
                        "unet",
                        "se.squeeze",
                        "se.excite",
                        "se",
                        "pool");
        assertThat(cost.layers().stream().filter(layer -> !layer.hasFilter()).map(LayerCost::operations))
                .containsExactly(
                        // GELU of 2x2 pixels of 3 channels.
                        new OperationCount(12, 0),
                        // The sum of two images; to slice, enlarge and concatenate costs nothing.
                        new OperationCount(0, 32),
                        // The mean, GELU of 3 values, and the gate.
                        new OperationCount(2 + 3 + 32, 32),
                        new OperationCount(2, 32));
        assertThat(cost.total().additions()).isEqualTo(cost.filters().additions() + 32 + 32 + 32);
    }

    @Test
    void parametersOfALayerThatComputesTwiceCountOnce() {
        Conv2d conv = Conv2d.builder(PRODUCT, 2, 2, 1).build();
        Model model = new Model("twice", PRODUCT, Shape.of(4, 4, 2), Sequential.of(conv, conv, new GlobalAvgPool2d()));
        ModelCost cost = ModelCost.of(model, Shape.of(1, 4, 4, 2));
        assertThat(cost.parameters()).isEqualTo(4);
        assertThat(cost.filters()).isEqualTo(new OperationCount(2 * 16 * 4, 2 * 16 * 4));
    }

    @Test
    void aModelOfGraphsPredicts() {
        Model model = new Model(
                "own",
                PRODUCT,
                Shape.of(4, 4, 2),
                Sequential.of(new SmallUNet(), new GlobalAvgPool2d(), new Softmax()));
        float[] probabilities = model.predict(gaussian(1, 1, 4, 4, 2)).data();
        assertThat(probabilities[0] + probabilities[1]).isCloseTo(1, within(1e-6f));
        assertThat(model.fuse().predict(gaussian(1, 1, 4, 4, 2)).data()).containsExactly(probabilities);
    }
}
