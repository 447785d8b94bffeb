package org.addernet.nn.layer;

import java.util.Map;
import org.addernet.nn.Layer;
import org.addernet.nn.Pass;
import org.addernet.nn.op.Activations;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/** The leaky ReLU, {@code y = max(0, x) + slope min(0, x)}. */
public final class LeakyRelu extends Layer {

    /** The slope where none is given: 0.01. */
    public static final float DEFAULT_SLOPE = 0.01f;

    private final float slope;

    /** Creates the layer with the {@linkplain #DEFAULT_SLOPE default} slope. */
    public LeakyRelu() {
        this(DEFAULT_SLOPE);
    }

    /**
     * Creates the layer.
     *
     * @param slope what multiplies negative values
     */
    public LeakyRelu(float slope) {
        this.slope = slope;
    }

    @Override
    protected Tensor compute(Tensor input, Pass pass) {
        return Activations.leakyRelu(input, slope, pass);
    }

    @Override
    protected Map<String, Object> attributes() {
        return Map.of("slope", (double) slope);
    }

    @Override
    public Shape outputShape(Shape input) {
        return input;
    }
}
