package org.addernet.nn.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.addernet.nn.Layer;
import org.addernet.nn.Pass;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/** Layers one after another. */
public final class Sequential extends Layer {

    private final List<String> keys = new ArrayList<>();
    private final List<Layer> layers = new ArrayList<>();

    /** Creates an empty sequence, which is the identity. */
    public Sequential() {}

    /** Creates the sequence of the given layers, named {@code 0}, {@code 1}, and so on. */
    public static Sequential of(Layer... layers) {
        Sequential sequence = new Sequential();
        for (Layer layer : layers) {
            sequence.add(Integer.toString(sequence.layers.size()), layer);
        }
        return sequence;
    }

    /**
     * Appends a layer.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public Sequential add(String name, Layer layer) {
        layers.add(child(name, layer));
        keys.add(name);
        return this;
    }

    @Override
    protected Tensor compute(Tensor input, Pass pass) {
        Tensor x = input;
        for (int i = 0; i < layers.size(); i++) {
            Tensor y;
            if (!pass.isObserved() && layers.get(i) instanceof FusesRelu layer && reluFollows(i)) {
                y = layer.compute(x, pass, true);
                i++;
            } else {
                y = layers.get(i).forward(x, pass);
            }
            pass.release(x, input, y);
            x = y;
        }
        return x;
    }

    /** Returns true: also without children. */
    @Override
    protected boolean isContainer() {
        return true;
    }

    private boolean reluFollows(int i) {
        return i + 1 < layers.size() && layers.get(i + 1) instanceof Relu;
    }

    @Override
    public Layer fuse() {
        Sequential fused = new Sequential();
        for (int i = 0; i < layers.size(); i++) {
            String key = keys.get(i);
            if (layers.get(i) instanceof Fusible layer) {
                Optional<BatchNorm> norm = Optional.empty();
                if (i + 1 < layers.size() && layers.get(i + 1) instanceof BatchNorm next) {
                    norm = Optional.of(next);
                    i++;
                }
                boolean relu = reluFollows(i);
                fused.add(key, layer.fuse(norm, relu));
                i += relu ? 1 : 0;
            } else {
                fused.add(key, layers.get(i).fuse());
            }
        }
        return fused;
    }

    @Override
    public Shape outputShape(Shape input) {
        Shape shape = input;
        for (Layer layer : layers) {
            shape = layer.outputShape(shape);
        }
        return shape;
    }
}
