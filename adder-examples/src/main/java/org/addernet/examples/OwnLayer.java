package org.addernet.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.addernet.io.ModelFile;
import org.addernet.kernel.Similarity;
import org.addernet.nn.GradientCheck;
import org.addernet.nn.Layer;
import org.addernet.nn.Model;
import org.addernet.nn.Parameter;
import org.addernet.nn.Pass;
import org.addernet.nn.init.Initializer;
import org.addernet.nn.layer.LayerTypes;
import org.addernet.nn.layer.Linear;
import org.addernet.nn.layer.Sequential;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/** A layer with a parameter and a gradient of its own, saved in a model file and loaded again. */
public final class OwnLayer {

    private OwnLayer() {}

    /** Multiplies everything by one trained number, {@code y = a x}. */
    private static final class Gain extends Layer {

        private final double first;
        private final Parameter gain;

        Gain(double first) {
            this.first = first;
            gain = parameter("gain", Parameter.Role.SCALE, Shape.of(1), Initializer.constant((float) first));
        }

        @Override
        protected Tensor compute(Tensor input, Pass pass) {
            Tensor output = times(input, pass);
            pass.record(output, gradient -> {
                double sum = 0;
                for (int i = 0; i < input.data().length; i++) {
                    sum += (double) gradient.data()[i] * input.data()[i];
                }
                pass.addGradient(gain, Tensor.of(Shape.of(1), (float) sum));
                pass.addGradient(input, times(gradient, pass));
            });
            return output;
        }

        private Tensor times(Tensor x, Pass pass) {
            Tensor product = pass.newTensor(x.shape());
            for (int i = 0; i < x.data().length; i++) {
                product.data()[i] = gain.value().data()[0] * x.data()[i];
            }
            return product;
        }

        @Override
        protected Map<String, Object> attributes() {
            return Map.of("first", first);
        }
    }

    /** Runs it; the first argument is a folder for its file (default: a new temporary one). */
    public static void main(String[] args) throws IOException {
        Path folder =
                args.length > 0 ? Files.createDirectories(Path.of(args[0])) : Files.createTempDirectory("own-layer");
        GradientCheck.check(new Gain(0.5), Tensor.of(Shape.of(2, 3), 1, -2, 3, 0.5f, 2, -1));

        Layer layers = Sequential.of(new Linear(Similarity.L1, 4, 3), new Gain(0.5));
        Model model = new Model("scaled", Shape.of(4), layers);
        Path file = folder.resolve("scaled.safetensors");
        ModelFile.of(model).save(file);

        LayerTypes types = LayerTypes.standard().with("Gain", (layer, build) -> new Gain(layer.number("first")));
        Model loaded = ModelFile.load(file, types).model();

        Tensor input = Tensor.of(Shape.of(1, 4), 0.1f, 0.2f, 0.3f, 0.4f);
        float[] before = model.predict(input).data();
        float[] after = loaded.predict(input).data();
        if (!Arrays.equals(before, after)) {
            throw new IllegalStateException(
                    "the loaded model answers " + Arrays.toString(after) + ", expected " + Arrays.toString(before));
        }
        System.out.println(loaded.summary());
    }
}
