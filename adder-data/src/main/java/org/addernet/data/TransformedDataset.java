package org.addernet.data;

import java.util.List;
import java.util.random.RandomGenerator;
import org.addernet.data.transform.Transform;
import org.addernet.tensor.Shape;

/** A data set seen through a transform. */
record TransformedDataset(Dataset source, Transform transform, Shape imageShape) implements Dataset {

    @Override
    public int size() {
        return source.size();
    }

    @Override
    public int classes() {
        return source.classes();
    }

    @Override
    public List<String> classNames() {
        return source.classNames();
    }

    @Override
    public int label(int index) {
        return source.label(index);
    }

    @Override
    public void read(int index, float[] target, int offset, RandomGenerator random) {
        float[] image = new float[source.imageShape().size()];
        source.read(index, image, 0, random);
        transform.apply(image, source.imageShape(), target, offset, random);
    }
}
