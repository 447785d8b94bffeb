package org.addernet.nn.layer;

import java.util.Map;
import org.addernet.nn.Layer;
import org.addernet.nn.Pass;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/** In training, sets each value to 0 with probability p and divides the others by 1 - p; in inference, does nothing. */
public final class Dropout extends Layer {

    private final double probability;

    /**
     * Creates the layer.
     *
     * @param probability the probability p of dropping a value, at least 0 and less than 1
     * @throws IllegalArgumentException if it is not
     */
    public Dropout(double probability) {
        if (!(probability >= 0 && probability < 1)) {
            throw new IllegalArgumentException(
                    "Dropout: probability is " + probability + ", it must be at least 0 and less than 1");
        }
        this.probability = probability;
    }

    @Override
    protected Tensor compute(Tensor input, Pass pass) {
        if (!pass.isTraining() || isFrozen()) {
            return input;
        }
        Tensor mask = pass.newTensor(input.shape());
        float kept = (float) (1 / (1 - probability));
        for (int i = 0; i < mask.data().length; i++) {
            mask.data()[i] = pass.random().nextDouble() < probability ? 0 : kept;
        }
        Tensor output = product(input, mask, pass);
        pass.record(output, input, gradient -> pass.addGradient(input, product(gradient, mask, pass)));
        return output;
    }

    private static Tensor product(Tensor a, Tensor b, Pass pass) {
        Tensor product = pass.newTensor(a.shape());
        for (int i = 0; i < product.data().length; i++) {
            product.data()[i] = a.data()[i] * b.data()[i];
        }
        return product;
    }

    @Override
    protected Map<String, Object> attributes() {
        return Map.of("probability", probability);
    }

    @Override
    public Shape outputShape(Shape input) {
        return input;
    }
}
