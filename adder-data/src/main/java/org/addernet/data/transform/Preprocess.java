package org.addernet.data.transform;

import java.util.List;
import java.util.random.RandomGenerator;
import org.addernet.io.Preprocessing;
import org.addernet.tensor.Shape;

/** Makes a picture the input of a model as a {@link Preprocessing} says; without randomness. */
public final class Preprocess implements Transform {

    private final Preprocessing preprocessing;
    private final Transform steps;

    /** Creates the transform for pictures of as many channels as the preprocessing has. */
    public Preprocess(Preprocessing preprocessing) {
        this.preprocessing = preprocessing;
        Transform normalize = new Normalize(floats(preprocessing.mean()), floats(preprocessing.std()));
        Transform padded = preprocessing.padding() == 0 ? normalize : new Pad(preprocessing.padding()).then(normalize);
        Transform cropped = preprocessing.crop() == 0 ? padded : new CenterCrop(preprocessing.crop()).then(padded);
        steps = preprocessing.resize() == 0 ? cropped : new Resize(preprocessing.resize()).then(cropped);
    }

    /** Returns what it does. */
    public Preprocessing preprocessing() {
        return preprocessing;
    }

    @Override
    public Shape outputShape(Shape input) {
        return steps.outputShape(input);
    }

    @Override
    public void apply(float[] source, Shape shape, float[] target, int offset, RandomGenerator random) {
        steps.apply(source, shape, target, offset, random);
    }

    private static float[] floats(List<Float> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        return floats;
    }
}
