package org.addernet.data.transform;

import java.util.random.RandomGenerator;
import org.addernet.tensor.Shape;

/** One transform after another. */
record Chain(Transform first, Transform second) implements Transform {

    @Override
    public Shape outputShape(Shape input) {
        return second.outputShape(first.outputShape(input));
    }

    @Override
    public void apply(float[] source, Shape shape, float[] target, int offset, RandomGenerator random) {
        Shape between = first.outputShape(shape);
        float[] image = new float[between.size()];
        first.apply(source, shape, image, 0, random);
        second.apply(image, between, target, offset, random);
    }
}
